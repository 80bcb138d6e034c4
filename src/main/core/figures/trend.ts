/** Trends: a figure by month or day, per tenant or added up, with gaps as gaps. */

import type { DayPoint, MonthPoint, TrendAnswer, TrendPoint, UnitState } from '../../../shared/contract/figure-answers.ts'
import type { RouteParsed } from '../../../shared/contract/routes.ts'
import { addDays, lastDayOf, monthOfDay } from '../../../shared/domain/calendar.ts'
import { decimalText, parseDecimal, zero } from '../../../shared/domain/decimal.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { addMonths, type Month, monthRange, parseMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { addAmounts } from '../charges/amounts.ts'
import { resolveTenant } from '../connections/read.ts'
import { appliesTo, type Figure, figureLabel, moneyFigure, notAddable, parseFigure } from './figure.ts'
import { type FigureValues, figureReader, type Span } from './figure-values.ts'
import { monthMoney } from './money-values.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import { totalsReader } from './tenant-totals.ts'
import { allTenants, coverage, isExpected, type ReportTenant } from './tenants.ts'
import { earlyWarning } from './warnings.ts'

const longestMonths = 1200

/** Answers `trend.get`. Throws `NOT_FOUND`, `AMBIGUOUS`, `BAD_REQUEST`, `NOT_ADDABLE`. */
export function trend(reading: Reading, input: RouteParsed<'trend.get'>): TrendAnswer {
  const named = parseFigure(input.figure)
  if (input.sum) refuseSum(named)
  if (named.kind === 'money' && input.grain === 'day') {
    throw new AppError('BAD_REQUEST', 'Amounts are available by month, not by day. Choose months.', { data: { figure: named.name } })
  }
  // Without chosen tenants, every tenant that has the figure in any month is shown, so the whole history is read.
  const spanned = input.sum || input.tenants !== undefined
  const span = { from: spanned ? monthIn(input.from) : undefined, to: spanned ? monthIn(input.to) : undefined }
  if (input.tenants === undefined && span.from !== undefined && span.to !== undefined) reading.loadMonthEnds(span.from, span.to)
  const tenants = chooseTenants(reading, named, input.tenants)
  const figure = named.kind === 'money' && named.currency === null ? inOnlyCurrency(reading, named, tenants, span) : named
  const values = figureReader(reading, figure, input.grain, span)
  const series = tenants.map((tenant) => ({ tenant, values: values(tenant) }))
  const shown = input.sum || input.tenants !== undefined ? series : series.filter(({ values }) => values.known)
  const keys = axis(reading, input, shown)
  const points: TrendPoint[] = input.sum
    ? keys.map((key) => sumPoint(reading, input.grain, key, shown, figure.kind === 'money' ? figure.currency : null))
    : shown.flatMap(({ tenant, values }) => keys.map((key) => tenantPoint(input.grain, key, tenant, values)))
  return {
    figure: figure.name,
    label: figureLabel(figure, itemNames(reading)),
    grain: input.grain,
    timeZone: reading.calendar.timeZone,
    unit: commonUnit(shown.map(({ values }) => values)),
    points,
    warnings: [
      ...earlyWarning(
        shown.flatMap(({ tenant, values }) =>
          keys.filter((key) => values.at.get(key)?.early).map((month) => ({ tenant: tenant.id, month })),
        ),
      ),
      ...shown.flatMap(({ values }) => values.warnings),
    ],
  }
}

/** The figure in the only currency of the tenants; unchanged if they have none. Throws `BAD_REQUEST` for several. */
function inOnlyCurrency(reading: Reading, figure: Figure & { kind: 'money' }, tenants: readonly ReportTenant[], span: Span): Figure {
  const totals = totalsReader(reading)
  const isIn = (month: Month) => (span.from === undefined || month >= span.from) && (span.to === undefined || month <= span.to)
  const months = tenants.flatMap((tenant) => [...monthMoney(reading, totals, figure.money, tenant, isIn).months.values()])
  const currencies = [...new Set(months.flatMap(({ amounts }) => [...amounts.keys()]))].sort()
  const [only] = currencies
  if (only === undefined) return figure
  if (currencies.length === 1) return moneyFigure(figure.money, only)
  const choices = currencies.map((currency) => moneyFigure(figure.money, currency).name).join(', ')
  throw new AppError('BAD_REQUEST', `Currencies are never added. Choose one of ${choices}.`, {
    data: { figure: figure.name, currencies },
  })
}

const monthIn = (text: string | undefined) => (text === undefined ? undefined : parseMonth(text))

/** Throws `NOT_ADDABLE` with the reason. */
function refuseSum(figure: Figure): void {
  const reason = notAddable(figure)
  if (reason !== null) throw new AppError('NOT_ADDABLE', reason, { data: { figure: figure.name } })
}

