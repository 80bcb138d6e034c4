/** A dialog that shows the result of an action. */
import { Button, Modal } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import classes from '../../components/form.module.css'

interface ResultDialogProps {
  title: string
  opened?: boolean
  onClose: () => void
  children: ReactNode
}

export function ResultDialog({ title, opened = true, onClose, children }: ResultDialogProps): ReactElement {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <div className={classes.form}>
        {children}
        <Button onClick={onClose}>Done</Button>
      </div>
    </Modal>
  )
}
