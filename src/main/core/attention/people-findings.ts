/** People with paid licences that they do not need: disabled accounts, and licences contained in another one. */
import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { validAt } from '../database/intervals.ts'
import { preparedRows } from '../database/prepared.ts'
import { costLine, moneyTotals } from '../figures/costs.ts'
import { costOfHeld } from '../figures/licence-holders.ts'
import type { MonthEnd } from '../figures/month-end.ts'
import { itemNames } from '../figures/names.ts'
import type { Reading } from '../figures/reading.ts'
import { vendorIdNumber } from '../figures/series-state.ts'
import type { ReportTenant } from '../figures/tenants.ts'
import { namesAt } from '../state/read-people.ts'
import { counted, type Found, found } from './finding.ts'

/** A set of SKUs as its disabled holders are found with it. */
interface HeldSet {
  skuIds: readonly string[]
  /** How many of them cost something. */
  paid: number
  money: MoneyTotal[]
  overlaps: readonly Overlap[]
}

/** A licence that contains another one. SKUs are numbers of `vendor_id`, too. */
interface Overlap {
  skuId: string
  coveredSkuId: string
  sku: number
  covered: number
}

/**
 * Finds people at month-ends with a list. Who is disabled is in the month facts, and so is whether anyone holds an overlap; only who that is
 * is read from intervals. `named`: with the people's names.
 */
export function peopleFinder(
  reading: Reading,
  month: Month,
  listed: readonly MonthEnd[],
  named: boolean,
): (tenant: ReportTenant, end: MonthEnd) => Found[] {
  const { db, rules } = reading
  const rows = preparedRows<[snapshotId: number, setId: number, disabledIds: string | null]>(
    db.sqlite,
    `select m.snapshot_id, m.sku_set_id, m.disabled_ids from json_each(?) s cross join month_sku_set m on m.snapshot_id = s.value`,
  ).all(JSON.stringify(listed.map(({ snapshot }) => snapshot.id)))
  const sets = Map.groupBy(rows, ([snapshotId]) => snapshotId)
  reading.skuSets.loadSets(new Set(rows.map(([, setId]) => setId)))
  const nameOf = itemNames(reading)
  const free = rules.free(month)
  const overlaps = rules.overlaps(month).flatMap(([skuId, coveredSkuId]): Overlap[] => {
    const [sku, covered] = [vendorIdNumber(db, skuId), vendorIdNumber(db, coveredSkuId)]
    return free.has(coveredSkuId) || sku === undefined || covered === undefined ? [] : [{ skuId, coveredSkuId, sku, covered }]
  })
  const costOfOne = (skuId: string) => costLine(1, rules.skuPrice(skuId, month))
  const heldSets = new Map<number, HeldSet>()
  const heldSet = (setId: number): HeldSet =>
    getOrAdd(heldSets, setId, () => {
      const skuIds = reading.skuSets.skusOf(setId)
      return {
        skuIds,
        paid: skuIds.filter((skuId) => !free.has(skuId)).length,
        money: moneyTotals(skuIds.map(costOfOne)),
        overlaps: overlaps.filter(({ skuId, coveredSkuId }) => skuIds.includes(skuId) && skuIds.includes(coveredSkuId)),
      }
    })

  return (tenant, end) => {
    const { snapshot } = end
    const held = (sets.get(snapshot.id) ?? []).map(([, setId, disabledIds]) => ({ set: heldSet(setId), disabledIds }))
    const disabled = new Map<number, HeldSet>()
    for (const { set, disabledIds } of held) {
      if (set.paid > 0 && disabledIds !== null) for (const id of JSON.parse(disabledIds) as number[]) disabled.set(id, set)
    }
    const here = overlaps.filter((overlap) => held.some(({ set }) => set.overlaps.includes(overlap)))
    const overlapping = here.length === 0 ? [] : holdersOfOverlaps(reading, end, here, disabled)
    const names = named ? namesAt(db, snapshot, [...new Set([...disabled.keys(), ...overlapping.map(({ holder }) => holder)])]) : null
    const about = (holder: number) => {
      const id = names?.get(holder)?.id ?? reading.textOf(holder)
      return { tenant: tenant.id, month, end, person: names?.get(holder) ?? null, id }
    }
    return [
      ...[...disabled]
        .map(([holder, set]) => ({ ...about(holder), set }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ id, set: { skuIds, paid, money }, ...rest }) =>
          found({
            kind: 'disabled-licences',
            key: [id],
            skuIds,
            text: `The account is disabled and still holds ${counted(paid, 'paid licence', 'paid licences')}.`,
            money,
            ...rest,
          }),
        ),
      ...overlapping.map(({ holder, skuId, coveredSkuId }) => {
        const { id, ...rest } = about(holder)
        return found({
          kind: 'overlaps',
          key: [id, coveredSkuId],
          skuIds: [coveredSkuId, skuId],
          text: `${nameOf(coveredSkuId)} is already included in ${nameOf(skuId)}.`,
          money: moneyTotals([costOfOne(coveredSkuId)]),
          ...rest,
        })
      }),
    ]
  }
}

/** Who holds overlaps, without `others`. A contained licence is found once, whichever licences contain it. */
function holdersOfOverlaps(
  { db }: Reading,
  { snapshot }: MonthEnd,
  overlaps: readonly Overlap[],
  others: ReadonlyMap<number, unknown>,
): (Overlap & { holder: number })[] {
  const rows = preparedRows<[holder: number, sku: number]>(
    db.sqlite,
    `select holder_id, sku_id from assignment a
     where series_id = @s and +sku_id in (select value from json_each(@skus)) and ${validAt('+a')} order by holder_id`,
  ).all({ s: snapshot.seriesId, n: snapshot.number, skus: JSON.stringify(overlaps.flatMap(({ sku, covered }) => [sku, covered])) })
  const skusOf = new Map<number, Set<number>>()
  for (const [holder, sku] of rows) getOrAdd(skusOf, holder, () => new Set<number>()).add(sku)
  const found = overlaps
    .map((overlap) => ({
      overlap,
      holders: [...skusOf].flatMap(([holder, skus]) => (skus.has(overlap.sku) && skus.has(overlap.covered) ? [holder] : [])),
    }))
    .sort((a, b) => b.holders.length - a.holders.length || (pairOf(a.overlap) < pairOf(b.overlap) ? -1 : 1))
  const byHolder = new Map<string, Overlap & { holder: number }>()
  for (const { overlap, holders } of found) {
    for (const holder of holders) if (!others.has(holder)) byHolder.set(`${holder} ${overlap.covered}`, { ...overlap, holder })
  }
  return [...byHolder.values()]
}

const pairOf = ({ skuId, coveredSkuId }: Overlap): string => skuId + coveredSkuId

/** The cost of the findings, rounded like licence cost elsewhere: a line is a tenant's holders of one SKU. */
export function licenceSums(reading: Reading, month: Month, findings: readonly Found[]): MoneyTotal[] {
  const held = findings.flatMap(({ kind, tenant, skuIds }) =>
    (kind === 'overlaps' ? skuIds.slice(0, 1) : skuIds).map((sku) => ({ tenant, sku })),
  )
  return costOfHeld(reading, month, held).totals
}
