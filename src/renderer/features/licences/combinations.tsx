/** The table of licence combinations, most frequent first. */
import type { ReactElement } from 'react'
import type { LicencesAnswer } from '../../../shared/contract/licence-answers.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'

type Combination = LicencesAnswer['combinations'][number]

export function Combinations({ licences }: { licences: LicencesAnswer }): ReactElement {
  return (
    <DataTable
      label="Combinations of licences"
      columns={columns}
      rows={licences.combinations}
      rowId={(row) => row.skuIds.join(' ')}
      unit={['set', 'sets']}
      empty={
        <EmptyState icon="licences" title="Nobody holds a licence" compact>
          Combinations appear when people hold licences.
        </EmptyState>
      }
    />
  )
}

const columns: TableColumn<Combination>[] = [
  { id: 'holders', title: 'People', kind: 'number', value: (row) => row.holders, width: 100, sort: 'desc' },
  { id: 'size', title: 'Licences', kind: 'number', value: (row) => row.skuIds.length, width: 125 },
  {
    id: 'names',
    title: 'Combination',
    kind: 'text',
    value: (row) => row.names.join(' + '),
    render: (row) => (
      <span style={{ display: 'inline-flex', gap: 4 }} title={row.names.join('\n')}>
        {row.names.map((name, index) => (
          <Tag key={row.skuIds[index]}>{name}</Tag>
        ))}
      </span>
    ),
    flex: 1,
    minWidth: 260,
  },
]
