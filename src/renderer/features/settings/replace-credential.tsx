/** A new credential for a connection, tried at once. */
import { Button, Modal } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ConnectionAnswer } from '../../../shared/contract/answers.ts'
import { CheckParts, Problem } from '../../components/check-result.tsx'
import { useChange } from '../../lib/query.ts'
import { type SecretDraft, SecretField, secretInput } from '../connect/secret-field.tsx'
import classes from './settings.module.css'

interface DialogProps {
  connection: ConnectionAnswer
  opened: boolean
  onClose: () => void
}

export function ReplaceCredential({ connection, opened, onClose }: DialogProps): ReactElement {
  const replace = useChange('connections.credential')
  const [secret, setSecret] = useState<SecretDraft>({ kind: 'value', text: '' })
  const close = (): void => {
    setSecret({ kind: 'value', text: '' })
    replace.reset()
    onClose()
  }
  return (
    <Modal opened={opened} onClose={close} title={`Replace the credential of ${connection.name}`}>
      {replace.data ? (
        <div className={classes.modal}>
          <CheckParts parts={replace.data.parts} />
          <Button onClick={close}>Done</Button>
        </div>
      ) : (
        <form
          className={classes.modal}
          onSubmit={(event) => {
            event.preventDefault()
            replace.mutate({ name: connection.name, secret: secretInput(secret) })
          }}
        >
          <SecretField label={connection.provider === 'petra' ? 'API key' : 'Client secret'} value={secret} onChange={setSecret} />
          {replace.error ? <Problem error={replace.error} /> : null}
          <Button type="submit" loading={replace.isPending} disabled={secret.text.trim() === ''}>
            Test and replace
          </Button>
        </form>
      )}
    </Modal>
  )
}
