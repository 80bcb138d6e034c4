/** Excludes a customer's person from a service. */
import { Select, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { personName } from '../../../shared/domain/person-name.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { ask } from '../../lib/api.ts'
import { useAnswer } from '../../lib/query.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { FromChoice, inForceOf } from './from-choice.tsx'
import { useTenantChoices } from './item-choices.ts'

interface ExcludeDialogProps {
  service: string
  /** The month on the screen. */
  month: string
  onClose: () => void
}

export function ExcludeDialog({ service, month, onClose }: ExcludeDialogProps): ReactElement {
  const [tenant, setTenant] = useState<string | null>(null)
  const [person, setPerson] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [from, setFrom] = useState(month)
  const tenants = useTenantChoices()
  const asked = { month, tenant: Number(tenant ?? 0), item: `service:${service}` }
  const people = useAnswer('reconcile.people', asked, { enabled: tenant !== null })
  const counted = tenant === null ? [] : (people.data?.counted ?? [])
  const choices = counted.map((holder) => {
    const name = personName(holder)
    const address = holder.userPrincipalName
    return { value: holder.id, label: address === null || address === name ? name : `${name} (${address})` }
  })
  const exclude = useUndoable('services.exclude', (input) => ({
    did: `${choices.find(({ value }) => value === input.person)?.label ?? input.person} is excluded from ${service}.`,
    undo: () => ask('services.exclude', { ...input, excluded: false, reason: 'undone' }),
  }))
  return (
    <FormDialog
      title={`Exclude a person from ${service}`}
      action="Exclude"
      ready={tenant !== null && person !== null && reason.trim() !== ''}
      pending={exclude.isPending}
      error={exclude.error ?? people.error}
      onSubmit={() =>
        exclude.mutate(
          { service, tenant: Number(tenant), person: person ?? '', reason: reason.trim(), ...inForceOf(from) },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Select
        label="Tenant"
        data={tenants}
        value={tenant}
        onChange={(next) => {
          setTenant(next)
          setPerson(null)
        }}
        searchable
        limit={100}
        nothingFoundMessage="No tenant has this name"
        data-autofocus
      />
      <Select
        label="Person"
        description="One of the people whom the service counts."
        data={choices}
        value={person}
        onChange={setPerson}
        disabled={tenant === null}
        searchable
        limit={100}
        nothingFoundMessage={people.isPending ? 'Reading …' : 'No counted person has this name'}
      />
      <TextInput label="Reason" value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
      <FromChoice value={from} onChange={setFrom} />
    </FormDialog>
  )
}
