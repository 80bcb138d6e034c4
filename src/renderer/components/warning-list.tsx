/** What a reader of the figures must know, in sentences. */
import type { ReactElement } from 'react'
import type { Warning } from '../../shared/contract/errors.ts'
import { Icon } from './icon.tsx'
import classes from './warning-list.module.css'

export function WarningList({ warnings }: { warnings: readonly Warning[] }): ReactElement | null {
  if (warnings.length === 0) return null
  return (
    <ul className={classes.list} aria-label="What to know about these figures">
      {warnings.slice(0, 12).map((warning) => (
        <li key={`${warning.code} ${warning.message}`} className={classes.item}>
          <Icon name="info" size={15} />
          <span>{warning.message}</span>
        </li>
      ))}
      {warnings.length > 12 ? <li className={classes.item}>and {warnings.length - 12} more</li> : null}
    </ul>
  )
}
