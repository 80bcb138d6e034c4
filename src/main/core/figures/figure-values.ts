/** The values of one figure of one tenant, by month or by day, each with its snapshot. */
import type { Warning } from '../../../shared/contract/errors.ts'
import type { FigureValue, UnitState } from '../../../shared/contract/figure-answers.ts'
import { moneyText, zero } from '../../../shared/domain/decimal.ts'
import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { chargesAt, singleCharge } from '../charges/charges.ts'
import { monthOfSnapshot } from '../state/month-facts/month-snapshots.ts'
import { datasetById } from '../vendors/providers.ts'
import type { Figure } from './figure.ts'
import { monthMoney } from './money-values.ts'
import type { MonthEnd } from './month-end.ts'
import type { Reading } from './reading.ts'
import { recountAt, skuHoldersAt, vendorIdNumber } from './series-state.ts'
import { dayOfSnapshot, type SnapshotRow } from './snapshots.ts'
import { totalsReader } from './tenant-totals.ts'
import { datasetOf, type ReportTenant } from './tenants.ts'

/** A value and its snapshot. */
export interface FoundValue {
  value: FigureValue | null
  snapshot: SnapshotRow
  early: boolean
  state?: UnitState
  /** Money that is known in other currencies only, so that it is not missing from a sum in this one. */
  inOtherCurrency?: boolean
}

/** A tenant's values by month (`YYYY-MM`) or day (`YYYY-MM-DD`). */
export interface FigureValues {
  at: Map<string, FoundValue>
  firstMonth: Month | null
  /** At least one value is known; for a SKU, at least one is not zero. */
  known: boolean
  unit: string | null
  warnings: Warning[]
}

/** Reads a figure, tenant by tenant. */
export type FigureReader = (tenant: ReportTenant) => FigureValues

/** Values of the given snapshots, in the same order, with the vendor's unit and warnings. */
interface Read {
  values: (FigureValue | null)[]
  unit?: string | null
  warnings?: Warning[]
}

/** The first and last month to read, inclusive; unset means no limit. */
export interface Span {
  from?: Month | undefined
  to?: Month | undefined
}

/** Creates a reader of a figure at a grain. Values outside `span` are not read, but `firstMonth` covers the whole history. */
export function figureReader(reading: Reading, figure: Figure, grain: 'day' | 'month', span: Span = {}): FigureReader {
  const totals = totalsReader(reading)
  // Months and days compare as text; `~` sorts after every day of a month.
  const [from, to] = [span.from ?? '', span.to === undefined ? '~' : `${span.to}~`]
  const inSpan = (key: string) => key >= from && key <= to
  return (tenant) => {
    if (figure.kind === 'money') return moneyValues(reading, figure, tenant, inSpan, totals)
    const chosen = chosenSnapshots(reading, figure, grain, tenant, totals)
    const isWhole = span.from === undefined && span.to === undefined
    const entries = isWhole
      ? [...chosen]
      : [...chosen.keys()].filter(inSpan).map((key): [string, ChosenSnapshot] => [key, chosen.get(key)!])
    const {
      values,
      unit = null,
      warnings = [],
    } = readValues(
      reading,
      figure,
      grain,
      tenant,
      entries.map(([, { snapshot }]) => snapshot),
      totals,
    )
    const at = new Map<string, FoundValue>(entries.map(([key, end], index) => [key, { ...end, value: values[index] ?? null }]))
    const settled = figure.kind === 'units' ? settle(grain, tenant, at, { chosen, inSpan }, totals) : null
    const first = settled ?? earliest(chosen.keys())
    return {
      at,
      firstMonth: first === undefined ? null : parseMonth(first.slice(0, 7)),
      known: [...at.values()].some(({ value }) => value !== null && (figure.kind !== 'sku' || value !== 0)),
      unit,
      warnings,
    }
  }
}

/** Money in the figure's currency. Only months have money. */
function moneyValues(
  reading: Reading,
  { money, currency }: Figure & { kind: 'money' },
  tenant: ReportTenant,
  inSpan: (key: string) => boolean,
  totals: ReturnType<typeof totalsReader>,
): FigureValues {
  const { months, firstMonth } = monthMoney(reading, totals, money, tenant, inSpan)
  const at = new Map(
    [...months].map(([month, { amounts, isZero, ...source }]): [string, FoundValue] => {
      const value = currency === null ? null : (amounts.get(currency) ?? (isZero ? moneyText(zero, currency) : null))
      return [month, { value, inOtherCurrency: value === null && amounts.size > 0, ...source }]
    }),
  )
  return { at, firstMonth, known: [...at.values()].some(({ value }) => value !== null), unit: currency, warnings: [] }
}

function earliest(keys: Iterable<string>): string | undefined {
  let first: string | undefined
  for (const key of keys) if (first === undefined || key < first) first = key
  return first
}

interface ChosenSnapshot {
  snapshot: SnapshotRow
  early: boolean
}

type Chosen = ReadonlyMap<string, ChosenSnapshot>

/** The snapshots from which a tenant's values are read, by month or day. */
function chosenSnapshots(
  reading: Reading,
  figure: Figure,
  grain: 'day' | 'month',
  tenant: ReportTenant,
  totals: ReturnType<typeof totalsReader>,
): Chosen {
  const dataset = datasetOf(tenant.kind)
  if (grain === 'day')
    return byDay(reading, figure.kind === 'totals' ? totals.snapshots(tenant.connectionId) : reading.snapshots(tenant.id, dataset))
  return figure.kind === 'totals' ? totals.monthEnds(tenant.connectionId) : reading.monthEnds(tenant.id, dataset)
}

