/** The people behind a licence figure: who holds a SKU, or who is disabled, with the cost. */
import type { LicenceHolder, LicenceHoldersAnswer } from '../../../shared/contract/licence-answers.ts'
import type { RouteParsed } from '../../../shared/contract/routes.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { datasetById } from '../vendors/providers.ts'
import { type CostLine, costLine, costOfEach, moneyTotals } from './costs.ts'
import { holderAnswer } from './holder-difference.ts'
import { withNames } from './holder-names.ts'
import { chosenMonth, listedIn } from './licence-scope.ts'
import type { Reading } from './reading.ts'
import { holderIdsAt, holderReader, vendorIds } from './series-state.ts'

/** Answers `licences.holders`. Throws as `licences`. */
export function licenceHolders(reading: Reading, input: RouteParsed<'licences.holders'>): LicenceHoldersAnswer {
  const { tenants, month } = chosenMonth(reading, input)
  const textOf = vendorIds(reading.db)
  const { skuId, disabled } = input
  const held = listedIn(tenants, month).flatMap(({ tenant, end: { snapshot } }) => {
    if (disabled && snapshot.disabled === 0) return []
    const dataset = datasetById(snapshot.dataset)
    const read = holderReader(reading.db, dataset, textOf)
    const people = holderIdsAt(reading.db, dataset, snapshot)
      .flatMap((id) => {
        const holder = read(snapshot, id)
        return holder === null ? [] : [holderAnswer(holder)]
      })
      .filter((holder) => (!disabled || holder.accountEnabled === false) && (skuId === undefined || holder.skus.includes(skuId)))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    return (tenant.kind === 'own' ? withNames(reading, tenant.id, people) : people).map((holder) => ({ tenant: tenant.id, holder }))
  })
  const costed = (skus: readonly string[]) => (skuId === undefined ? skus : [skuId])
  return {
    month,
    holders: held.map(({ tenant, holder }): LicenceHolder => {
      const lines = costed(holder.skus).map((sku) => costLine(1, reading.rules.skuPrice(sku, month)))
      return { tenant, holder, cost: moneyTotals(lines) }
    }),
    cost: costOfHeld(
      reading,
      month,
      held.flatMap(({ tenant, holder }) => costed(holder.skus).map((sku) => ({ tenant, sku }))),
    ),
  }
}

/** The cost of held licences, rounded like licence cost elsewhere: a line is a tenant's holders of one SKU. */
export function costOfHeld(reading: Reading, month: Month, held: readonly { tenant: number; sku: string }[]): LicenceHoldersAnswer['cost'] {
  const free = reading.rules.free(month)
  const lines = [...Map.groupBy(held, ({ sku }) => sku)].map(([sku, holders]): CostLine & { sku: string } => {
    const byTenant = [...Map.groupBy(holders, ({ tenant }) => tenant).values()].map((each) => each.length)
    return { sku, ...costOfEach(byTenant, reading.rules.skuPrice(sku, month)) }
  })
  return {
    totals: moneyTotals(lines),
    leftOut: lines
      .filter(({ sku, cost }) => cost === null && !free.has(sku))
      .map(({ sku }) => sku)
      .sort(),
  }
}
