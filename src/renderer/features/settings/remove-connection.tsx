/** Removes a connection: says what is deleted and what is kept, and requires typing its name if history is deleted. */
import { Checkbox } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ConnectionAnswer } from '../../../shared/contract/connection-answers.ts'
import { formatCount } from '../../lib/format.ts'
import { useChange } from '../../lib/query.ts'
import { LossDialog } from './loss-dialog.tsx'

interface DialogProps {
  connection: ConnectionAnswer
  opened: boolean
  onClose: () => void
}

export function RemoveConnection({ connection, opened, onClose }: DialogProps): ReactElement | null {
  const remove = useChange('connections.remove')
  const [deleteHistory, setDeleteHistory] = useState(false)
  if (!opened) return null
  return (
    <LossDialog
      title={`Remove ${connection.name}`}
      loss={deleteHistory ? { scope: { connection: connection.name }, whose: <bdi>{connection.name}</bdi>, toType: connection.name } : null}
      harmless
      action={deleteHistory ? 'Remove with its history' : 'Remove, keep the history'}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ name: connection.name, deleteHistory }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        Its credential is deleted, and its {formatCount(connection.tenants, 'tenant is', 'tenants are')} no longer collected. Their history
        is kept unless you delete it too.
      </p>
      <Checkbox
        label={`Also delete the history of ${formatCount(connection.tenants, 'tenant', 'tenants')}`}
        checked={deleteHistory}
        onChange={(event) => setDeleteHistory(event.currentTarget.checked)}
      />
    </LossDialog>
  )
}
