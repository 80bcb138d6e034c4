/** The form for a Genesys Cloud connection: an OAuth client, its region, and what to collect. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ConnectionCheck } from '../../../shared/contract/connection-answers.ts'
import { Problem } from '../../components/check-result.tsx'
import { CycleDayField } from '../../components/cycle-day-field.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { isCycleDay } from '../../lib/cycle-day.ts'
import { useChange } from '../../lib/query.ts'
import classes from './connect.module.css'
import { genesysRegions } from './genesys-regions.ts'
import { type SecretDraft, SecretField, secretInput } from './secret-field.tsx'

const otherAddresses = 'other'

export function GenesysForm({ onAdded }: { onAdded: (check: ConnectionCheck) => void }): ReactElement {
  const add = useChange('connections.add')
  const [name, setName] = useState('Genesys')
  const [clientId, setClientId] = useState('')
  const [region, setRegion] = useState<string | null>(null)
  const [apiUrl, setApiUrl] = useState('')
  const [loginUrl, setLoginUrl] = useState('')
  const [customers, setCustomers] = useState(true)
  const [ownOrg, setOwnOrg] = useState(false)
  const [cycleDay, setCycleDay] = useState<number | string>(1)
  const [secret, setSecret] = useState<SecretDraft>({ kind: 'value', text: '' })
  const complete =
    name.trim() !== '' &&
    clientId.trim() !== '' &&
    secret.text.trim() !== '' &&
    (customers || ownOrg) &&
    (!ownOrg || isCycleDay(cycleDay)) &&
    region !== null &&
    (region !== otherAddresses || (apiUrl !== '' && loginUrl !== ''))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        const place = region === otherAddresses ? { apiUrl: apiUrl.trim(), loginUrl: loginUrl.trim() } : { region }
        const config = { clientId: clientId.trim(), ...place, ownOrg, customers, ...(ownOrg ? { cycleDay } : {}) }
        add.mutate({ provider: 'genesys', name, config, secret: secretInput(secret) }, { onSuccess: onAdded })
      }}
    >
      <div className={classes.pair}>
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} required maxLength={100} />
        <Select
          label="Region"
          placeholder="The region of the organisation"
          data={[
            ...genesysRegions.map((each) => ({ value: each.host, label: `${each.words} (${each.host})` })),
            { value: otherAddresses, label: 'Other addresses…' },
          ]}
          value={region}
          onChange={setRegion}
          searchable
          required
        />
      </div>
      {region === otherAddresses ? (
        <div className={classes.pair}>
          <TextInput
            label="API address"
            placeholder="https://api.…"
            value={apiUrl}
            onChange={(event) => setApiUrl(event.currentTarget.value)}
            required
          />
          <TextInput
            label="Login address"
            placeholder="https://login.…"
            value={loginUrl}
            onChange={(event) => setLoginUrl(event.currentTarget.value)}
            required
          />
        </div>
      ) : null}
      <TextInput
        label="Client ID"
        value={clientId}
        onChange={(event) => setClientId(event.currentTarget.value)}
        spellCheck={false}
        required
      />
      <SecretField label="Client secret" value={secret} onChange={setSecret} />
      <Checkbox.Group
        label="What to collect"
        description="At least one."
        value={[...(customers ? ['customers'] : []), ...(ownOrg ? ['own'] : [])]}
      >
        <Checkbox
          mt={8}
          value="customers"
          label="Customers’ billing overviews: used against committed, per charge"
          onChange={(event) => setCustomers(event.currentTarget.checked)}
        />
        <Checkbox
          mt={8}
          value="own"
          label="The own organisation’s usage: charges by user"
          onChange={(event) => setOwnOrg(event.currentTarget.checked)}
        />
      </Checkbox.Group>
      {ownOrg ? (
        <CycleDayField
          description="The report has no billing period, so enter the day on which your billing cycle begins."
          value={cycleDay}
          onChange={setCycleDay}
          maw={300}
        />
      ) : null}
      {add.isPending ? <TaskStrip task="ask-vendor" doing="Testing the credential at Genesys Cloud" /> : null}
      {add.error ? <Problem error={add.error} /> : null}
      <div className={classes.buttons}>
        <Button type="submit" size="sm" loading={add.isPending} disabled={!complete}>
          Test and add
        </Button>
      </div>
    </form>
  )
}
