/** A section with a title, help and actions. */
import { type ReactElement, type ReactNode, useId } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  title: string
  /** A help button next to the title. */
  help?: ReactNode
  /** A short text after the title, e.g. a period or a count. */
  note?: ReactNode
  actions?: ReactNode
  /** Without padding, for tables. */
  flush?: boolean
  children: ReactNode
}

export function Panel({ title, help, note, actions, flush = false, children }: PanelProps): ReactElement {
  const id = useId()
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.header}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {help}
        {note ? <span className={classes.note}>{note}</span> : null}
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  )
}
