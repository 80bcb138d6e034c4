/** The form for a Petra connection: name and API key; further options are collapsed. */
import { Button, Collapse, NumberInput, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ConnectionCheck } from '../../../shared/contract/connection-answers.ts'
import { Problem } from '../../components/check-result.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { useChange } from '../../lib/query.ts'
import classes from './connect.module.css'
import { type SecretDraft, SecretField, secretInput } from './secret-field.tsx'

export function PetraForm({ onAdded }: { onAdded: (check: ConnectionCheck) => void }): ReactElement {
  const add = useChange('connections.add')
  const [name, setName] = useState('Petra')
  const [secret, setSecret] = useState<SecretDraft>({ kind: 'value', text: '' })
  const [more, setMore] = useState(false)
  const [baseUrl, setBaseUrl] = useState('')
  const [perMinute, setPerMinute] = useState<number | string>(1)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        const config = { ...(baseUrl.trim() ? { baseUrl: baseUrl.trim() } : {}), requestsPerMinute: Number(perMinute) || 1 }
        add.mutate({ provider: 'petra', name, config, secret: secretInput(secret) }, { onSuccess: onAdded })
      }}
    >
      <TextInput
        label="Name"
        description="A unique name for the connection."
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        maxLength={100}
      />
      <SecretField label="API key" value={secret} onChange={setSecret} />
      <div>
        <Button variant="default" aria-expanded={more} onClick={() => setMore(!more)}>
          {more ? 'Fewer options' : 'More options'}
        </Button>
        <Collapse expanded={more}>
          <div className={classes.pair} style={{ paddingTop: 12 }}>
            <TextInput
              label="Address"
              description="Change it only for a proxy or a test."
              placeholder="https://api.petrasecurity.com"
              value={baseUrl}
              onChange={(event) => setBaseUrl(event.currentTarget.value)}
            />
            <NumberInput
              label="Requests a minute"
              description="Petra documents one for user lists."
              value={perMinute}
              onChange={setPerMinute}
              min={1}
              max={6000}
              allowDecimal={false}
            />
          </div>
        </Collapse>
      </div>
      {add.isPending ? <TaskStrip task="ask-vendor" doing="Testing the key at Petra" /> : null}
      {add.error ? <Problem error={add.error} /> : null}
      <div className={classes.buttons}>
        <Button type="submit" size="sm" loading={add.isPending} disabled={name.trim() === '' || secret.text.trim() === ''}>
          Test and add
        </Button>
      </div>
    </form>
  )
}
