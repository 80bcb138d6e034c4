/** The names that the user mapped, in any month, each with a button to remove the mapping. */
import { Button } from '@mantine/core'
import { type ReactElement, useMemo } from 'react'
import type { MappingAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { ask } from '../../lib/api.ts'
import { formatTime } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useTenants } from '../../lib/use-names.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { useItemChoices } from './item-choices.ts'
import { writtenKey } from './written-key.ts'

export function MappedNames(): ReactElement | null {
  const all = useAnswer('mappings.list', {}).data
  const mappings = useMemo(() => (all ?? []).filter(({ removedAt }) => removedAt === null), [all])
  const { nameOf } = useTenants()
  const items = useItemChoices()
  const timeZone = useTimeZone()
  const { mutate } = useUndoable(
    'mappings.remove',
    ({ id }) => {
      const mapping = mappings.find((each) => each.id === id)
      return {
        did: `“${mapping?.label}” is no longer mapped manually.`,
        undo: async () => mapping && ask('mappings.set', { mappings: [mappingInput(mapping)] }),
      }
    },
    'The mapping was not removed.',
  )
  const columns = useMemo(() => {
    const itemNames = new Map(items.map(({ value, label }) => [value, label]))
    const meaningOf = ({ tenant, item, reason }: MappingAnswer): string => {
      if (tenant !== null) return nameOf(tenant)
      return item === null ? `left out: ${reason}` : (itemNames.get(item) ?? item)
    }
    return columnsFor(meaningOf, timeZone, (id) => mutate({ id }))
  }, [items, nameOf, timeZone, mutate])
  if (mappings.length === 0) return null
  return (
    <Panel title="Mapped names" note="made manually, for every month" flush>
      <DataTable
        label="Mapped names"
        columns={columns}
        rows={mappings}
        rowId={({ id }) => String(id)}
        unit={['name', 'names']}
        maxRows={8}
        bare={mappings.length < 8}
      />
    </Panel>
  )
}

/** The request that restores a mapping. */
function mappingInput({ kind, key: stored, label, tenant, item, reason }: MappingAnswer) {
  const key = writtenKey(stored, label)
  const why = reason === null ? {} : { reason }
  return kind === 'customer' ? { kind, key, tenant, ...why } : { kind, key, item, ...why }
}

const columnsFor = (
  meaningOf: (mapping: MappingAnswer) => string,
  timeZone: string,
  remove: (id: number) => void,
): TableColumn<MappingAnswer>[] => [
  {
    id: 'label',
    title: 'On the invoice',
    kind: 'text',
    value: ({ label }) => label,
    render: ({ label }) => <bdi>{label}</bdi>,
    flex: 3,
    minWidth: 150,
  },
  { id: 'kind', title: 'Kind', kind: 'text', value: ({ kind }) => kind, width: 100 },
  {
    id: 'meaning',
    title: 'Means',
    kind: 'text',
    value: meaningOf,
    render: (mapping) => <bdi>{meaningOf(mapping)}</bdi>,
    flex: 3,
    minWidth: 150,
  },
  { id: 'at', title: 'Since', kind: 'text', value: ({ at }) => at, text: ({ at }) => formatTime(at, timeZone), width: 160 },
  { id: 'who', title: 'By', kind: 'text', value: ({ who }) => who, width: 110 },
  {
    id: 'remove',
    title: 'Remove',
    kind: 'text',
    value: () => '',
    render: ({ id, label }) => (
      <Button variant="subtle" color="gray" size="compact-xs" aria-label={`Remove the mapping of ${label}`} onClick={() => remove(id)}>
        Remove
      </Button>
    ),
    width: 104,
    sortable: false,
  },
]
