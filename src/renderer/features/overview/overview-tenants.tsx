/** The table of tenants: both costs, users and charges with their change, a sparkline of 13 months, freshness. */

import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import type { OverviewTenant } from '../../../shared/contract/overview-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { tenantReasonWords } from '../../../shared/domain/reason-words.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { Freshness } from '../../components/freshness.tsx'
import { Missing } from '../../components/missing.tsx'
import { moneyColumns } from '../../components/money-columns.tsx'
import { NameCell } from '../../components/name-cell.tsx'
import { Panel } from '../../components/panel.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { hiddenKey, type TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { formatCount, formatDelta, formatMoney, formatMonth, formatQuantity } from '../../lib/format.ts'
import { providerWords } from '../../lib/words.ts'

export function OverviewTenants({ tenants, month }: { tenants: OverviewTenant[]; month: string }): ReactElement {
  const navigate = useNavigate()
  const columns = useMemo(() => columnsFor(tenants), [tenants])
  return (
    <Panel title="Tenants" flush>
      <DataTable
        // Another month can have other currencies.
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
    // A tenant has either a bill or an overage, so one column sorts all tenants.
    width: hasOverage ? 124 : 108,
    amountsOf: (row) => (row.provider === 'genesys' ? row.overage : row.bill),
    sortedByChange: true,
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
        <NameCell name={row.name}>{row.goneSince ? <Tag>gone since {formatMonth(row.goneSince, 'short')}</Tag> : null}</NameCell>
      ),
      flex: 1,
      minWidth: 170,
      ...(bill.length === 0 ? { sort: 'asc' as const } : {}),
    },
    { id: 'provider', title: 'Vendor', kind: 'text', value: (row) => providerWords[row.provider], width: 138, hidden: true },
    { id: 'connection', title: 'Connection', kind: 'text', value: (row) => row.connection, width: 150, hidden: true },
    ...bill,
    {
      id: 'why',
      title: 'Why',
      help: 'The reasons of the change of the bill, or without a bill of the users; the largest first',
      kind: 'text',
      value: whyWords,
      render: (row) => <span title={whyWords(row) ?? undefined}>{whyWords(row) ?? <Missing />}</span>,
      flex: 3,
      minWidth: 220,
    },
    ...moneyColumns<OverviewTenant>({
      id: 'licences',
      title: figureNames.licenceCost,
      rows: tenants,
      amountsOf: (row) => row.licences,
      commonOnly: true,
    }).map((column) => ({ ...column, hidden: column.hidden === true || column.kind === 'delta' })),
    // People and charges are different kinds, so each has its own column.
    ...[users, charges]
      .filter(({ provider }) => tenants.some((row) => row.provider === provider))
      .flatMap((each) => countColumns(each, bill.length === 0)),
    {
      id: 'sparkline',
      title: '13 months',
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
function countColumns({ id, title, change, help, provider }: CountColumns, showsChange: boolean): TableColumn<OverviewTenant>[] {
  const of = <V,>(row: OverviewTenant, value: V): V | null => (row.provider === provider ? value : null)
  return [
    {
      id,
      title,
      ...(help ? { help } : {}),
      kind: 'number',
      value: (row) => of(row, row.value),
      render: (row) => <EvidenceLink snapshotId={of(row, row.evidence?.snapshotId)}>{formatQuantity(of(row, row.value))}</EvidenceLink>,
      width: id === 'users' ? 92 : 66,
      // If money is shown, the reasons say how many charges exceed their commitment.
      hidden: id !== 'users' && !showsChange,
    },
    {
      id: `${id} change`,
      title: 'Change',
      help: change,
      kind: 'delta',
      value: (row) => of(row, row.delta),
      width: 78,
      // If money is shown, the reasons explain the change.
      hidden: id !== 'users' || !showsChange,
    },
  ]
}

/** "People added +€96.60, people removed −€13.80"; for a Genesys customer, how many charges exceed their commitment. */
function whyWords({ provider, why, value, label }: OverviewTenant): string | null {
  if (provider === 'genesys') {
    if (value === null || value === 0) return null
    return label === 'Charges' ? formatCount(value, 'charge', 'charges') : `${formatCount(value, 'charge', 'charges')} over commitment`
  }
  if (why.length === 0) return null
  const words = why
    .map(
      ({ reason, delta, currency }) =>
        `${tenantReasonWords[reason].toLowerCase()} ${currency === null ? formatDelta(delta) : formatMoney(delta, currency, 'exceptZero')}`,
    )
    .join(', ')
  return words[0]!.toUpperCase() + words.slice(1)
}

function sparklineWords(row: OverviewTenant): string {
  const known = row.sparkline.filter((point) => point.value !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return 'no figures'
  const gaps = row.sparkline.length - known.length
  return `from ${formatQuantity(first.value)} in ${formatMonth(first.month, 'short')} to ${formatQuantity(last.value)} in ${formatMonth(last.month, 'short')}${gaps > 0 ? `, ${gaps} gaps` : ''}`
}
