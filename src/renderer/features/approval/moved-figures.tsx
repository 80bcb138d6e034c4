/** The table of approved figures and their current values; initially only those that changed. */
import { SegmentedControl } from '@mantine/core'
import { type ReactElement, useMemo, useState } from 'react'
import type { ApprovalAnswer, ApprovedValue } from '../../../shared/contract/approval-answers.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { formatMoney, formatMonth, formatQuantity } from '../../lib/format.ts'
import { useTenants } from '../../lib/use-names.ts'

export function MovedFigures({ approval }: { approval: ApprovalAnswer }): ReactElement {
  const { nameOf } = useTenants()
  const columns = useMemo(() => columnsFor(nameOf), [nameOf])
  const { month, moved, values, approved } = approval
  const [which, setWhich] = useState(moved === 0 ? 'all' : 'moved')
  return (
    <Panel
      title={`${formatMonth(month)}: approved and now`}
      note={`rule revision ${approved?.ruleRevision}, months in ${approved?.timeZone}`}
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which figures"
          value={which}
          onChange={setWhich}
          data={[
            { value: 'moved', label: `Changed (${moved})` },
            { value: 'all', label: `All (${values.length})` },
          ]}
        />
      }
      flush
    >
      <DataTable
        label="Approved figures"
        columns={columns}
        rows={which === 'all' ? values : values.filter((value) => value.moved)}
        rowId={(row) => `${row.tenant} ${row.figure} ${row.currency}`}
        unit={['figure', 'figures']}
        maxRows={14}
        empty={
          <EmptyState icon="check" title="Nothing has changed" compact>
            Every figure is as approved.
          </EmptyState>
        }
      />
    </Panel>
  )
}

const columnsFor = (nameOf: (tenant: number) => string): TableColumn<ApprovedValue>[] => [
  {
    id: 'tenant',
    title: 'Tenant',
    kind: 'text',
    value: (row) => nameOf(row.tenant),
    flex: 1,
    minWidth: 150,
  },
  { id: 'figure', title: 'Figure', kind: 'text', value: (row) => row.label, flex: 1, minWidth: 170 },
  {
    id: 'approved',
    title: 'Approved',
    kind: 'number',
    value: (row) => row.approved,
    text: (row) => shown(row.approved, row),
    render: (row) => <Value value={row.approved} row={row} snapshotId={row.snapshotId} />,
    width: 130,
  },
  {
    id: 'now',
    title: 'Now',
    kind: 'number',
    value: (row) => row.now,
    text: (row) => shown(row.now, row),
    render: (row) => <Value value={row.now} row={row} snapshotId={row.snapshotIdNow} />,
    width: 130,
  },
  {
    id: 'moved',
    title: 'Since then',
    kind: 'text',
    value: (row) => (row.moved ? 'moved' : 'the same'),
    render: (row) => (row.moved ? <Tag tone="warn">moved</Tag> : 'the same'),
    width: 110,
  },
]

function Value({ value, row, snapshotId }: { value: string | null; row: ApprovedValue; snapshotId: number | null }): ReactElement {
  return <EvidenceLink snapshotId={snapshotId}>{shown(value, row)}</EvidenceLink>
}

const shown = (value: string | null, { currency }: ApprovedValue): string =>
  currency === null ? formatQuantity(value) : formatMoney(value, currency)
