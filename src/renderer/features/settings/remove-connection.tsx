/** Removing a connection: names what goes and what stays, and asks for the name where history goes with it. */
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ConnectionAnswer } from '../../../shared/contract/answers.ts'
import { formatCount } from '../../lib/format.ts'
import { useChange } from '../../lib/query.ts'
import { Problem } from '../connect/check-result.tsx'
import classes from './settings.module.css'

interface DialogProps {
  connection: ConnectionAnswer
  opened: boolean
  onClose: () => void
}

export function RemoveConnection({ connection, opened, onClose }: DialogProps): ReactElement {
  const remove = useChange('connections.remove')
  const [deleteHistory, setDeleteHistory] = useState(false)
  const [typed, setTyped] = useState('')
  return (
    <Modal opened={opened} onClose={onClose} title={`Remove ${connection.name}`}>
      <form
        className={classes.modal}
        onSubmit={(event) => {
          event.preventDefault()
          remove.mutate({ name: connection.name, deleteHistory }, { onSuccess: onClose })
        }}
      >
        <p>
          Its credential is forgotten and its {formatCount(connection.tenants, 'tenant is', 'tenants are')} no longer asked. Their history
          stays readable unless you delete it too.
        </p>
        <Checkbox
          label={`Also delete the history of ${formatCount(connection.tenants, 'tenant', 'tenants')}`}
          checked={deleteHistory}
          onChange={(event) => setDeleteHistory(event.currentTarget.checked)}
        />
        {deleteHistory ? (
          <>
            <p className={classes.danger}>
              Every snapshot, every person and every run of these tenants is really removed. This cannot be undone; only a backup still has
              them.
            </p>
            <TextInput
              label={`Type “${connection.name}” to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
            />
          </>
        ) : null}
        {remove.error ? <Problem error={remove.error} /> : null}
        <div className={classes.buttons}>
          <Button type="submit" color="red" loading={remove.isPending} disabled={deleteHistory && typed !== connection.name}>
            {deleteHistory ? 'Remove with its history' : 'Remove, keep the history'}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
