/** The vendor's numbers: seats of an item at a tenant at the end of a month. */
import { eq } from 'drizzle-orm'
import type { ActualBasis } from '../../../shared/contract/reconcile-answers.ts'
import { decimalText } from '../../../shared/domain/decimal.ts'
import { type Month, previousMonth } from '../../../shared/domain/month.ts'
import { openOf } from '../approvals/writes.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { preparedRows } from '../database/prepared.ts'
import { approvalTable, approvedValueTable } from '../database/schema/user.ts'
import type { MonthEnd } from '../figures/month-end.ts'
import type { Reading } from '../figures/reading.ts'
import { holderReader, vendorIdNumber, vendorIds } from '../figures/series-state.ts'
import { totalsReader } from '../figures/tenant-totals.ts'
import { datasetOf, isExpected, type ReportTenant } from '../figures/tenants.ts'
import { datasetById } from '../vendors/providers.ts'
import { billableOf, usageIn } from './charges.ts'
import { type ContractBook, contractBook } from './contract-items.ts'
import type { Item } from './items.ts'
import type { Service, ServiceBook } from './services.ts'

/** A number and its source. `value` is null in a gap. */
export interface Actual {
  /** Decimal text. */
  value: string | null
  basis: ActualBasis | null
  month: Month
  snapshotId: number | null
}

/** Reads actual and approved numbers. */
export interface Actuals {
  of(tenant: ReportTenant, item: Item, month: Month): Actual
  /** Decimal text; null if the month is not approved, or has no such figure. */
  approved(tenant: ReportTenant, item: Item, month: Month): string | null
  contracts: ContractBook
}

/** Creates a reader for one answer. */
export function actualsReader(reading: Reading, services: ServiceBook): Actuals {
  const { unitsOf } = totalsReader(reading)
  const contracts = contractBook(reading)
  const approvals = new Map<Month, ReadonlyMap<string, string>>()

  const counted = (tenant: ReportTenant, item: Item, month: Month, end: MonthEnd | undefined): Omit<Actual, 'month'> | null => {
    if (item.kind === 'unit') {
      const units = unitsOf(tenant, month, end)
      if (units !== null) return { value: String(units.value), basis: units.state, snapshotId: units.snapshot.id }
    }
    if (item.kind === 'charge') return chargeOf(tenant, item.id, month)
    if (!end?.snapshot.hasList) return null
    const snapshotId = end.snapshot.id
    switch (item.kind) {
      case 'unit':
        return { value: String(reading.skuSets.recount(snapshotId, reading.rules.excluded(month))), basis: 'recounted', snapshotId }
      case 'sku':
        return { value: String(reading.skuSets.holders(snapshotId).get(item.skuId) ?? 0), basis: 'holders', snapshotId }
      case 'service': {
        const service = services.of(item.name, month)
        if (service === null) return null
        return {
          value: String(countService(reading, service, services.exclusions(item.name, tenant.id, month), end)),
          basis: service.counts,
          snapshotId,
        }
      }
    }
  }

  const chargeOf = (tenant: ReportTenant, id: string, month: Month): Omit<Actual, 'month'> | null => {
    const contract = contracts.of(tenant.id, month)?.get(id)
    if (contract !== undefined) {
      return contract.due === null ? null : { value: contract.due, basis: 'contract', snapshotId: contract.snapshotId }
    }
    const usage = usageIn(reading, tenant.id, month)
    if (usage === null) return null
    const billable = billableOf(usage, id)
    return { value: billable === null ? null : decimalText(billable), basis: 'billable', snapshotId: usage.snapshotId }
  }

  return {
    contracts,
    of(tenant, item, month) {
      const at = countedMonth(services, item, month)
      const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
      const found = counted(tenant, item, at, ends.get(at))
      if (found !== null) return { ...found, month: at }
      const gone = tenant.goneAt !== null && at >= reading.calendar.monthOf(tenant.goneAt)
      const nothing = gone && !isExpected(tenant, at, [...ends.keys()][0] ?? null, reading.calendar)
      return { value: nothing ? '0' : null, basis: nothing ? 'gone' : null, month: at, snapshotId: null }
    },
    approved(tenant, item, month) {
      const at = countedMonth(services, item, month)
      const values = getOrAdd(approvals, at, () => approvedValues(reading, at))
      const approvedAt = (figure: string) => values.get(`${tenant.id}\n${figure}`) ?? null
      if (item.kind === 'unit') return approvedAt('units')
      // A SKU missing from an approved list has no holders there.
      const holdersOf = (skuId: string) => approvedAt(`sku:${skuId}`) ?? (approvedAt('recounted') === null ? null : '0')
      if (item.kind === 'sku') return holdersOf(item.skuId)
      return null
    },
  }
}

/** The month whose end is billed: a service billed in advance is charged one month after the count. */
export const countedMonth = (services: ServiceBook, item: Item, month: Month): Month =>
  item.kind === 'service' && services.of(item.name, month)?.billed === 'advance' ? previousMonth(month) : month

/** Counts people with at least one of the SKUs, or licences, without excluded people. */
function countService(reading: Reading, { skus, counts }: Service, excluded: ReadonlyMap<string, string>, { snapshot }: MonthEnd): number {
  const { db, skuSets } = reading
  const wanted = new Set(skus)
  const seats = (held: readonly string[]): number => {
    const own = held.filter((sku) => wanted.has(sku)).length
    return counts === 'licences' ? own : Math.min(own, 1)
  }
  const sets = preparedRows<[number, number]>(db.sqlite, 'select sku_set_id, holders from month_sku_set where snapshot_id = ?').all(
    snapshot.id,
  )
  let count = 0
  for (const [setId, holders] of sets) count += holders * seats(skuSets.skusOf(setId))
  if (excluded.size === 0) return count
  const read = holderReader(db, datasetById(snapshot.dataset), vendorIds(db))
  for (const person of excluded.keys()) {
    const id = vendorIdNumber(db, person)
    const holder = id === undefined ? null : read(snapshot, id)
    if (holder !== null) count -= seats(holder.skus)
  }
  return count
}

function approvedValues({ db }: Reading, month: Month): Map<string, string> {
  const open = db.orm.select().from(approvalTable).where(openOf(month)).get()
  if (open === undefined) return new Map()
  const values = db.orm.select().from(approvedValueTable).where(eq(approvedValueTable.approvalId, open.id)).all()
  return new Map(values.flatMap(({ tenantId, figure, value }) => (value === null ? [] : [[`${tenantId}\n${figure}`, value] as const])))
}
