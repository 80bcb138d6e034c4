/** What changed over all tenants: one row per tenant; tenants with a snapshot in only one of the months are named separately. */
import { type ReactElement, useMemo } from 'react'
import type { DiffTenantsAnswer, TenantChange } from '../../../shared/contract/diff-answers.ts'
import type { UnitState } from '../../../shared/contract/figure-answers.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { AfterPaint } from '../../components/after-paint.tsx'
import { Answer } from '../../components/answer.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Delta } from '../../components/delta.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import { formatQuantity } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import { ChangeFigures } from './change-figures.tsx'
import { ChangeTables } from './change-tables.tsx'
import classes from './changes.module.css'
import { CostPanel } from './cost-panel.tsx'
import { Explanation } from './explanation.tsx'

export function AllChanges({ from, to }: { from: string; to: string }): ReactElement {
  const diff = useAnswer('diff.tenants', { from, to }, { keepPrevious: true })
  return (
    <Answer of={diff} what="the changes" lines={10}>
      {(value) => (
        <div className={classes.stack}>
          <ChangeFigures totals={value.totals} unitsState={unitsState(value)} />
          <Unmatched diff={value} />
          <div className={classes.split}>
            <Explanation explanation={value.explanation} total={value.totals.reported.delta} />
            <CostPanel cost={value.cost} skus={value.skus} />
          </div>
          <WarningList warnings={value.warnings} />
          <AfterPaint>
            <ChangeTables
              first={{
                tab: 'tenants',
                title: `Tenants (${formatQuantity(value.tenants.length)})`,
                table: <Tenants tenants={value.tenants} />,
              }}
              skus={value.skus}
            />
          </AfterPaint>
        </div>
      )}
    </Answer>
  )
}

function Tenants({ tenants }: { tenants: TenantChange[] }): ReactElement {
  const [, change] = useAddress()
  const { nameOf } = useTenants()
  const columns = useMemo(() => columnsFor(nameOf), [nameOf])
  return (
    <DataTable
      label="Tenants that can be compared"
      columns={columns}
      rows={tenants}
      rowId={(row) => String(row.tenant)}
      unit={['tenant', 'tenants']}
      onOpen={(row) => change({ tenant: row.tenant })}
      empty={
        <EmptyState icon="tenant" title="No tenant can be compared" compact>
          Choose other months, or fetch the past in Activity.
        </EmptyState>
      }
    />
  )
}

/** A sum is projected while any tenant's units are; null without units. */
function unitsState({ tenants }: DiffTenantsAnswer): UnitState | null {
  const states = new Set(tenants.map((each) => each.totals.units.stateAfter))
  return states.has('projected') ? 'projected' : states.has('settled') ? 'settled' : null
}

function Unmatched({ diff }: { diff: DiffTenantsAnswer }): ReactElement | null {
  const { nameOf } = useTenants()
  if (diff.appeared.length + diff.vanished.length === 0) return null
  const names = (ids: number[]): string => firstOf(ids.map(nameOf), 5)
  return (
    <div className={classes.named}>
      {diff.appeared.length > 0 ? <Tag icon="plus">Only in the later month: {names(diff.appeared)}</Tag> : null}
      {diff.vanished.length > 0 ? <Tag icon="gap">Only in the earlier month: {names(diff.vanished)}</Tag> : null}
    </div>
  )
}

const columnsFor = (nameOf: (tenant: number) => string): TableColumn<TenantChange>[] => [
  {
    id: 'tenant',
    title: 'Tenant',
    kind: 'text',
    value: (row) => nameOf(row.tenant),
    flex: 2,
    minWidth: 190,
  },
  {
    id: 'reported',
    title: 'Reported',
    kind: 'number',
    value: (row) => row.totals.reported.after,
    render: (row) => <EvidenceLink snapshotId={row.snapshotId}>{formatQuantity(row.totals.reported.after)}</EvidenceLink>,
    width: 110,
  },
  {
    id: 'delta',
    title: 'Change',
    kind: 'delta',
    value: (row) => row.totals.reported.delta,
    render: (row) => <Delta value={row.totals.reported.delta} />,
    width: 110,
    sort: 'desc',
  },
  { id: 'units', title: 'Units', kind: 'number', value: (row) => row.totals.units.after, width: 100 },
  {
    id: 'unitsDelta',
    title: 'Change of units',
    kind: 'delta',
    value: (row) => row.totals.units.delta,
    render: (row) => <Delta value={row.totals.units.delta} />,
    width: 140,
  },
  { id: 'added', title: 'Added', kind: 'number', value: (row) => row.people.added, width: 90 },
  { id: 'removed', title: 'Removed', kind: 'number', value: (row) => row.people.removed, width: 90 },
  { id: 'changed', title: 'Changed', kind: 'number', value: (row) => row.people.changed, width: 105 },
]
