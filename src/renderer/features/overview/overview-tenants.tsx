/** The table of tenants: both costs, users and charges with their change, a year as a sparkline, freshness. */

import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import type { OverviewTenant } from '../../../shared/contract/overview-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Delta } from '../../components/delta.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { Freshness } from '../../components/freshness.tsx'
import { moneyColumns } from '../../components/money-columns.tsx'
import { Panel } from '../../components/panel.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { hiddenKey, type TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { formatMonth, formatQuantity } from '../../lib/format.ts'
import { providerWords } from '../../lib/words.ts'
import classes from './overview.module.css'

export function OverviewTenants({ tenants, month }: { tenants: OverviewTenant[]; month: string }): ReactElement {
  const navigate = useNavigate()
  const columns = useMemo(() => columnsFor(tenants), [tenants])
  return (
    <Panel title="Tenants" flush>
      <DataTable
        // Another month can bring other currencies.
        key={hiddenKey(columns)}
        label="Tenants"
        columns={columns}
        rows={tenants}
        rowId={(row) => String(row.tenant)}
        unit={['tenant', 'tenants']}
        maxRows={16}
        onOpen={(row) => void navigate({ to: row.provider === 'genesys' ? '/usage' : '/changes', search: { tenant: row.tenant, month } })}
        empty={
          <EmptyState icon="tenant" title="No tenants yet" compact>
            Tenants are added with their connection. If its key may not list tenants, add them in Settings.
          </EmptyState>
        }
      />
    </Panel>
  )
}

function columnsFor(tenants: readonly OverviewTenant[]): TableColumn<OverviewTenant>[] {
  const hasOverage = tenants.some((row) => row.overage.length > 0)
  const bill = moneyColumns<OverviewTenant>({
    id: 'bill',
    title: hasOverage ? `${figureNames.bill} or ${figureNames.overageCost.toLowerCase()}` : figureNames.bill,
    ...(hasOverage ? { help: 'Petra: units × price. Genesys: the overage cost of the billing period that ends in the month' } : {}),
    rows: tenants,
    // A tenant has one or the other, so that the column sorts all of them.
    width: hasOverage ? 142 : 117,
    amountsOf: (row) => (row.provider === 'genesys' ? row.overage : row.bill),
    sort: { by: 'value', order: 'desc' },
    commonOnly: true,
  })
  const users = { id: 'users', title: figureNames.reported, change: 'Change of: reported users', provider: 'petra' as const }
  const charges = {
    id: 'charges',
    title: 'Over',
    change: 'Change of: charges over',
    help: 'Genesys: charges over their commitment; of your own organisation all charges',
    provider: 'genesys' as const,
  }
  return [
    {
      id: 'name',
      title: 'Tenant',
      kind: 'text',
      value: (row) => row.name,
      render: (row) => (
        <span className={classes.tenant} title={row.name}>
          <bdi>{row.name}</bdi>
          {row.goneSince ? <Tag>gone since {formatMonth(row.goneSince, 'short')}</Tag> : null}
        </span>
      ),
      flex: 1,
      minWidth: 160,
      ...(bill.length === 0 ? { sort: 'asc' as const } : {}),
    },
    { id: 'provider', title: 'Vendor', kind: 'text', value: (row) => providerWords[row.provider], width: 138, hidden: true },
    { id: 'connection', title: 'Connection', kind: 'text', value: (row) => row.connection, width: 150, hidden: true },
    ...bill,
    ...moneyColumns<OverviewTenant>({
      id: 'licences',
      title: figureNames.licenceCost,
      rows: tenants,
      amountsOf: (row) => row.licences,
      commonOnly: true,
    }),
    // People and charges are different kinds: each has a column of its own.
    ...[users, charges].filter(({ provider }) => tenants.some((row) => row.provider === provider)).flatMap(countColumns),
    {
      id: 'sparkline',
      title: 'Twelve months',
      kind: 'text',
      value: (row) => row.sparkline.map((point) => point.value ?? 'gap').join(' '),
      render: (row) => <Sparkline values={row.sparkline.map((point) => point.value)} label={sparklineWords(row)} />,
      width: 128,
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
      width: 138,
    },
  ]
}

interface CountColumns {
  id: string
  title: string
  change: string
  help?: string
  provider: OverviewTenant['provider']
}

/** A figure of one vendor's tenants, and its change since the month before. */
function countColumns({ id, title, change, help, provider }: CountColumns): TableColumn<OverviewTenant>[] {
  const of = <V,>(row: OverviewTenant, value: V): V | null => (row.provider === provider ? value : null)
  return [
    {
      id,
      title,
      ...(help ? { help } : {}),
      kind: 'number',
      value: (row) => of(row, row.value),
      render: (row) => <EvidenceLink snapshotId={of(row, row.evidence?.snapshotId)}>{formatQuantity(of(row, row.value))}</EvidenceLink>,
      width: 66,
    },
    {
      id: `${id} change`,
      title: 'Change',
      help: change,
      kind: 'delta',
      value: (row) => of(row, row.delta),
      render: (row) => <Delta value={of(row, row.delta)} />,
      width: 78,
      hidden: id !== 'users',
    },
  ]
}

function sparklineWords(row: OverviewTenant): string {
  const known = row.sparkline.filter((point) => point.value !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return 'no figures'
  const gaps = row.sparkline.length - known.length
  return `from ${formatQuantity(first.value)} in ${formatMonth(first.month, 'short')} to ${formatQuantity(last.value)} in ${formatMonth(last.month, 'short')}${gaps > 0 ? `, ${gaps} gaps` : ''}`
}
