/** The warnings of an answer. */
import type { ReactElement } from 'react'
import type { Warning } from '../../shared/contract/errors.ts'
import { withDates } from '../lib/format.ts'
import { Icon } from './icon.tsx'
import classes from './warning-list.module.css'

export function WarningList({ warnings }: { warnings: readonly Warning[] }): ReactElement | null {
  if (warnings.length === 0) return null
  // One cause often affects many tenants: equal messages are shown once, with their count.
  const counted = [...Map.groupBy(warnings, (warning) => withDates(warning.message))]
  return (
    <ul className={classes.list} aria-label="Notes on these figures">
      {counted.slice(0, 12).map(([message, alike]) => (
        <li key={message} className={classes.item}>
          <Icon name="info" size={15} />
          <span>{alike.length > 1 ? `${message} (${alike.length} times)` : message}</span>
        </li>
      ))}
      {counted.length > 12 ? <li className={classes.item}>and {counted.length - 12} more</li> : null}
    </ul>
  )
}
