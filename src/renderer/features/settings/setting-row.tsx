/** The layout of a setting: name, description, control. */
import type { ReactElement, ReactNode } from 'react'
import classes from './settings.module.css'

interface SettingRowProps {
  name: string
  help: ReactNode
  children: ReactNode
}

export function SettingRow({ name, help, children }: SettingRowProps): ReactElement {
  return (
    <div className={classes.row}>
      <div>
        <p className={classes.rowName}>{name}</p>
        <p className={classes.rowHelp}>{help}</p>
      </div>
      <div className={classes.control}>{children}</div>
    </div>
  )
}
