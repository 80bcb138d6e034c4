/** The buttons at the end of every form: submit and Cancel. */
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import classes from './form.module.css'

export interface FormEndProps {
  /** The label of the submit button: "Delete for good". */
  action: string
  /** False while the input is incomplete. */
  ready?: boolean
  pending?: boolean
  /** The action cannot be undone: its button is red, and the dialog cannot be closed while it runs. */
  destructive?: boolean
  /** Returns to the step before. */
  onBack?: (() => void) | undefined
  onCancel: () => void
}

export function FormEnd({ action, ready = true, pending = false, destructive = false, onBack, onCancel }: FormEndProps): ReactElement {
  return (
    <div className={classes.end}>
      <Button type="submit" loading={pending} disabled={!ready} {...(destructive ? { color: 'red' } : {})}>
        {action}
      </Button>
      {onBack ? (
        <Button variant="default" disabled={pending} onClick={onBack}>
          Back
        </Button>
      ) : null}
      <Button variant="default" disabled={destructive && pending} onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
