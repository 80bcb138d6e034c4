/** The table of tenants: figure, change, a year as a sparkline, freshness. */
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { OverviewTenant } from '../../../shared/contract/overview-answers.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Delta } from '../../components/delta.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { Freshness } from '../../components/freshness.tsx'
import { Panel } from '../../components/panel.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { formatMonth, formatQuantity } from '../../lib/format.ts'
import { providerWords } from '../../lib/words.ts'

export function OverviewTenants({ tenants }: { tenants: OverviewTenant[] }): ReactElement {
  const navigate = useNavigate()
  return (
    <Panel title="Tenants" flush>
      <DataTable
        label="Tenants"
        columns={columns}
        rows={tenants}
        rowId={(row) => String(row.tenant)}
        unit={['tenant', 'tenants']}
        maxRows={16}
        onOpen={(row) => void navigate({ to: row.provider === 'genesys' ? '/usage' : '/changes', search: { tenant: row.tenant } })}
        empty={
          <EmptyState icon="tenant" title="No tenants yet" compact>
            A connection brings its tenants; some keys cannot list them, then they are added by hand in Settings.
          </EmptyState>
        }
      />
    </Panel>
  )
}

const columns: TableColumn<OverviewTenant>[] = [
  {
    id: 'name',
    title: 'Tenant',
    kind: 'text',
    value: (row) => row.name,
    flex: 1.4,
    minWidth: 160,
    sort: 'asc',
  },
  { id: 'provider', title: 'Vendor', kind: 'text', value: (row) => providerWords[row.provider], width: 138 },
  { id: 'connection', title: 'Connection', kind: 'text', value: (row) => row.connection, width: 150, hidden: true },
  {
    id: 'value',
    title: 'Figure',
    help: 'The next column says what it counts; it links to its snapshot',
    kind: 'number',
    value: (row) => row.value,
    render: (row) => <EvidenceLink snapshotId={row.evidence?.snapshotId}>{formatQuantity(row.value)}</EvidenceLink>,
    width: 92,
  },
  { id: 'label', title: 'What it counts', kind: 'text', value: (row) => row.label, flex: 1, minWidth: 222 },
  {
    id: 'delta',
    title: 'Change',
    help: 'Since the last month-end',
    kind: 'delta',
    value: (row) => row.delta,
    render: (row) => <Delta value={row.delta} />,
    width: 94,
  },
  {
    id: 'sparkline',
    title: 'Twelve months',
    kind: 'text',
    value: (row) => row.sparkline.map((point) => point.value ?? 'gap').join(' '),
    render: (row) => <Sparkline values={row.sparkline.map((point) => point.value)} label={sparklineWords(row)} />,
    width: 132,
    sortable: false,
  },
  {
    id: 'freshness',
    title: 'Last snapshot',
    kind: 'text',
    value: (row) => row.lastSnapshotAt,
    render: (row) => (
      <Freshness at={row.lastSnapshotAt} ended={row.freshness === 'paused' || row.freshness === 'gone' ? row.freshness : null} />
    ),
    width: 150,
  },
]

function sparklineWords(row: OverviewTenant): string {
  const known = row.sparkline.filter((point) => point.value !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return 'no figures'
  const gaps = row.sparkline.length - known.length
  return `from ${formatQuantity(first.value)} in ${formatMonth(first.month, 'short')} to ${formatQuantity(last.value)} in ${formatMonth(last.month, 'short')}${gaps > 0 ? `, ${gaps} gaps` : ''}`
}