function chooseTenants({ db }: Reading, figure: Figure, refs: readonly (string | number)[] | undefined): ReportTenant[] {
  const all = allTenants(db)
  if (refs === undefined) return all.filter((tenant) => appliesTo(figure, tenant.kind))
  const ids = new Set(refs.map((ref) => resolveTenant(db, ref).id))
  const chosen = all.filter((tenant) => ids.has(tenant.id))
  const foreign = chosen.find((tenant) => !appliesTo(figure, tenant.kind))
  if (foreign) {
    throw new AppError(
      'BAD_REQUEST',
      `Tenant ${foreign.id} has no figure "${figure.name}": ${foreign.provider === 'petra' ? 'Petra' : 'Genesys'} does not report it.`,
      {
        data: { tenant: foreign.id, figure: figure.name },
      },
    )
  }
  return chosen
}

/** The months or days of the trend, in order. Throws `BAD_REQUEST`. */
function axis(reading: Reading, input: RouteParsed<'trend.get'>, series: readonly { values: FigureValues }[]): string[] {
  const months = series.flatMap(({ values }) => [...values.at.keys()].map((key) => parseMonth(key.slice(0, 7)))).sort()
  const first = input.from === undefined ? months[0] : parseMonth(input.from)
  const latest = months.at(-1)
  const last =
    input.to === undefined ? (latest !== undefined && latest > reading.openMonth ? latest : reading.openMonth) : parseMonth(input.to)
  if (input.from !== undefined && input.to !== undefined && input.from > input.to) {
    throw new AppError('BAD_REQUEST', `The first month (${input.from}) is after the last (${input.to}). Swap them.`)
  }
  if (first === undefined) return []
  if (addMonths(first, longestMonths) < last)
    throw new AppError('BAD_REQUEST', 'A trend can cover at most 100 years. Choose a later first month.')
  return input.grain === 'month' ? monthRange(first, last) : days(reading, first, last)
}

/** Days of the months, not after today. */
function days({ calendar, now }: Reading, first: Month, last: Month): string[] {
  const today = calendar.dayOf(now)
  const end = lastDayOf(last)
  const until = end > today && monthOfDay(today) <= last ? today : end
  const list: string[] = []
  for (let day = `${first}-01`; day <= until; day = addDays(day, 1)) list.push(day)
  return list
}

function tenantPoint(grain: 'day' | 'month', key: string, tenant: ReportTenant, values: FigureValues): MonthPoint | DayPoint {
  const found = values.at.get(key)
  const shared = {
    tenant: tenant.id,
    value: found?.value ?? null,
    snapshotId: found?.snapshot.id ?? null,
    reportedAt: found === undefined ? null : isoTime(found.snapshot.reportedAt),
    ...(found?.state === undefined ? {} : { state: found.state }),
  }
  return grain === 'month' ? { month: key, ...shared, early: found?.early ?? false } : { at: key, ...shared }
}

function sumPoint(
  reading: Reading,
  grain: 'day' | 'month',
  key: string,
  series: readonly { tenant: ReportTenant; values: FigureValues }[],
  currency: string | null,
): TrendPoint {
  const month = parseMonth(key.slice(0, 7))
  const present = series.flatMap(({ values }) => {
    const found = values.at.get(key)
    return found === undefined || found.value === null ? [] : [found]
  })
  const tenants = coverage(
    series.map(({ tenant, values }) => ({
      id: tenant.id,
      present: (values.at.get(key)?.value ?? null) !== null,
      expected: values.at.get(key)?.inOtherCurrency !== true && isExpected(tenant, month, values.firstMonth, reading.calendar),
    })),
  )
  const state = sumState(present.flatMap((found) => found.state ?? []))
  const shared = {
    value:
      present.length === 0
        ? null
        : add(
            present.map((found) => found.value!),
            currency,
          ),
    tenants,
    ...(state === null ? {} : { state }),
  }
  return grain === 'month' ? { month: key, ...shared } : { at: key, ...shared }
}

function sumState(states: readonly UnitState[]): UnitState | null {
  if (states.length === 0) return null
  return states.every((state) => state === 'settled') ? 'settled' : 'projected'
}

/** Adds counts, decimal strings, or money (with its currency's digits). */
function add(values: readonly (number | string)[], currency: string | null): number | string {
  if (currency !== null) return addAmounts(values.map(String), currency)
  if (values.every((value) => typeof value === 'number')) return values.reduce((a, b) => a + b, 0)
  return decimalText(values.reduce((total, value) => total.plus(parseDecimal(value) ?? zero), zero))
}

function commonUnit(values: readonly FigureValues[]): string | null {
  const units = new Set(values.flatMap((each) => each.unit ?? []))
  return units.size === 1 ? [...units][0]! : null
}
