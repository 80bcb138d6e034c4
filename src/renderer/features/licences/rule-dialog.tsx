/** Sets a rule: the month from which it applies, and a preview of the figures that would change. */
import { SegmentedControl, Select, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { ask } from '../../lib/api.ts'
import { formatMonth, formatQuantity, typedDecimal } from '../../lib/format.ts'
import { monthsToHoldFrom } from '../../lib/months.ts'
import { useAnswer } from '../../lib/query.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import classes from './licences.module.css'
import { didOf, overlapWords, petraUnit, type RuleDraft, ruleOf, titleOf } from './rule-draft.ts'
import { RuleMoves } from './rule-moves.tsx'

interface RuleDialogProps {
  draft: RuleDraft
  /** The month shown on the screen, which is the default first month of the rule. */
  month: string
  onClose: () => void
}

export function RuleDialog({ draft, month, onClose }: RuleDialogProps): ReactElement {
  const [amount, setAmount] = useState(draft.kind === 'price' ? (draft.amount ?? '') : '')
  const [currency, setCurrency] = useState(draft.kind === 'price' ? (draft.currency ?? 'EUR') : '')
  const set = useUndoable('rules.set', (_, { revision }) => ({
    did: didOf(draft, typedDecimal(amount), currency),
    undo: () => ask('rules.undo', { revision }),
  }))
  const [connection, setConnection] = useState<string | null>(null)
  const [from, setFrom] = useState(month)
  const months = useAnswer('months.list', {}).data
  const choice = months === undefined ? [from] : monthsToHoldFrom(months.openMonth, months.months, from)
  const [scope, setScope] = useState<'month' | 'all'>('month')
  const rule = ruleOf(draft, {
    amount: typedDecimal(amount),
    currency: currency.trim().toUpperCase(),
    ...(connection === null ? {} : { connection }),
    ...(scope === 'all' ? { allHistory: true } : { from }),
  })
  const valid = draft.kind !== 'price' || (/^\d{0,12}(\.\d{1,12})?$/.test(typedDecimal(amount)) && /^[A-Za-z]{3}$/.test(currency.trim()))
  const preview = useAnswer('rules.preview', { rule }, { enabled: valid, keepPrevious: true })
  return (
    <FormDialog
      title={titleOf(draft)}
      action={scope === 'all' ? 'Set for all history' : 'Set'}
      ready={valid && (scope !== 'all' || preview.data !== undefined)}
      pending={set.isPending}
      error={set.error}
      onSubmit={() => set.mutate({ rule }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {draft.kind === 'price' ? (
        <div className={classes.pair}>
          <TextInput
            label="Price of one"
            description={`For example ${formatQuantity('12.5')}; empty ends the price.`}
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
      {draft.kind === 'price' && draft.item === petraUnit ? <ConnectionOfPrice value={connection} onChange={setConnection} /> : null}
      {draft.kind === 'overlap' ? <p>{overlapWords(draft)} No figure changes, because overlaps are shown next to the figures.</p> : null}
      <SegmentedControl
        aria-label="Valid from"
        value={scope}
        onChange={(next) => setScope(next as 'month' | 'all')}
        data={[
          { value: 'month', label: 'A month' },
          { value: 'all', label: 'All history' },
        ]}
      />
      {scope === 'month' ? (
        <Select
          label="From month"
          data={choice.map((each) => ({ value: each, label: formatMonth(each) }))}
          value={from}
          onChange={(next) => next && setFrom(next)}
          allowDeselect={false}
          searchable
          nothingFoundMessage="Enter a month"
        />
      ) : null}
      {draft.kind === 'overlap' ? null : <RuleMoves preview={preview.data ?? null} error={preview.error} />}
    </FormDialog>
  )
}

/** Chooses the connection of a price; default: all connections. */
function ConnectionOfPrice({
  value,
  onChange,
}: {
  value: string | null
  onChange: (connection: string | null) => void
}): ReactElement | null {
  const petra = (useAnswer('connections.list', {}).data ?? []).filter((each) => each.provider === 'petra')
  if (petra.length < 2) return null
  return (
    <Select
      label="Connection"
      description="A price for one connection overrides the price for all connections."
      data={[{ value: '', label: 'All connections' }, ...petra.map(({ name }) => ({ value: name, label: name }))]}
      value={value ?? ''}
      onChange={(next) => onChange(next || null)}
    />
  )
}
