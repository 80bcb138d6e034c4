/** How far off the forecasts of a month were, day by day, reproduced from the snapshots of each day. */
import type { ForecastDay } from '../../../shared/contract/forecast-answers.ts'
import type { VendorCostLine } from '../../../shared/contract/licence-answers.ts'
import { addDays, lastDayOf } from '../../../shared/domain/calendar.ts'
import { moneyText, parseDecimal } from '../../../shared/domain/decimal.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { type CostLine, costLine, moneyTotals } from './costs.ts'
import type { Reading } from './reading.ts'
import { allTenants } from './tenants.ts'

/** Projected units by tenant, then by day (`YYYY-MM-DD`) with a snapshot. */
export type Projections = Map<number, ReadonlyMap<string, number>>

/** The days of the month on which at least one tenant had a projection. `lines` are the month's current units. */
export function forecastDays(reading: Reading, month: Month, lines: readonly VendorCostLine[], projections: Projections): ForecastDay[] {
  const connectionOf = new Map(allTenants(reading.db).map(({ id, connectionId }) => [id, connectionId]))
  const priceOf = (tenant: number) => reading.rules.unitPrice(connectionOf.get(tenant)!, month)
  const known = lines.filter(({ units }) => units !== null)
  const latest = new Map<number, number>()
  const days: ForecastDay[] = []
  for (let day = `${month}-01`; day <= lastDayOf(month); day = addDays(day, 1)) {
    for (const [tenant, byDay] of projections) if (byDay.has(day)) latest.set(tenant, byDay.get(day)!)
    const compared = known.filter(({ tenant }) => latest.has(tenant))
    if (compared.length === 0) continue
    const forecast = compared.reduce((sum, { tenant }) => sum + latest.get(tenant)!, 0)
    const actual = compared.reduce((sum, { units }) => sum + units!, 0)
    days.push({
      day,
      tenants: compared.length,
      missing: known.filter(({ tenant }) => !latest.has(tenant)).map(({ tenant }) => tenant),
      units: { forecast, actual, off: forecast - actual },
      bill: compareBills(
        compared.map(({ tenant }) => costLine(latest.get(tenant)!, priceOf(tenant))),
        compared,
      ),
    })
  }
  return days
}

/** Both sides have the same prices, so the same currencies. */
function compareBills(forecast: readonly CostLine[], actual: readonly CostLine[]): ForecastDay['bill'] {
  const actuals = new Map(moneyTotals(actual).map(({ currency, amount }) => [currency, amount]))
  return moneyTotals(forecast).flatMap(({ currency, amount }) => {
    const became = actuals.get(currency)
    if (became === undefined) return []
    const off = parseDecimal(amount)!.minus(parseDecimal(became)!)
    return [{ currency, forecast: amount, actual: became, off: moneyText(off, currency) }]
  })
}
