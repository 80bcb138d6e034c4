/** A missing value in a table. */
import type { ReactElement } from 'react'
import { missing } from '../lib/format.ts'
import classes from './data-table.module.css'

export function Missing(): ReactElement {
  return <span className={classes.missing}>{missing}</span>
}
