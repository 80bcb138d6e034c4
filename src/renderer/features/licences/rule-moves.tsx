/** A preview of the figures that a rule would change. */
import type { ReactElement } from 'react'
import type { RulePreview, RuleValue } from '../../../shared/contract/rule-answers.ts'
import { formatMoney, formatMonth, formatQuantity } from '../../lib/format.ts'
import { useTenants } from '../../lib/use-names.ts'
import classes from './licences.module.css'

export function RuleMoves({ preview, error }: { preview: RulePreview | null; error: Error | null }): ReactElement | null {
  const { nameOf } = useTenants()
  if (error) return <p role="alert">{error.message}</p>
  if (!preview) return null
  if (preview.moves.length === 0) return <p className={classes.moves}>No figure changes.</p>
  return (
    <div className={classes.moves} role="status">
      <strong>Figures that change:</strong>
      <ul>
        {preview.moves.slice(0, 40).map((move) => (
          <li key={`${move.month} ${move.tenant} ${move.figure}`}>
            {formatMonth(move.month, 'short')}, <bdi>{nameOf(move.tenant)}</bdi>, {move.figure}:{' '}
            <span className={classes.move}>
              {shown(move.before)} → {shown(move.after)}
            </span>
          </li>
        ))}
      </ul>
      {preview.more + Math.max(0, preview.moves.length - 40) > 0 ? (
        <p>and {formatQuantity(preview.more + Math.max(0, preview.moves.length - 40))} more</p>
      ) : null}
    </div>
  )
}

const shown = (value: RuleValue | null): string =>
  value?.currency ? formatMoney(value.value, value.currency) : formatQuantity(value?.value)
