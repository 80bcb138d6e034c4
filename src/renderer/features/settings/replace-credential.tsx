/** A new credential for a connection, tried at once. */
import { Button, Modal } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ConnectionAnswer } from '../../../shared/contract/answers.ts'
import { CheckParts } from '../../components/check-result.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { useChange } from '../../lib/query.ts'
import { providerWords } from '../../lib/words.ts'
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
  const title = `Replace the credential of ${connection.name}`
  if (replace.data) {
    return (
      <Modal opened={opened} onClose={close} title={title}>
        <div className={classes.modal}>
          <CheckParts parts={replace.data.parts} />
          <Button onClick={close}>Done</Button>
        </div>
      </Modal>
    )
  }
  return (
    <FormDialog
      title={title}
      opened={opened}
      action="Test and replace"
      ready={secret.text.trim() !== ''}
      pending={replace.isPending}
      error={replace.error}
      onSubmit={() => replace.mutate({ name: connection.name, secret: secretInput(secret) })}
      onClose={close}
    >
      <SecretField label={connection.provider === 'petra' ? 'API key' : 'Client secret'} value={secret} onChange={setSecret} />
      {replace.isPending ? <TaskStrip task="ask-vendor" doing={`Asking ${providerWords[connection.provider]}`} /> : null}
    </FormDialog>
  )
}
