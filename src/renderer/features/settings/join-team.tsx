/** Joining a team in two steps: the address is tested first, and what joining does is said before it happens. */
import { Button, FileButton, Input, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { Problem } from '../../components/check-result.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { notify } from '../../lib/notice-store.ts'
import { useChange } from '../../lib/query.ts'
import { type SecretDraft, SecretField, secretInput } from '../connect/secret-field.tsx'
import { JoiningDoes } from './joining-does.tsx'
import classes from './settings.module.css'

interface JoinTeamProps {
  /** The address of the team that this history belongs to, if it connects again. */
  again: string | null
  onClose: () => void
}

export function JoinTeam({ again, onClose }: JoinTeamProps): ReactElement {
  const check = useChange('team.check')
  const connect = useChange('team.connect', {
    onDone: () =>
      notify(again === null ? 'This history belongs to the team. It is exchanged in the background.' : 'Connected to the team.'),
  })
  const [url, setUrl] = useState(again ?? '')
  const [secret, setSecret] = useState<SecretDraft>({ kind: 'value', text: '' })
  const [ca, setCa] = useState<{ name: string; pem: string } | null>(null)
  const [unreadable, setUnreadable] = useState<Error | null>(null)
  const title = again === null ? 'Join a team' : 'Connect to the team again'
  const access: RouteInput<'team.connect'> = { url: url.trim(), secret: secretInput(secret), ...(ca === null ? {} : { ca: ca.pem }) }

  async function chooseCa(file: File | null): Promise<void> {
    if (file === null) return
    // A certificate is a few kilobytes: anything larger is another file and is not read.
    const pem = file.size > maxPemBytes ? '' : await file.text()
    const isPem = pem.includes('-----BEGIN CERTIFICATE-----')
    setCa(isPem ? { name: file.name, pem } : null)
    setUnreadable(isPem ? null : new Error(`${file.name} is not a PEM certificate, which begins with “-----BEGIN CERTIFICATE-----”.`))
  }

  if (check.data) {
    return (
      <FormDialog
        title={title}
        action={check.data.tables === 'create' ? 'Create the team and join' : again === null ? 'Join' : 'Connect'}
        pending={connect.isPending}
        error={connect.error}
        onSubmit={() => connect.mutate(access, { onSuccess: onClose })}
        onBack={() => {
          connect.reset()
          check.reset()
        }}
        onClose={onClose}
      >
        <JoiningDoes found={check.data} />
      </FormDialog>
    )
  }
  return (
    <FormDialog
      title={title}
      action="Test the connection"
      ready={url.trim() !== '' && secret.text.trim() !== '' && unreadable === null}
      pending={check.isPending}
      error={check.error}
      onSubmit={() => check.mutate(access)}
      onClose={onClose}
    >
      <TextInput
        label="Address of the database"
        description="As its owner gives it: user, server and database, without the password."
        placeholder="postgres://anna@db.example.com/seatledger"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        data-autofocus
        required
      />
      <SecretField label="Password" value={secret} onChange={setSecret} />
      <Input.Wrapper
        label="Certificate authority"
        labelElement="div"
        description={
          ca === null
            ? 'One that this system trusts. Choose a file (PEM) only if your own authority signed the server’s certificate.'
            : ca.name
        }
      >
        <div className={classes.fileButtons}>
          <FileButton
            onChange={(file) => void chooseCa(file)}
            accept=".pem,.crt,.cer"
            inputProps={{ 'aria-label': 'Certificate authority' }}
          >
            {(props) => (
              <Button variant="default" {...props}>
                {ca === null ? 'Choose a file…' : 'Another file…'}
              </Button>
            )}
          </FileButton>
          {ca === null ? null : (
            <Button variant="default" onClick={() => setCa(null)}>
              Use none
            </Button>
          )}
        </div>
        {unreadable ? <Problem error={unreadable} /> : null}
      </Input.Wrapper>
    </FormDialog>
  )
}

/** What the route takes. */
const maxPemBytes = 100_000
