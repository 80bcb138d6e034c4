/** The newest month that is over, a licence that each of its tenants holds, and the number of holders. */
import type { Page } from '@playwright/test'

export interface MonthToBill {
  month: string
  /** The licence's name. */
  licence: string
  /** Of the tenants. */
  names: string[]
  /** Per tenant, in the order of `names`. */
  seats: number[]
}

/** Reads them through the page. */
export const monthToBill = (page: Page): Promise<MonthToBill> =>
  page.evaluate(async () => {
    const value = <T>(answer: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
      if (!answer.ok) throw new Error(answer.error.message)
      return answer.value
    }
    const months = value(await window.api.request('months.list', {}))
    const month = months.months.find((each) => !each.open && each.tenants.with > 0)?.month ?? ''
    const tenants = await Promise.all(
      value(await window.api.request('tenants.list', {})).map(async ({ id, name }) => ({
        name,
        licences: value(await window.api.request('licences.get', { tenant: id, month })).rows,
      })),
    )
    const licence = tenants[0]?.licences.find(({ skuId }) =>
      tenants.every(({ licences }) => licences.some((each) => each.skuId === skuId && each.holders > 2)),
    )
    const seats = tenants.map(({ licences }) => licences.find((each) => each.skuId === licence?.skuId)?.holders ?? 0)
    return { month, licence: licence?.name ?? '', names: tenants.map(({ name }) => name), seats }
  })
