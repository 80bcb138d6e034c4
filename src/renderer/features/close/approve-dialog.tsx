/** Approves a month, with an optional note that is stored. */
import { TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { ask } from '../../lib/api.ts'
import { formatMonth } from '../../lib/format.ts'
import { useUndoable } from '../notices/use-undoable.ts'

export function ApproveDialog({ month, onClose }: { month: string; onClose: () => void }): ReactElement {
  const [note, setNote] = useState('')
  const [by, setBy] = useState('')
  const approve = useUndoable('approvals.approve', () => ({
    did: `${formatMonth(month)} is approved.`,
    undo: () => ask('approvals.withdraw', { month }),
  }))
  return (
    <FormDialog
      title={`Approve ${formatMonth(month)}`}
      action="Approve"
      pending={approve.isPending}
      error={approve.error}
      onSubmit={() =>
        approve.mutate({ month, ...(note.trim() === '' ? {} : { note }), ...(by.trim() === '' ? {} : { by }) }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <p>All figures of the month are stored as they are now. Later changes are shown next to them.</p>
      <TextInput label="Note" value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={500} data-autofocus />
      <TextInput
        label="Approved by"
        description="Optional. Default: your account name on this computer."
        value={by}
        onChange={(event) => setBy(event.currentTarget.value)}
        maxLength={100}
      />
    </FormDialog>
  )
}
