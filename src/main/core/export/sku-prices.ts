/** Licence prices of tenants, from the answers of `licences.get`. */
import type { LicencesAnswer, MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import { unlessMissing } from './month-report.ts'
import type { Ask } from './source.ts'

/** The price of one licence for a tenant; null without a price. */
export type SkuPrices = (tenant: number, skuId: string) => MoneyTotal | null

/** The prices in these answers; the first answer that prices a tenant's SKU applies. */
export function skuPrices(answers: Iterable<{ tenant: number; licences: LicencesAnswer | null }>): SkuPrices {
  const prices = new Map<string, MoneyTotal>()
  for (const { tenant, licences } of answers) {
    for (const { skuId, unitPrice, currency } of licences?.rows ?? []) {
      const key = `${tenant} ${skuId}`
      if (unitPrice !== null && currency !== null && !prices.has(key)) prices.set(key, { amount: unitPrice, currency })
    }
  }
  return (tenant, skuId) => prices.get(`${tenant} ${skuId}`) ?? null
}

/** Requests the prices of tenants in months; months earlier in the list take precedence. */
export async function askSkuPrices(ask: Ask, wanted: readonly { tenant: number; months: readonly string[] }[]): Promise<SkuPrices> {
  const answers: { tenant: number; licences: LicencesAnswer | null }[] = []
  for (const { tenant, months } of wanted) {
    for (const month of months) answers.push({ tenant, licences: await unlessMissing(ask('licences.get', { tenant, month })) })
  }
  return skuPrices(answers)
}
