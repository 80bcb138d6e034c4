/** How a person's change affects the licence cost of a month. */
import type { DiffAnswer } from '../../../shared/contract/diff-answers.ts'
import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import { moneyText, parseDecimal, zero } from '../../../shared/domain/decimal.ts'

/** The prices of gained licences minus those of lost ones, per currency; empty if none of them has a price. */
export function costImpact(
  { gained, lost }: { gained: readonly string[]; lost: readonly string[] },
  prices: DiffAnswer['skuPrices'],
): MoneyTotal[] {
  const bySku = new Map(prices.map((price) => [price.skuId, price]))
  const totals = new Map<string, typeof zero>()
  const add = (skuIds: readonly string[], sign: 1 | -1) => {
    for (const skuId of skuIds) {
      const price = bySku.get(skuId)
      const amount = parseDecimal(price?.amount)
      if (price === undefined || amount === null) continue
      totals.set(price.currency, (totals.get(price.currency) ?? zero).plus(amount.times(sign)))
    }
  }
  add(gained, 1)
  add(lost, -1)
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ currency, amount: moneyText(amount, currency) }))
}
