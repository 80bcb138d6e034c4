/** What changed over all tenants: one row per tenant; tenants that cannot be compared are named below the bridge. */

import { type ReactElement, useMemo } from 'react'
import type { CostChange, TenantChange } from '../../../shared/contract/diff-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { AfterPaint } from '../../components/after-paint.tsx'
import { Answer } from '../../components/answer.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { moneyColumns } from '../../components/money-columns.tsx'
import { NameCell } from '../../components/name-cell.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import { formatQuantity } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useMonthName } from '../../lib/use-month-name.ts'
import { useTenants } from '../../lib/use-names.ts'
import { BridgePanel } from '../bridge/bridge-panel.tsx'
import { DifferingNumbers } from '../differing/differing-numbers.tsx'
import { ChangeFigures } from './change-figures.tsx'
import { ChangeTables } from './change-tables.tsx'
import { deltasOf, laterNumbers } from './later-numbers.ts'

export function AllChanges({ from, to }: { from: string; to: string }): ReactElement {
  const diff = useAnswer('diff.tenants', { from, to }, { keepPrevious: true })
  const monthName = useMonthName()
  return (
    <Answer of={diff} what="the changes" lines={10}>
      {(value) => (
        <div className="stack">
          <ChangeFigures bridge={value.bridge} />
          <BridgePanel bridge={value.bridge} from={monthName(from)} to={monthName(to)} months={{ from, to }} cost={value.cost} />
          <WarningList warnings={value.warnings} />
          <AfterPaint>
            <ChangeTables
              first={{
                tab: 'tenants',
                title: `Tenants (${formatQuantity(value.tenants.length)})`,
                table: <Tenants tenants={value.tenants} from={from} to={to} />,
              }}
              skus={value.skus}
              month={to}
            />
            <DifferingNumbers numbers={laterNumbers(value.totals, value.tenants)} deltas={deltasOf(value.totals)} months={{ from, to }} />
          </AfterPaint>
        </div>
      )}
    </Answer>
  )
}

function Tenants({ tenants, from, to }: { tenants: TenantChange[]; from: string; to: string }): ReactElement {
  const [, change] = useAddress()
  const { nameOf } = useTenants()
  const columns = useMemo(() => columnsFor(tenants, nameOf), [tenants, nameOf])
  return (
    <DataTable
      label="Tenants that can be compared"
      columns={columns}
      rows={tenants}
      rowId={(row) => String(row.tenant)}
      unit={['tenant', 'tenants']}
      onOpen={(row) => change({ tenant: row.tenant, from, month: to, to: undefined })}
      empty={
        <EmptyState icon="tenant" title="No tenant can be compared" compact>
          Choose other months, or import earlier months in Activity.
        </EmptyState>
      }
    />
  )
}

const amountsOf = (change: CostChange) => change.amounts.map(({ currency, after, delta }) => ({ currency, value: after, change: delta }))

const standingWords = { new: 'new', gone: 'gone', both: null } as const

function columnsFor(tenants: readonly TenantChange[], nameOf: (tenant: number) => string): TableColumn<TenantChange>[] {
  const bill = moneyColumns<TenantChange>({
    id: 'bill',
    title: figureNames.bill,
    rows: tenants,
    amountsOf: (row) => amountsOf(row.cost.vendor),
    sortedByChange: true,
  })
  const licences = moneyColumns<TenantChange>({
    id: 'licences',
    title: figureNames.licenceCost,
    rows: tenants,
    amountsOf: (row) => amountsOf(row.cost.licences),
  })
  return [
    {
      id: 'tenant',
      title: 'Tenant',
      kind: 'text',
      value: (row) => nameOf(row.tenant),
      render: (row) => (
        <NameCell name={nameOf(row.tenant)}>{standingWords[row.standing] ? <Tag>{standingWords[row.standing]}</Tag> : null}</NameCell>
      ),
      flex: 2,
      minWidth: 170,
    },
    ...bill,
    ...licences,
    {
      id: 'reported',
      title: figureNames.reported,
      kind: 'number',
      value: (row) => row.totals.reported.after,
      render: (row) => <EvidenceLink snapshotId={row.snapshotId}>{formatQuantity(row.totals.reported.after)}</EvidenceLink>,
      width: 132,
    },
    {
      id: 'delta',
      title: 'Change',
      help: 'Change of: reported users',
      kind: 'delta',
      value: (row) => row.totals.reported.delta,
      width: 100,
      ...(bill.length === 0 ? { sort: 'desc' as const } : {}),
    },
    { id: 'units', title: figureNames.units, kind: 'number', value: (row) => row.totals.units.after, width: 120, hidden: true },
    {
      id: 'unitsDelta',
      title: 'Change',
      help: 'Change of: units',
      kind: 'delta',
      value: (row) => row.totals.units.delta,
      width: 100,
      hidden: true,
    },
    { id: 'added', title: 'Added', kind: 'number', value: (row) => row.people.added, width: 90 },
    { id: 'removed', title: 'Removed', kind: 'number', value: (row) => row.people.removed, width: 90 },
    { id: 'changed', title: 'Changed', kind: 'number', value: (row) => row.people.changed, width: 105 },
  ]
}
