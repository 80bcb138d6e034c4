/** What the reports work with. */
import { type Calendar, calendarOf } from '../../../shared/domain/calendar.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Clock } from '../clock.ts'
import type { ReadDb } from '../history/db.ts'
import type { DatasetId } from '../providers/provider.ts'
import { datasetById } from '../providers/providers.ts'
import { keptRuleBook, type RuleBook } from '../rules/rule-book.ts'
import { readSetting } from '../settings/settings.ts'
import { type KeptSeries, keptSeries, type SeriesOwner } from './kept-series.ts'
import { lastOfMonths } from './last-of-months.ts'
import { keptMonthEnds, type MonthEnd } from './months.ts'
import { type SnapshotRow, snapshotsOfConnection, snapshotsOfTenant } from './snapshots.ts'

/** What the routes of figures and rules are given. */
export interface ReportDeps {
  reader: ReadDb
  clock: Pick<Clock, 'now'>
  /** Asked at each answer: an import changes it. */
  catalogue: () => Catalogue
}

/** One answer's view: the same instant, time zone and rules throughout. */
export interface Reading {
  db: ReadDb
  now: number
  calendar: Calendar
  /** The running month. */
  openMonth: Month
  catalogue: Catalogue
  rules: RuleBook
  /** A tenant's snapshots of a dataset that are not set aside, in time order. */
  snapshots(tenantId: number, dataset: DatasetId): readonly SnapshotRow[]
  /** The month-ends among them, in time order; read without the snapshots between. */
  monthEnds(tenantId: number, dataset: DatasetId): ReadonlyMap<Month, MonthEnd>
  /** The same of a connection's own dataset. */
  connectionSnapshots(connectionId: number, dataset: DatasetId): readonly SnapshotRow[]
}

/** Begins an answer. */
export function beginReading(deps: ReportDeps): Reading {
  const db = deps.reader
  const calendar = calendarOf(readSetting(db, 'timeZone'))
  const now = deps.clock.now()
  const catalogue = deps.catalogue()
  const kept = keptSeries(db, calendar.timeZone)
  // Of a dataset without billing periods they are many, and asked for seldom: read once per answer.
  const everySnapshot = once((tenantId, dataset) => snapshotsOfTenant(db, tenantId, dataset))
  const inPeriods = (tenantId: number, dataset: DatasetId) =>
    keptRows(kept, { tenantId }, dataset, () => snapshotsOfTenant(db, tenantId, dataset))
  const lasts = (tenantId: number, dataset: DatasetId) =>
    keptRows(kept, { tenantId }, dataset, () => lastOfMonths(db, tenantId, dataset, calendar))
  return {
    db,
    now,
    calendar,
    openMonth: calendar.monthOf(now),
    catalogue,
    rules: keptRuleBook(db, catalogue),
    snapshots: (tenantId, dataset) => (datasetById(dataset).hasPeriods ? inPeriods : everySnapshot)(tenantId, dataset),
    // A billing period's month is that of its end, and has few snapshots.
    monthEnds: (tenantId, dataset) =>
      keptMonthEnds((datasetById(dataset).hasPeriods ? inPeriods : lasts)(tenantId, dataset), calendar, now),
    connectionSnapshots: (connectionId, dataset) =>
      keptRows(kept, { connectionId }, dataset, () => snapshotsOfConnection(db, connectionId, dataset)),
  }
}

/** Rows of a series; those that were there before stay the same objects, with all that is kept with them. */
function keptRows(kept: KeptSeries, owner: SeriesOwner, dataset: DatasetId, read: () => SnapshotRow[]): readonly SnapshotRow[] {
  return kept<readonly SnapshotRow[]>(owner, dataset, (earlier = []) => {
    const known = new Map(earlier.map((row) => [row.id, row]))
    return read().map((row) => known.get(row.id) ?? row)
  })
}

function once<T>(read: (id: number, dataset: DatasetId) => T): (id: number, dataset: DatasetId) => T {
  const known = new Map<string, T>()
  return (id, dataset) => {
    const key = `${id} ${dataset}`
    const value = known.get(key) ?? read(id, dataset)
    known.set(key, value)
    return value
  }
}
