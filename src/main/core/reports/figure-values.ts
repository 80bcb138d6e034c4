/** The values of one figure of one tenant, by month or by day, each with its snapshot. */
import type { Warning } from '../../../shared/contract/errors.ts'
import type { FigureValue, UnitState } from '../../../shared/contract/figure-answers.ts'
import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../get-or-add.ts'
import type { ReadDb } from '../history/db.ts'
import { datasetById } from '../providers/providers.ts'
import { chargesAt, singleCharge } from './charges.ts'
import type { Reading } from './deps.ts'
import type { Figure } from './figure.ts'
import { keep, keptOf } from './kept-with.ts'
import type { MonthEnd } from './months.ts'
import { recountAt, recountKey, skuHoldersAt, vendorIdNumber } from './series-state.ts'
import { dayOfSnapshot, monthOfSnapshot, type SnapshotRow } from './snapshots.ts'
import { totalsReader } from './tenant-totals.ts'
import { datasetOf, type ReportTenant } from './tenants.ts'

/** A value with what it stands on. */
export interface FoundValue {
  value: FigureValue | null
  snapshot: SnapshotRow
  early: boolean
  state?: UnitState
}

/** A tenant's values by month (`YYYY-MM`) or day (`YYYY-MM-DD`). */
export interface FigureValues {
  at: Map<string, FoundValue>
  firstMonth: Month | null
  /** Some value is there (and, of a SKU, not zero throughout). */
  known: boolean
  unit: string | null
  warnings: Warning[]
}

/** Reads a figure of one tenant after the other. */
export type FigureReader = (tenant: ReportTenant) => FigureValues

/** Values of a snapshot list, in its order, with the vendor's unit and what must be said about them. */
interface Read {
  values: (FigureValue | null)[]
  unit?: string | null
  warnings?: Warning[]
}

/** Which months are wanted, both included; every month without. */
export interface Span {
  from?: Month | undefined
  to?: Month | undefined
}

/** A reader of a figure at a grain. Values outside `span` are not read; `firstMonth` is the whole history's nevertheless. */
export function figureReader(reading: Reading, figure: Figure, grain: 'day' | 'month', span: Span = {}): FigureReader {
  const totals = totalsReader(reading)
  // Months and days compare as text; the tilde comes after every day of a month.
  const [from, to] = [span.from ?? '', span.to === undefined ? '~' : `${span.to}~`]
  const inSpan = (key: string) => key >= from && key <= to
  return (tenant) => {
    const chosen = chosenSnapshots(reading, figure, grain, tenant, totals)
    if (grain === 'day' || !isKept(figure)) return valuesOf(tenant, chosen)
    // Beside the month-ends these depend on the rules and on the totals that settle units; and on nothing else.
    const standsOn = [reading.rules, figure.kind === 'units' ? totals.snapshots(tenant.connectionId) : null]
    const key = `values ${figure.name} ${from} ${to}`
    const known = keptOf<{ standsOn: unknown[]; values: FigureValues }>(chosen, key)
    if (known?.standsOn.every((each, index) => each === standsOn[index])) return known.values
    return keep(chosen, key, { standsOn, values: valuesOf(tenant, chosen) }).values
  }

  function valuesOf(tenant: ReportTenant, chosen: Chosen): FigureValues {
    const entries = [...chosen].filter(([key]) => inSpan(key))
    const {
      values,
      unit = null,
      warnings = [],
    } = readValues(
      reading,
      figure,
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

/** Figures that every screen asks for of every tenant. The others are as many as there are SKUs and charges. */
const isKept = ({ kind }: Figure): boolean => kind === 'count' || kind === 'recounted' || kind === 'units'

function earliest(keys: Iterable<string>): string | undefined {
  let first: string | undefined
  for (const key of keys) if (first === undefined || key < first) first = key
  return first
}

type Chosen = ReadonlyMap<string, { snapshot: SnapshotRow; early: boolean }>

/** The snapshots that a tenant's values stand on, by month or day. */
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

/** A day's value is the day's last. */
function byDay({ calendar }: Reading, snapshots: readonly SnapshotRow[]): Chosen {
  const days = new Map<string, { snapshot: SnapshotRow; early: boolean }>()
  for (const snapshot of snapshots) {
    const day = dayOfSnapshot(snapshot, calendar)
    if (day !== null) days.set(day, { snapshot, early: false })
  }
  return days
}

/**
 * Says of each value of `units` whether it is settled; a month that only the settling reading knows appears with it. Gives the first such
 * month before the tenant's first snapshot, wanted or not; null where there is none.
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
  { db, calendar, rules }: Reading,
  figure: Figure,
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
      return { values: snapshots.map((snapshot) => totals.totalsAt(tenant, snapshot)?.[figure.member] ?? null) }
    case 'recounted':
      return { values: recounts(db, snapshots, (snapshot) => rules.excluded(monthOfSnapshot(snapshot, calendar))) }
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

/** As `recountAt`, for what was not counted before. */
function recounts(
  db: ReadDb,
  snapshots: readonly SnapshotRow[],
  excludedOf: (snapshot: SnapshotRow) => ReadonlySet<string>,
): (number | null)[] {
  const keyOf = (snapshot: SnapshotRow) => recountKey(excludedOf(snapshot))
  const unknown = snapshots.filter((snapshot) => snapshot.hasList === 1 && keptOf(snapshot, keyOf(snapshot)) === undefined)
  const counts = inGroups(unknown, excludedOf, (seriesId, numbers, excluded) => recountAt(db, seriesId, numbers, excluded))
  unknown.forEach((snapshot, index) => {
    keep(snapshot, keyOf(snapshot), counts[index])
  })
  return snapshots.map((snapshot) => keptOf<number>(snapshot, keyOf(snapshot)) ?? null)
}

/** Reads the snapshots that have a list together, series by series (and rule set by rule set); null for the others. */
function inGroups<K>(
  snapshots: readonly SnapshotRow[],
  keyOf: (snapshot: SnapshotRow) => K,
  read: (seriesId: number, numbers: number[], key: K) => number[],
): (number | null)[] {
  const values: (number | null)[] = snapshots.map(() => null)
  const groups = new Map<number, Map<K, number[]>>()
  snapshots.forEach((snapshot, index) => {
    if (snapshot.hasList === 0) return
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
        message: 'The vendor sent this charge more than once in one answer: which quantity counts is not known.',
        data: { snapshotId: snapshot.id, chargeId: figure.chargeId },
      })
    }
    const line = singleCharge(lines)
    unit = line?.unit ?? unit
    return line?.[figure.quantity] ?? null
  })
  return { values, unit, warnings }
}
