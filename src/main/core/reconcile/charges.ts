/** Genesys charges as items: which ones a month has, and what the vendor bills for each. */
import type { UsageRow } from '../../../shared/contract/usage-answers.ts'
import { chargeName } from '../../../shared/domain/charge-name.ts'
import { type Decimal, parseDecimal, sum } from '../../../shared/domain/decimal.ts'
import { type Month, previousMonth } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { usageAt } from '../charges/usage-at.ts'
import { noAllowanceNote } from '../charges/usage-rows.ts'
import type { Reading } from '../figures/reading.ts'
import { allTenants } from '../figures/tenants.ts'
import type { Price } from '../rules/rule-book.ts'

const dataset = 'genesys.trustee-overview'

type Usage = Pick<ReturnType<typeof usageAt>, 'rows' | 'currency'>

/** Caches each period's usage for a reading. */
const read = new WeakMap<Reading, Map<number, Usage>>()

/** The usage of a customer's billing period that ends in a month, with its snapshot; null for a gap. */
export function usageIn(reading: Reading, tenant: number, month: Month): (Usage & { snapshotId: number }) | null {
  const snapshot = reading.monthEnds(tenant, dataset).get(month)?.snapshot
  if (snapshot === undefined) return null
  const known = getOrAdd(read, reading, () => new Map<number, Usage>())
  return { ...getOrAdd(known, snapshot.id, () => usageAt(reading.db, snapshot)), snapshotId: snapshot.id }
}

/** The charges that cost something in the month or the one before, with their names. */
export function chargesIn(reading: Reading, month: Month): { item: string; name: string; partNumber: string | null }[] {
  const charges = new Map<string, { item: string; name: string; partNumber: string | null }>()
  for (const { id, kind } of allTenants(reading.db)) {
    if (kind !== 'customer') continue
    for (const each of [previousMonth(month), month]) {
      for (const row of usageIn(reading, id, each)?.rows ?? []) {
        if (isBilled(row)) charges.set(row.chargeId, { item: `charge:${row.chargeId}`, name: chargeName(row), partNumber: row.partNumber })
      }
    }
  }
  return [...charges.values()]
}

const isBilled = ({ kind }: UsageRow): boolean => kind === 'usage' || kind === 'third-party'

/** The quantity that the vendor bills: commitment plus overage. Zero if the charge is missing; null if the vendor's policy may cover the usage. */
export function billableOf({ rows }: Usage, chargeId: string): Decimal | null {
  const own = rows.filter((row) => row.chargeId === chargeId && isBilled(row))
  const each = own.map((row) => {
    const [committed, over] = [parseDecimal(row.committed), parseDecimal(row.over)]
    return committed === null || over === null || row.note?.includes(noAllowanceNote) ? null : committed.plus(over)
  })
  return each.every((value) => value !== null) ? sum(each) : null
}

/** The vendor's price of one unit more or less: the overage price if there is overage, else the commitment's. Null if the charge was sent more than once. */
export function vendorPrice({ rows, currency }: Usage, chargeId: string): Price | null {
  const own = rows.filter((row) => row.chargeId === chargeId && isBilled(row))
  const row = own.length === 1 ? own[0]! : null
  if (row === null || currency === null) return null
  const isOver = parseDecimal(row.over)?.gt(0) === true
  const amount = isOver ? row.overagePrice : (row.prepayPrice ?? row.overagePrice)
  return amount === null ? null : { amount, currency }
}
