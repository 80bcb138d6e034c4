/** A dialog with a form: its fields, the error of the last attempt, and the two buttons. */
import { Modal } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { Problem } from './check-result.tsx'
import classes from './form.module.css'
import { FormEnd, type FormEndProps } from './form-end.tsx'

export interface FormDialogProps extends Omit<FormEndProps, 'onCancel'> {
  title: string
  opened?: boolean
  error?: Error | null
  onSubmit: () => void
  onClose: () => void
  children?: ReactNode
}

export function FormDialog({ title, opened = true, error, onSubmit, onClose, children, ...end }: FormDialogProps): ReactElement {
  const { ready = true, pending = false, destructive = false } = end
  const close = destructive && pending ? () => {} : onClose
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !pending) onSubmit()
        }}
      >
        {children}
        {error ? <Problem error={error} /> : null}
        <FormEnd {...end} onCancel={close} />
      </form>
    </Modal>
  )
}
