/** A month's rows for BI tools: figures, people and charges of each tenant, with the team's ids. */
import { createHash } from 'node:crypto'
import type { Month } from '../../../shared/domain/month.ts'
import { monthValues } from '../approvals/month-values.ts'
import { inOneReading, type Reading, type ReadingDeps } from '../figures/reading.ts'
import { allTenants, datasetOf } from '../figures/tenants.ts'
import { usageOf } from '../figures/usage.ts'
import { peopleAt } from '../state/read-people.ts'
import { linkedIds } from './links.ts'

/** The rows of one tenant and month; columns in the order of `columns`. */
export interface BiRows {
  kind: 'figure' | 'person' | 'charge'
  /** The team's id. */
  tenantId: number
  month: Month
  /** A hash of the rows' sources; if it is unchanged, the rows need not be written again. */
  madeFrom: string
  rows(): unknown[][]
}

/** The columns of each kind, after tenant and month. */
export const columns = {
  figure: ['figure', 'currency', 'value', 'state'],
  person: ['person_id', 'name', 'principal_name', 'enabled', 'skus'],
  charge: [
    'place',
    'charge_id',
    'name',
    'unit',
    'currency',
    'used',
    'committed',
    'allowance',
    'overage',
    'commitment_cost',
    'overage_cost',
    'in_total',
  ],
} as const

/** The rows of a month. People and charges are only read when `rows` is called. */
export function biRows(deps: ReadingDeps, month: Month): BiRows[] {
  return inOneReading(deps, (reading) => {
    const { tenants } = linkedIds(reading.db)
    return [...figureRows(reading, month, tenants), ...listRows(deps, reading, month, tenants)]
  })
}

/** The months that have a snapshot, and the current one. */
export function monthsWithFigures({ reader }: Pick<ReadingDeps, 'reader'>): Month[] {
  return reader.sqlite
    .prepare<[], Month>('SELECT DISTINCT month FROM month_fact WHERE tenant_id IS NOT NULL ORDER BY month DESC')
    .pluck()
    .all()
}

function figureRows(reading: Reading, month: Month, tenants: ReadonlyMap<number, number>): BiRows[] {
  return [...Map.groupBy(monthValues(reading, month), ({ tenantId }) => tenantId)].flatMap(([id, values]): BiRows[] => {
    const tenantId = tenants.get(id)
    if (tenantId === undefined) return []
    const rows = values.map(({ figure, currency, value, state }) => [figure, currency, value, state])
    const madeFrom = createHash('sha256').update(JSON.stringify(rows)).digest('hex')
    return [{ kind: 'figure', tenantId, month, madeFrom, rows: () => rows }]
  })
}

/** People or charges of month-ends with a list; unknown values are left out. */
function listRows(deps: ReadingDeps, reading: Reading, month: Month, tenants: ReadonlyMap<number, number>): BiRows[] {
  return allTenants(reading.db).flatMap((tenant): BiRows[] => {
    const tenantId = tenants.get(tenant.id)
    const end = reading.monthEnds(tenant.id, datasetOf(tenant.kind)).get(month)
    if (tenantId === undefined || end === undefined || !end.snapshot.hasList) return []
    const { snapshot } = end
    const madeFrom = reading.db.sqlite
      .prepare<[number], string>('SELECT lower(hex(sha256)) FROM snapshot WHERE id = ?')
      .pluck()
      .get(snapshot.id)!
    const people: BiRows = {
      kind: 'person',
      tenantId,
      month,
      madeFrom,
      rows: () =>
        [...peopleAt(deps.reader, snapshot)].map(({ id, displayName, userPrincipalName, accountEnabled, skus }) => [
          id,
          displayName,
          userPrincipalName,
          accountEnabled,
          skus,
        ]),
    }
    if (tenant.kind === 'petra') return [people]
    const charges: BiRows = {
      kind: 'charge',
      tenantId,
      month,
      madeFrom,
      rows: () => {
        const { rows, currency } = usageOf(reading, tenant, end)
        return rows.map((row, place) => [
          place,
          row.chargeId,
          row.name,
          row.unit,
          currency,
          row.used,
          row.committed,
          row.allowance,
          row.over,
          row.commitmentCost,
          row.overCost,
          row.inTotal,
        ])
      },
    }
    return [people, charges]
  })
}
