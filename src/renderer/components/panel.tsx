/** A surface with a title, its help and its actions. */
import { type ReactElement, type ReactNode, useId } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  title: string
  /** A help mark beside the title. */
  help?: ReactNode
  /** A short remark after the title: a period, a count. */
  note?: ReactNode
  actions?: ReactNode
  /** Content reaches the edges (tables). */
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
