/** How every form ends: the button that says what it does, and Cancel. */
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import classes from './form.module.css'

export interface FormEndProps {
  /** Says what the button does: "Delete for good". */
  action: string
  /** False while something is missing. */
  ready?: boolean
  pending?: boolean
  /** What it does cannot be undone: it is red, and cannot be left while it is under way. */
  destructive?: boolean
  onCancel: () => void
}

export function FormEnd({ action, ready = true, pending = false, destructive = false, onCancel }: FormEndProps): ReactElement {
  return (
    <div className={classes.end}>
      <Button type="submit" loading={pending} disabled={!ready} {...(destructive ? { color: 'red' } : {})}>
        {action}
      </Button>
      <Button variant="default" disabled={destructive && pending} onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
