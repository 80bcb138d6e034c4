/** Chooses the two licences of an overlap among those that anyone ever held. */
import { Select } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useAnswer } from '../../lib/query.ts'

interface Pair {
  skuId: string
  name: string
  coveredSkuId: string
  coveredName: string
}

export function AddOverlap({ onChosen, onClose }: { onChosen: (pair: Pair) => void; onClose: () => void }): ReactElement {
  const figures = useAnswer('trend.figures', {})
  const [skuId, setSkuId] = useState<string | null>(null)
  const [coveredSkuId, setCoveredSkuId] = useState<string | null>(null)
  const licences = (figures.data ?? [])
    .filter(({ figure }) => figure.startsWith('sku:'))
    .map(({ figure, label }) => ({ value: figure.slice('sku:'.length), label }))
  const nameOf = (id: string): string => licences.find((each) => each.value === id)?.label ?? id
  return (
    <FormDialog
      title="Add an overlap"
      action="Continue"
      ready={skuId !== null && coveredSkuId !== null && skuId !== coveredSkuId}
      onSubmit={() => {
        if (skuId && coveredSkuId) onChosen({ skuId, name: nameOf(skuId), coveredSkuId, coveredName: nameOf(coveredSkuId) })
      }}
      onClose={onClose}
    >
      <Select
        label="The licence"
        description="Only licences that someone holds or held are listed."
        placeholder="Choose a licence"
        data={licences}
        value={skuId}
        onChange={setSkuId}
        searchable
        nothingFoundMessage="No licence has this name"
        data-autofocus
      />
      <Select
        label="Already includes"
        placeholder="Choose another"
        data={licences.filter((each) => each.value !== skuId)}
        value={coveredSkuId}
        onChange={setCoveredSkuId}
        searchable
        nothingFoundMessage="No licence has this name"
      />
    </FormDialog>
  )
}
