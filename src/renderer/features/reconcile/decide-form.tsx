/** Accepts, adjusts, disputes, dismisses or reopens rows, with a reason. Enter in any field submits. */
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { type ReactElement, useId, useState } from 'react'
import type { DecisionAnswer } from '../../../shared/contract/reconcile-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { addMonths, parseMonth } from '../../../shared/domain/month.ts'
import { Problem } from '../../components/check-result.tsx'
import { formatMonth, typedDecimal } from '../../lib/format.ts'
import { pageValue, usePageValue } from '../../lib/page-value.ts'
import { useAnswer } from '../../lib/query.ts'
import classes from './reconcile.module.css'
import { type DecidableRow, subjectOf, useDecide } from './use-decide.ts'

const decisions = [
  { value: 'accept', label: 'Accept' },
  { value: 'adjust', label: 'Adjust' },
  { value: 'dispute', label: 'Dispute' },
  { value: 'dismiss', label: 'Dismiss' },
] as const
const reopen = { value: 'reopen', label: 'Reopen' } as const
type Decision = (typeof decisions)[number]['value'] | 'reopen'

const meanings: Record<Decision, string> = {
  accept: 'The difference is known and accepted.',
  adjust: 'The customer’s invoice will be corrected.',
  dispute: 'The vendor or supplier must correct its number.',
  dismiss: 'The difference does not matter.',
  reopen: 'The decision no longer applies; it stays in the history.',
}

const laterMonths = 12
/** Who decides; kept for the next decisions until the page is closed. */
const typedWho = pageValue('')

interface DecideFormProps {
  /** One or more. */
  rows: DecidableRow[]
  month: string
  onDecided: () => void
}

export function DecideForm({ rows, month, onDecided }: DecideFormProps): ReactElement {
  const [decision, setDecision] = useState<Decision>('accept')
  const [reason, setReason] = useState('')
  const [quantity, setQuantity] = useState(rows.length === 1 ? (rows[0]?.actual ?? '') : '')
  const [effective, setEffective] = useState('')
  const [until, setUntil] = useState('')
  const who = usePageValue(typedWho)
  const reasonList = useId()
  const reasons = recentReasons(useAnswer('reconcile.decisions', {}).data ?? [])
  const decide = useDecide(rows, month)
  const adjusts = decision === 'adjust'
  const several = rows.length > 1
  const choices = rows.every((row) => !row.open && row.decision !== null) ? [...decisions, reopen] : [...decisions]
  const ready = reason.trim() !== '' && (!adjusts || several || quantity.trim() !== '')
  const submit = (): void => {
    const input: RouteInput<'reconcile.decide'> = {
      month,
      rows: rows.map(subjectOf),
      decision,
      reason: reason.trim(),
      ...(adjusts && quantity.trim() !== '' ? { quantity: typedDecimal(quantity) } : {}),
      ...(adjusts && effective !== '' ? { effective } : {}),
      ...(until === '' || decision === 'reopen' ? {} : { until }),
      ...(who.trim() === '' ? {} : { who: who.trim() }),
    }
    decide.mutate(input, { onSuccess: onDecided })
  }
  return (
    <form
      className={classes.decide}
      aria-label="Decision"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !decide.isPending) submit()
      }}
    >
      <div>
        <SegmentedControl
          aria-label="Decision"
          fullWidth
          data={choices}
          value={decision}
          onChange={(value) => setDecision(value as Decision)}
        />
        <p className={classes.quiet}>{meanings[decision]}</p>
      </div>
      <TextInput
        label="Reason"
        required
        value={reason}
        maxLength={500}
        list={reasonList}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <datalist id={reasonList}>
        {reasons.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <div className={classes.fields}>
        {adjusts ? (
          <>
            <TextInput
              label="Bill instead"
              required={!several}
              {...(several ? { placeholder: 'the vendor’s number of each row' } : {})}
              value={quantity}
              onChange={(event) => setQuantity(event.currentTarget.value)}
            />
            <TextInput type="date" label="From day" value={effective} onChange={(event) => setEffective(event.currentTarget.value)} />
          </>
        ) : null}
        {decision === 'reopen' ? null : (
          <Select
            label="Valid until"
            title="Also covers later months with the same variance"
            data={[
              { value: '', label: 'this month only' },
              ...Array.from({ length: laterMonths }, (_, index) => {
                const later = addMonths(parseMonth(month), index + 1)
                return { value: later, label: formatMonth(later) }
              }),
            ]}
            value={until}
            onChange={(next) => setUntil(next ?? '')}
          />
        )}
        <TextInput
          label="Decided by"
          placeholder="your account name on this computer"
          value={who}
          maxLength={100}
          onChange={(event) => typedWho.set(event.currentTarget.value)}
        />
      </div>
      {decide.error ? <Problem error={decide.error} /> : null}
      <div>
        <Button type="submit" disabled={!ready} loading={decide.isPending}>
          {[...decisions, reopen].find(({ value }) => value === decision)?.label}
        </Button>
      </div>
    </form>
  )
}

/** The latest reasons, as suggestions, because many rows of a month differ for the same reason. */
function recentReasons(decisions: readonly DecisionAnswer[]): string[] {
  const given = decisions.filter(({ decision }) => decision !== 'reopen').sort((left, right) => right.id - left.id)
  return [...new Set(given.map(({ reason }) => reason))].slice(0, 20)
}
