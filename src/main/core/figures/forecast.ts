/** The expected cost of a month: the vendor's own projections at the month's prices, and Genesys charges so far. */
import { setImmediate } from 'node:timers/promises'
import type { ForecastAnswer, ForecastCharges, ForecastLine } from '../../../shared/contract/forecast-answers.ts'
import type { UsageCosts } from '../../../shared/contract/usage-answers.ts'
import { endOfUtcDay } from '../../../shared/domain/billing-period.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { addAmounts } from '../charges/amounts.ts'
import { usageAt } from '../charges/usage-at.ts'
import { usageTotals } from '../charges/usage-rows.ts'
import { resolveTenant } from '../connections/read.ts'
import { moneyTotals, vendorLine } from './costs.ts'
import { parseFigure } from './figure.ts'
import { figureReader } from './figure-values.ts'
import { forecastDays, type Projections } from './forecast-days.ts'
import type { MonthEnd } from './month-end.ts'
import type { Reading } from './reading.ts'
import { totalsReader } from './tenant-totals.ts'
import { allTenants, datasetOf, isExpected, type ReportTenant } from './tenants.ts'

/**
 * Answers `forecast.get` for a month up to the current one (the default), for one tenant or all. Other requests can run after each tenant
 * whose days are read. Throws `BAD_REQUEST`, `NOT_FOUND`, `AMBIGUOUS`.
 */
export async function forecast(
  reading: Reading,
  input: { month?: string | undefined; tenant?: number | string | undefined },
): Promise<ForecastAnswer> {
  const month = input.month === undefined ? reading.openMonth : parseMonth(input.month)
  if (month > reading.openMonth) {
    throw new AppError('BAD_REQUEST', `${month} has not begun, so there is no projection. Choose ${reading.openMonth} or an earlier month.`)
  }
  const id = input.tenant === undefined ? null : resolveTenant(reading.db, input.tenant).id
  const tenants = allTenants(reading.db).filter((tenant) => id === null || tenant.id === id)
  reading.loadMonthEnds(month, month)
  const lines = billLines(reading, tenants, month)
  const charges = tenants.flatMap((tenant) => chargesOf(reading, tenant, month) ?? [])
  const over = month < reading.openMonth
  return {
    month,
    over,
    bill: {
      state: stateOf(lines),
      units: lines.every(({ units }) => units === null) ? null : lines.reduce((sum, { units }) => sum + (units ?? 0), 0),
      totals: moneyTotals(lines),
      leftOut: lines.filter(({ cost }) => cost === null).map(({ tenant }) => tenant),
      lines,
    },
    charges: { totals: chargeTotals(charges), lines: charges },
    assumptions: assumptionsOf(over, lines, charges),
    days: over ? forecastDays(reading, month, lines, await projectionsOf(reading, tenants, month)) : [],
  }
}

/** A line for each Petra tenant that has units in the month or is expected to have some. */
function billLines(reading: Reading, tenants: readonly ReportTenant[], month: Month): ForecastLine[] {
  const { unitsOf } = totalsReader(reading)
  return tenants
    .filter(({ kind }) => kind === 'petra')
    .flatMap((tenant): ForecastLine[] => {
      const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
      const units = unitsOf(tenant, month, ends.get(month))
      if (
        (units?.value ?? 0) === 0 &&
        !ends.has(month) &&
        !isExpected(tenant, month, [...ends.keys()].sort()[0] ?? null, reading.calendar)
      ) {
        return []
      }
      return [
        {
          ...vendorLine(reading.rules, tenant, month, units),
          snapshotId: units?.snapshot.id ?? null,
          reportedAt: units === null ? null : isoTime(units.snapshot.reportedAt),
        },
      ]
    })
}

function stateOf(lines: readonly ForecastLine[]): ForecastAnswer['bill']['state'] {
  const states = lines.flatMap(({ state }) => state ?? [])
  if (states.length === 0) return null
  return states.includes('projected') ? 'projected' : 'settled'
}

/** Null for other tenants, and without a billing period that ends in the month. */
function chargesOf(reading: Reading, tenant: ReportTenant, month: Month): ForecastCharges | null {
  if (tenant.kind !== 'customer') return null
  const end = reading.monthEnds(tenant.id, datasetOf(tenant.kind)).get(month)
  if (end === undefined) return null
  const { snapshot } = end
  const { rows, currency } = usageAt(reading.db, snapshot)
  const totals = usageTotals(rows, currency)
  return {
    tenant: tenant.id,
    periodStart: snapshot.periodStart,
    periodEnd: snapshot.periodEnd,
    running: isRunning(reading, end),
    currency,
    vendor: totals?.vendor ?? null,
    thirdParty: totals?.thirdParty ?? null,
    leftOut: totals?.leftOut.length ?? rows.length,
    snapshotId: snapshot.id,
    reportedAt: isoTime(snapshot.reportedAt),
  }
}

const isRunning = ({ now }: Reading, { snapshot }: MonthEnd): boolean =>
  snapshot.periodEnd === null || endOfUtcDay(snapshot.periodEnd) > now

function chargeTotals(charges: readonly ForecastCharges[]): ForecastAnswer['charges']['totals'] {
  const known = charges.flatMap(({ currency, vendor, thirdParty }) =>
    currency === null || vendor === null || thirdParty === null ? [] : [{ currency, vendor, thirdParty }],
  )
  return [...Map.groupBy(known, ({ currency }) => currency)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, lines]) => {
      const total = (costs: readonly UsageCosts[]): UsageCosts => ({
        commitment: addAmounts(
          costs.map(({ commitment }) => commitment),
          currency,
        ),
        over: addAmounts(
          costs.map(({ over }) => over),
          currency,
        ),
      })
      return { currency, vendor: total(lines.map(({ vendor }) => vendor)), thirdParty: total(lines.map(({ thirdParty }) => thirdParty)) }
    })
}

function assumptionsOf(over: boolean, lines: readonly ForecastLine[], charges: readonly ForecastCharges[]): string[] {
  const projected = lines.some(({ state }) => state === 'projected')
  return [
    ...(projected
      ? [
          `The bill uses the vendor’s newest projection of each tenant for the whole month, at the month’s price.${over ? ' Units that the vendor has not settled yet are still projected.' : ' People added or removed later are not included.'}`,
        ]
      : []),
    ...(charges.some(({ running }) => running)
      ? [
          'Charges are the whole commitment and the overage so far, for the billing period that ends in the month. Usage is not extrapolated.',
        ]
      : []),
  ]
}

/** What each snapshot of the month projected, by tenant and day. */
async function projectionsOf(reading: Reading, tenants: readonly ReportTenant[], month: Month): Promise<Projections> {
  const valuesOf = figureReader(reading, parseFigure('units'), 'day', { from: month, to: month })
  const projections: Projections = new Map()
  for (const tenant of tenants) {
    if (tenant.kind !== 'petra') continue
    const days = [...valuesOf(tenant).at].flatMap(([day, { value }]) => (typeof value === 'number' ? [[day, value] as const] : []))
    projections.set(tenant.id, new Map(days))
    await setImmediate()
  }
  return projections
}
