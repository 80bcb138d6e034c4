/** Choosing the two licences of an overlap, among those that anyone ever held. */
import { Button, Modal, Select } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useAnswer } from '../../lib/query.ts'
import classes from './settings.module.css'

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
    <Modal opened onClose={onClose} title="Add an overlap">
      <form
        className={classes.modal}
        onSubmit={(event) => {
          event.preventDefault()
          if (skuId && coveredSkuId) onChosen({ skuId, name: nameOf(skuId), coveredSkuId, coveredName: nameOf(coveredSkuId) })
        }}
      >
        <Select
          label="The licence"
          description="Only licences that somebody holds or held can be chosen."
          placeholder="Choose a licence"
          data={licences}
          value={skuId}
          onChange={setSkuId}
          searchable
          nothingFoundMessage="No licence of this name"
          data-autofocus
        />
        <Select
          label="Already contains"
          placeholder="Choose another"
          data={licences.filter((each) => each.value !== skuId)}
          value={coveredSkuId}
          onChange={setCoveredSkuId}
          searchable
          nothingFoundMessage="No licence of this name"
        />
        <div className={classes.buttons}>
          <Button type="submit" disabled={skuId === null || coveredSkuId === null || skuId === coveredSkuId}>
            Go on
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
