/** Combinations and overlaps of SKUs in a month, and how many people hold a billed SKU. */

import type { LicencesAnswer } from '../../../shared/contract/licence-answers.ts'
import type { HolderAnswer } from '../../../shared/contract/snapshot-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { validAt } from '../database/intervals.ts'
import { preparedColumn } from '../database/prepared.ts'
import { datasetById } from '../vendors/providers.ts'
import { costOfEach } from './costs.ts'
import { holderAnswer } from './holder-difference.ts'
import type { Present } from './licence-scope.ts'
import type { Reading } from './reading.ts'
import { holderReader, vendorIdNumber, vendorIds } from './series-state.ts'
import type { SetSum } from './sku-sets.ts'

/** Results for one month. */
export interface CombinationFigures {
  recounted: number
  combinations: LicencesAnswer['combinations']
  overlaps: LicencesAnswer['overlaps']
}

/** Combinations, overlaps and counts at the month-ends of tenants, from their SKU sets; who holds overlaps is read. */
export function readCombinations(
  reading: Reading,
  present: readonly Present[],
  sets: readonly SetSum[],
  month: Month,
  nameOf: (id: string) => string,
): CombinationFigures {
  const excluded = reading.rules.excluded(month)
  return {
    recounted: sets.reduce((sum, { skuIds, holders }) => (skuIds.some((skuId) => !excluded.has(skuId)) ? sum + holders : sum), 0),
    combinations: sets
      .map(({ skuIds, holders }) => ({ skuIds, names: skuIds.map(nameOf), holders }))
      .sort((a, b) => b.holders - a.holders || (a.skuIds.join() < b.skuIds.join() ? -1 : 1)),
    overlaps: reading.rules
      .overlaps(month)
      .flatMap(([skuId, coveredSkuId]) => {
        if (!sets.some(({ skuIds }) => skuIds.includes(skuId) && skuIds.includes(coveredSkuId))) return []
        const holders = holdersOfBoth(reading, present, skuId, coveredSkuId)
        const byTenant = [...Map.groupBy(holders, ({ tenant }) => tenant).values()].map((each) => each.length)
        const { currency, cost } = costOfEach(byTenant, reading.rules.skuPrice(coveredSkuId, month))
        return [{ skuId, name: nameOf(skuId), coveredSkuId, coveredName: nameOf(coveredSkuId), currency, cost, holders }]
      })
      .sort((a, b) => b.holders.length - a.holders.length || (a.skuId + a.coveredSkuId < b.skuId + b.coveredSkuId ? -1 : 1)),
  }
}

/** Who holds both SKUs, tenant by tenant. */
function holdersOfBoth(
  { db }: Reading,
  present: readonly Present[],
  skuId: string,
  coveredSkuId: string,
): { tenant: number; holder: HolderAnswer }[] {
  const textOf = vendorIds(db)
  const both = preparedColumn<number>(
    db.sqlite,
    `select a.holder_id from assignment a join assignment b on b.series_id = a.series_id and b.holder_id = a.holder_id and b.sku_id = @covered
     where a.series_id = @s and +a.sku_id = @sku and ${validAt('+a')} and ${validAt('+b')} order by a.holder_id`,
  )
  const numbers = { sku: vendorIdNumber(db, skuId), covered: vendorIdNumber(db, coveredSkuId) }
  const read = getReader(db, textOf)
  return present.flatMap(({ tenant, end: { snapshot } }) =>
    both.all({ s: snapshot.seriesId, n: snapshot.number, ...numbers }).flatMap((holderId) => {
      const holder = read(snapshot, holderId)
      return holder === null ? [] : [{ tenant: tenant.id, holder: holderAnswer(holder) }]
    }),
  )
}

/** One holder reader per dataset. */
function getReader(db: Reading['db'], textOf: (id: number) => string) {
  const readers = new Map<string, ReturnType<typeof holderReader>>()
  return (snapshot: Present['end']['snapshot'], holderId: number) =>
    getOrAdd(readers, snapshot.dataset, () => holderReader(db, datasetById(snapshot.dataset), textOf))(snapshot, holderId)
}
