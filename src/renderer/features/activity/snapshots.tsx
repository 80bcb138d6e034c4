/** The table of snapshots, including those set aside; a row opens its evidence. */
import { type ReactElement, useMemo } from 'react'
import type { SnapshotAnswer } from '../../../shared/contract/snapshot-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { formatMonth, formatTime } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import { datasetWords } from '../../lib/words.ts'

/** More would take seconds to transfer; one tenant's snapshots are always listed completely. */
const maxSnapshots = 20_000

export function Snapshots({ tenant }: { tenant: number | null }): ReactElement {
  const [, change] = useAddress()
  const timeZone = useTimeZone()
  const { nameOf } = useTenants()
  const columns = useMemo(() => columnsFor(timeZone, nameOf), [timeZone, nameOf])
  const snapshots = useAnswer('snapshots.list', tenant ? { tenant } : { newest: maxSnapshots })
  return (
    <Answer of={snapshots} what="the snapshots">
      {(value) => (
        <DataTable
          label="Snapshots"
          columns={columns}
          rows={value}
          rowId={(row) => String(row.id)}
          unit={['snapshot', 'snapshots']}
          tools={
            !tenant && value.length >= maxSnapshots ? (
              <span>The newest snapshots. Choose a tenant to see all of its snapshots.</span>
            ) : undefined
          }
          onOpen={(row) => change({ snapshot: row.id })}
          empty={
            <EmptyState icon="evidence" title="No snapshot yet" compact>
              Every successful collection creates one.
            </EmptyState>
          }
        />
      )}
    </Answer>
  )
}

const columnsFor = (timeZone: string, nameOf: (tenant: number | null) => string): TableColumn<SnapshotAnswer>[] => [
  // An id, not a quantity: no thousands separators.
  { id: 'id', title: 'Number', kind: 'number', value: (row) => row.id, text: (row) => String(row.id), width: 95 },
  {
    id: 'reported',
    title: 'Vendor’s report time',
    kind: 'text',
    value: (row) => row.reportedAt,
    text: (row) => formatTime(row.reportedAt, timeZone),
    width: 195,
    minWidth: 195,
    sort: 'desc',
  },
  { id: 'month', title: 'Month', kind: 'text', value: (row) => row.month, text: (row) => formatMonth(row.month, 'short'), width: 110 },
  {
    id: 'tenant',
    title: 'Tenant',
    kind: 'text',
    value: (row) => nameOf(row.tenant),
    flex: 1,
    minWidth: 160,
  },
  { id: 'dataset', title: 'Report', kind: 'text', value: (row) => datasetWords[row.dataset], width: 190 },
  { id: 'holders', title: 'Holders', kind: 'number', value: (row) => row.holders, width: 100 },
  {
    id: 'notes',
    title: 'Notes',
    kind: 'text',
    value: (row) => [row.setAside ? 'set aside' : '', ...row.warnings].join(' '),
    render: (row) => (
      <span style={{ display: 'inline-flex', gap: 4 }}>
        {row.setAside ? (
          <Tag tone="warn" title={row.setAside.reason}>
            set aside
          </Tag>
        ) : null}
        {[...new Set(row.warnings)].map((code) => (
          <Tag key={code}>{code}</Tag>
        ))}
      </span>
    ),
    flex: 1,
    minWidth: 130,
  },
]
