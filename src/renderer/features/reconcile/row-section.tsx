/** A titled section of a row's drawer. */
import type { ReactElement, ReactNode } from 'react'
import classes from './reconcile.module.css'

export function RowSection({ title, children }: { title: ReactNode; children: ReactNode }): ReactElement {
  return (
    <section>
      <h3 className={classes.sectionTitle}>{title}</h3>
      {children}
    </section>
  )
}
