/** Every decision about a row, in all months, newest first. */
import type { ReactElement } from 'react'
import type { DecisionAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { formatDay, formatMonth, formatQuantity, formatTime } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import classes from './reconcile.module.css'
import { decisionWords } from './reconcile-words.ts'
import { RowSection } from './row-section.tsx'

export function DecisionHistory({ tenant, item }: { tenant: number; item: string }): ReactElement | null {
  const timeZone = useTimeZone()
  const all = useAnswer('reconcile.decisions', {})
  const decisions = (all.data ?? [])
    .filter((each) => each.tenant === tenant && each.item === item)
    .sort((left, right) => right.id - left.id)
  if (decisions.length === 0) return null
  return (
    <RowSection title="Decisions so far">
      <ul className={classes.decisions}>
        {decisions.map((each) => (
          <li key={each.id}>
            <strong>{formatMonth(each.month)}</strong>: {whatWasDecided(each)}, {formatTime(each.at, timeZone)} by <bdi>{each.who}</bdi>:{' '}
            <bdi>{each.reason}</bdi>
          </li>
        ))}
      </ul>
    </RowSection>
  )
}

function whatWasDecided({ decision, quantity, effective, until, billed, actual }: DecisionAnswer): string {
  return [
    decisionWords[decision].toLowerCase(),
    ...(quantity === null ? [] : [`to ${formatQuantity(quantity)}`]),
    ...(effective === null ? [] : [`from ${formatDay(effective)}`]),
    ...(until === null ? [] : [`until ${formatMonth(until)}`]),
    `(vendor ${formatQuantity(actual)}, invoiced ${formatQuantity(billed)})`,
  ].join(' ')
}
