/** Creates or changes a service. */
import { Input, MultiSelect, SegmentedControl, TextInput } from '@mantine/core'
import { type ReactElement, useMemo, useState } from 'react'
import type { ServiceAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { ask } from '../../lib/api.ts'
import { typedDecimal } from '../../lib/format.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { FromChoice, inForceOf } from './from-choice.tsx'
import { useItemChoices } from './item-choices.ts'
import { serviceInput } from './service-words.ts'

interface ServiceDialogProps {
  /** Null to create one. */
  service: ServiceAnswer | null
  /** The month shown on the screen. */
  month: string
  onClose: () => void
}

export function ServiceDialog({ service, month, onClose }: ServiceDialogProps): ReactElement {
  const [name, setName] = useState(service?.name ?? '')
  const [skus, setSkus] = useState(service?.skus.map(({ skuId }) => skuId) ?? [])
  const [counts, setCounts] = useState<ServiceAnswer['counts']>(service?.counts ?? 'people')
  const [tolerance, setTolerance] = useState(service?.tolerance ?? '0')
  const [billed, setBilled] = useState<ServiceAnswer['billed']>(service?.billed ?? 'arrears')
  const [from, setFrom] = useState(month)
  const items = useItemChoices()
  const licences = useMemo(
    () => items.flatMap(({ value, label }) => (value.startsWith('sku:') ? [{ value: value.slice('sku:'.length), label }] : [])),
    [items],
  )
  const set = useUndoable('services.set', (input) => ({
    did: service === null ? `The service ${input.name} was created.` : `The service ${input.name} was changed.`,
    undo: () => ask('services.set', { ...(service === null ? { name: input.name, skus: [] } : serviceInput(service)), ...inForceOf(from) }),
  }))
  const seats = typedDecimal(tolerance)
  const ready = name.trim() !== '' && skus.length > 0 && /^\d{1,6}(\.\d{1,6})?$/.test(seats)
  return (
    <FormDialog
      title={service === null ? 'New service' : `Edit ${service.name}`}
      action={service === null ? 'Create' : 'Save'}
      ready={ready}
      pending={set.isPending}
      error={set.error}
      onSubmit={() => set.mutate({ name: name.trim(), skus, counts, tolerance: seats, billed, ...inForceOf(from) }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="The name on the invoice. Lines with this name are matched automatically."
        value={name}
        maxLength={100}
        disabled={service !== null}
        onChange={(event) => setName(event.currentTarget.value)}
        {...(service === null ? { 'data-autofocus': true } : {})}
      />
      <MultiSelect
        label="Licences"
        data={licences}
        value={skus}
        onChange={setSkus}
        searchable
        limit={100}
        nothingFoundMessage="No licence has this name"
      />
      <Choice
        label="Counts"
        description="People: everyone who holds at least one of the licences, counted once."
        value={counts}
        onChange={setCounts}
        data={[
          { value: 'people', label: 'People' },
          { value: 'licences', label: 'Licences' },
        ]}
      />
      <Choice
        label="Billed"
        description="In advance: compared with the end of the month before."
        value={billed}
        onChange={setBilled}
        data={[
          { value: 'arrears', label: 'In arrears' },
          { value: 'advance', label: 'In advance' },
        ]}
      />
      <TextInput
        label="Tolerance"
        description="Number of seats by which billed and actual can differ and still match."
        inputMode="decimal"
        value={tolerance}
        onChange={(event) => setTolerance(event.currentTarget.value)}
      />
      <FromChoice value={from} onChange={setFrom} />
    </FormDialog>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  description: string
  value: T
  onChange: (value: T) => void
  data: { value: T; label: string }[]
}

function Choice<T extends string>({ label, description, ...control }: ChoiceProps<T>): ReactElement {
  return (
    <Input.Wrapper label={label} description={description} labelElement="div">
      <SegmentedControl fullWidth aria-label={label} {...control} />
    </Input.Wrapper>
  )
}
