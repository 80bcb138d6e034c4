/** Says why nothing is shown and what to do about it. */
import type { ReactElement, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import classes from './state.module.css'

interface EmptyStateProps {
  icon: IconName
  title: string
  children?: ReactNode
  actions?: ReactNode
  compact?: boolean
}

export function EmptyState({ icon, title, children, actions, compact = false }: EmptyStateProps): ReactElement {
  return (
    <div className={`${classes.state} ${compact ? classes.compact : ''}`} data-state="empty">
      <span className={classes.icon}>
        <Icon name={icon} size={22} />
      </span>
      <p className={classes.title}>{title}</p>
      {children ? <div className={classes.words}>{children}</div> : null}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  )
}
