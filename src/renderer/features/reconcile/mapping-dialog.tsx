/** Maps a customer or product of an invoice, or leaves its lines out with a reason. */
import { Select, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useItemChoices, useTenantChoices } from './item-choices.ts'
import { useMapName } from './use-map-name.ts'

interface MappingDialogProps {
  kind: 'customer' | 'product'
  nameKey: string
  label: string
  leaveOut: boolean
  onClose: () => void
}

export function MappingDialog({ kind, nameKey, label, leaveOut, onClose }: MappingDialogProps): ReactElement {
  const [chosen, setChosen] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const { map, isPending, error } = useMapName(label, onClose)
  // A charge's customer is a Genesys customer.
  const tenants = useTenantChoices(nameKey.startsWith('genesys:') ? 'genesys' : 'petra')
  const items = useItemChoices()
  const choices = kind === 'customer' ? tenants : items
  const submit = (): void => {
    const why = leaveOut ? { reason: reason.trim() } : {}
    const meaning = leaveOut ? null : (choices.find(({ value }) => value === chosen)?.label ?? null)
    if (kind === 'customer') map({ kind, key: nameKey, tenant: leaveOut ? null : Number(chosen), ...why }, meaning)
    else map({ kind, key: nameKey, item: leaveOut ? null : chosen, ...why }, meaning)
  }
  return (
    <FormDialog
      title={leaveOut ? `Leave out “${label}”` : `What is “${label}”?`}
      action={leaveOut ? 'Leave out' : 'Map'}
      ready={leaveOut ? reason.trim() !== '' : chosen !== null}
      pending={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      {leaveOut ? (
        <TextInput
          label="Reason"
          description={`Lines of this ${kind} are not compared in any month. They are counted as left out.`}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
      ) : (
        <Select
          label={kind === 'customer' ? 'Tenant' : 'Item'}
          description={`Remembered for this ${kind} on later invoices.`}
          data={choices}
          value={chosen}
          onChange={setChosen}
          searchable
          limit={100}
          nothingFoundMessage={kind === 'customer' ? 'No tenant has this name' : 'No licence or service has this name'}
          data-autofocus
        />
      )}
    </FormDialog>
  )
}