/** A day shows its last snapshot. */
function byDay({ calendar }: Reading, snapshots: readonly SnapshotRow[]): Chosen {
  const days = new Map<string, ChosenSnapshot>()
  for (const snapshot of snapshots) {
    const day = dayOfSnapshot(snapshot, calendar)
    if (day !== null) days.set(day, { snapshot, early: false })
  }
  return days
}

/**
 * Marks each value of `units` as settled or projected, and adds months that only the vendor's totals know. Returns the first such month
 * before the tenant's first snapshot, even outside the span; null if there is none.
 */
function settle(
  grain: 'day' | 'month',
  tenant: ReportTenant,
  at: Map<string, FoundValue>,
  { chosen, inSpan }: { chosen: Chosen; inSpan: (key: string) => boolean },
  totals: ReturnType<typeof totalsReader>,
): Month | null {
  for (const found of at.values()) found.state = 'projected'
  if (grain === 'day') return null
  const firstChosen = earliest(chosen.keys())
  let first: Month | null = null
  for (const month of totals.settledMonths(tenant.connectionId)) {
    const earlier = first === null && (firstChosen === undefined || month < firstChosen)
    if (!earlier && !inSpan(month)) continue
    const units = totals.unitsOf(tenant, month, chosen.get(month) as MonthEnd | undefined)
    if (units?.state !== 'settled') continue
    if (earlier) first = month
    if (inSpan(month)) at.set(month, { value: units.value, state: 'settled', snapshot: units.snapshot, early: false })
  }
  return first
}

function readValues(
  { db, calendar, rules, skuSets }: Reading,
  figure: Exclude<Figure, { kind: 'money' }>,
  grain: 'day' | 'month',
  tenant: ReportTenant,
  snapshots: readonly SnapshotRow[],
  totals: ReturnType<typeof totalsReader>,
): Read {
  switch (figure.kind) {
    case 'count':
      return { values: snapshots.map((snapshot) => snapshot[figure.column]) }
    case 'units':
      return { values: snapshots.map((snapshot) => snapshot.units) }
    case 'totals':
      return {
        values: snapshots.map(
          (snapshot) =>
            (grain === 'month' ? totals.monthTotals(tenant, snapshot.id) : totals.totalsAt(tenant, snapshot))?.[figure.member] ?? null,
        ),
      }
    case 'recounted': {
      const excludedOf = (snapshot: SnapshotRow) => rules.excluded(monthOfSnapshot(snapshot, calendar))
      if (grain === 'month') {
        const counts = [...Map.groupBy(snapshots, excludedOf)].map(([excluded, group]) =>
          skuSets.recounts(
            group.map(({ id }) => id),
            excluded,
          ),
        )
        const countOf = ({ id }: SnapshotRow) => counts.find((each) => each.has(id))?.get(id) ?? 0
        return { values: snapshots.map((snapshot) => (snapshot.hasList ? countOf(snapshot) : null)) }
      }
      return { values: inGroups(snapshots, excludedOf, (seriesId, numbers, excluded) => recountAt(db, seriesId, numbers, excluded)) }
    }
    case 'sku': {
      const sku = vendorIdNumber(db, figure.skuId)
      return {
        values: inGroups(
          snapshots,
          () => figure,
          (seriesId, numbers) => (sku === undefined ? numbers.map(() => 0) : skuHoldersAt(db, seriesId, sku, numbers)),
        ),
      }
    }
    case 'charge':
      return chargeValues({ db }, figure, snapshots)
  }
}

/** Reads snapshots that have a list, grouped by series and rule set; the others give null. */
function inGroups<K>(
  snapshots: readonly SnapshotRow[],
  keyOf: (snapshot: SnapshotRow) => K,
  read: (seriesId: number, numbers: number[], key: K) => number[],
): (number | null)[] {
  const values: (number | null)[] = snapshots.map(() => null)
  const groups = new Map<number, Map<K, number[]>>()
  snapshots.forEach((snapshot, index) => {
    if (!snapshot.hasList) return
    const ofSeries = getOrAdd(groups, snapshot.seriesId, () => new Map<K, number[]>())
    getOrAdd(ofSeries, keyOf(snapshot), () => []).push(index)
  })
  for (const [seriesId, ofSeries] of groups) {
    for (const [key, indexes] of ofSeries) {
      const counts = read(
        seriesId,
        indexes.map((index) => snapshots[index]!.number),
        key,
      )
      indexes.forEach((index, position) => {
        values[index] = counts[position]!
      })
    }
  }
  return values
}

function chargeValues({ db }: Pick<Reading, 'db'>, figure: Figure & { kind: 'charge' }, snapshots: readonly SnapshotRow[]): Read {
  const warnings: Warning[] = []
  let unit: string | null = null
  const values = snapshots.map((snapshot) => {
    const lines = chargesAt(db, datasetById(snapshot.dataset), snapshot, figure.chargeId)
    if (lines.length > 1) {
      warnings.push({
        code: 'DUPLICATE_CHARGE',
        message: 'The vendor sent this charge more than once in one response, so its quantity is unknown.',
        data: { snapshotId: snapshot.id, chargeId: figure.chargeId },
      })
    }
    const line = singleCharge(lines)
    unit = line?.unit ?? unit
    return line?.[figure.quantity] ?? null
  })
  return { values, unit, warnings }
}
