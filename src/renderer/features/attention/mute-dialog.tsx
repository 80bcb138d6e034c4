/** Mutes an item: the reason, and the last day. */
import { TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { Finding } from '../../../shared/contract/attention-answers.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { ask } from '../../lib/api.ts'
import { useUndoable } from '../notices/use-undoable.ts'

export function MuteDialog({ finding, onClose }: { finding: Finding; onClose: () => void }): ReactElement {
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const { id, month } = finding
  const mute = useUndoable('attention.mute', () => ({
    did: 'The item is muted and is no longer counted or summed.',
    undo: () => ask('attention.unmute', { id, month }),
  }))
  return (
    <FormDialog
      title="Mute an item"
      action="Mute"
      ready={reason.trim() !== ''}
      pending={mute.isPending}
      error={mute.error}
      onSubmit={() => mute.mutate({ id, month, reason, ...(until === '' ? {} : { until }) }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{finding.text} A muted item stays in the list but is not counted or summed.</p>
      <TextInput label="Reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} data-autofocus />
      <TextInput
        type="date"
        label="Muted until (inclusive)"
        description="Optional. Without a day, the item stays muted until you unmute it."
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
