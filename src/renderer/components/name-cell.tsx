/** A table's cell with a name, which is cut first, and its tags. */
import type { ReactElement, ReactNode } from 'react'
import { MiddleCut } from './middle-cut.tsx'
import classes from './name-cell.module.css'

interface NameCellProps {
  name: string
  /** A tooltip that says more than the name. */
  title?: string | undefined
  /** The tags. */
  children: ReactNode
}

export function NameCell({ name, title, children }: NameCellProps): ReactElement {
  return (
    <span className={classes.cell} title={title}>
      <MiddleCut>{name}</MiddleCut>
      {children}
    </span>
  )
}
