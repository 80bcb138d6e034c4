/** Replaces a connection's credential and tests it. */
import { type ReactElement, useState } from 'react'
import type { ConnectionAnswer } from '../../../shared/contract/connection-answers.ts'
import { CheckParts } from '../../components/check-result.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { useChange } from '../../lib/query.ts'
import { providerWords } from '../../lib/words.ts'
import { type SecretDraft, SecretField, secretInput } from '../connect/secret-field.tsx'
import { ResultDialog } from './result-dialog.tsx'

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
      <ResultDialog opened={opened} onClose={close} title={title}>
        <CheckParts parts={replace.data.parts} />
      </ResultDialog>
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
      {replace.isPending ? <TaskStrip task="ask-vendor" doing={`Testing at ${providerWords[connection.provider]}`} /> : null}
    </FormDialog>
  )
}
