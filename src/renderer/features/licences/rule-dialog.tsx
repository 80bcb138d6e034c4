/** Setting a rule: from which month it holds, and for all history only after seeing what would move. */
import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { RuleInput } from '../../../shared/contract/routes.ts'
import { ask } from '../../lib/api.ts'
import { formatMoney, formatMonth } from '../../lib/format.ts'
import { isMonth } from '../../lib/months.ts'
import { useAnswer } from '../../lib/query.ts'
import { Problem } from '../connect/check-result.tsx'
import { useUndoable } from '../notices/use-undoable.ts'
import classes from './licences.module.css'
import { RuleMoves } from './rule-moves.tsx'

export type RuleDraft =
  | { kind: 'price'; item: string; name: string; amount: string | null; currency: string | null }
  | { kind: 'flag'; skuId: string; name: string; flag: 'excludedByVendor' | 'free'; value: boolean }

interface RuleDialogProps {
  draft: RuleDraft
  /** The month on the screen: the one that a rule holds from unless told otherwise. */
  month: string
  onClose: () => void
}

const flagWords = {
  excludedByVendor: { true: 'not billed by the vendor', false: 'billed by the vendor' },
  free: { true: 'free', false: 'paid' },
} as const

export function RuleDialog({ draft, month, onClose }: RuleDialogProps): ReactElement {
  const [amount, setAmount] = useState(draft.kind === 'price' ? (draft.amount ?? '') : '')
  const [currency, setCurrency] = useState(draft.kind === 'price' ? (draft.currency ?? 'EUR') : '')
  const set = useUndoable('rules.set', (_, { revision }) => ({
    did: didOf(draft, amount, currency),
    undo: () => ask('rules.undo', { revision }),
  }))
  const [from, setFrom] = useState(month)
  const [scope, setScope] = useState<'month' | 'all'>('month')
  const rule = ruleOf(draft, {
    amount: amount.trim(),
    currency: currency.trim().toUpperCase(),
    ...(scope === 'all' ? { allHistory: true } : { from }),
  })
  const valid =
    (scope === 'all' || isMonth(from)) &&
    (draft.kind === 'flag' || (/^\d{0,12}(\.\d{1,12})?$/.test(amount.trim()) && /^[A-Za-z]{3}$/.test(currency.trim())))
  const preview = useAnswer('rules.preview', { rule }, { enabled: valid, keepPrevious: true })
  return (
    <Modal
      opened
      onClose={onClose}
      title={draft.kind === 'price' ? `Price of ${draft.name}` : `${draft.name}: ${flagWords[draft.flag][`${draft.value}`]}`}
      size="md"
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          set.mutate({ rule }, { onSuccess: onClose })
        }}
      >
        {draft.kind === 'price' ? (
          <div className={classes.pair}>
            <TextInput
              label="Price of one"
              description="A decimal with a point; empty ends the price."
              inputMode="decimal"
              value={amount}
              onChange={(event) => setAmount(event.currentTarget.value)}
              data-autofocus
            />
            <TextInput
              label="Currency"
              description="ISO code"
              value={currency}
              maxLength={3}
              onChange={(event) => setCurrency(event.currentTarget.value)}
            />
          </div>
        ) : null}
        <SegmentedControl
          aria-label="From when"
          value={scope}
          onChange={(next) => setScope(next as 'month' | 'all')}
          data={[
            { value: 'month', label: 'From a month on' },
            { value: 'all', label: 'For all history' },
          ]}
        />
        {scope === 'month' ? (
          <TextInput
            label="From month"
            description={isMonth(from) ? formatMonth(from) : 'As YYYY-MM'}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            maxLength={7}
          />
        ) : null}
        <RuleMoves preview={preview.data ?? null} error={preview.error} />
        {set.error ? <Problem error={set.error} /> : null}
        <div style={{ display: 'flex', gap: 8 }}>
          <Button type="submit" loading={set.isPending} disabled={!valid || (scope === 'all' && !preview.data)}>
            {scope === 'all' ? 'Set for all history' : 'Set'}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function didOf(draft: RuleDraft, amount: string, currency: string): string {
  if (draft.kind === 'flag') return `${draft.name} is marked as ${flagWords[draft.flag][`${draft.value}`]}.`
  if (amount.trim() === '') return `${draft.name} has no price any more.`
  return `${draft.name} costs ${formatMoney(amount.trim(), currency.trim().toUpperCase())}.`
}

function ruleOf(draft: RuleDraft, given: { amount: string; currency: string; from?: string; allHistory?: boolean }): RuleInput {
  const inForce = {
    ...(given.from === undefined ? {} : { from: given.from }),
    ...(given.allHistory === undefined ? {} : { allHistory: given.allHistory }),
  }
  if (draft.kind === 'flag') return { kind: 'flag', skuId: draft.skuId, flag: draft.flag, value: draft.value, ...inForce }
  return { kind: 'price', item: draft.item, amount: given.amount === '' ? null : given.amount, currency: given.currency, ...inForce }
}
