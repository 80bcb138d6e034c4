/** What the reports work with. */
import { type Calendar, calendarOf, type Month } from '../../../shared/domain/month.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Clock } from '../clock.ts'
import type { ReadDb } from '../history/db.ts'
import type { DatasetId } from '../providers/provider.ts'
import { datasetById } from '../providers/providers.ts'
import { type RuleBook, readRuleBook } from '../rules/rule-book.ts'
import { readSetting } from '../settings/settings.ts'
import { lastOfMonths } from './last-of-months.ts'
import { type MonthEnd, monthEnds } from './months.ts'
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
  /** A tenant's snapshots of a dataset that are not set aside, in time order; read once per answer. */
  snapshots(tenantId: number, dataset: DatasetId): SnapshotRow[]
  /** The month-ends among them; read without the snapshots between. */
  monthEnds(tenantId: number, dataset: DatasetId): ReadonlyMap<Month, MonthEnd>
  /** The same of a connection's own dataset. */
  connectionSnapshots(connectionId: number, dataset: DatasetId): SnapshotRow[]
}

/** Begins an answer. */
export function beginReading(deps: ReportDeps): Reading {
  const db = deps.reader
  const calendar = calendarOf(readSetting(db, 'timeZone'))
  const now = deps.clock.now()
  const catalogue = deps.catalogue()
  const snapshots = once((tenantId, dataset) => snapshotsOfTenant(db, tenantId, dataset))
  return {
    db,
    now,
    calendar,
    openMonth: calendar.monthOf(now),
    catalogue,
    rules: readRuleBook(db, catalogue),
    snapshots,
    monthEnds: once((tenantId, dataset) =>
      monthEnds(
        // A billing period's month is that of its end, and has few snapshots.
        datasetById(dataset).hasPeriods ? snapshots(tenantId, dataset) : lastOfMonths(db, tenantId, dataset, calendar),
        calendar,
        now,
      ),
    ),
    connectionSnapshots: once((connectionId, dataset) => snapshotsOfConnection(db, connectionId, dataset)),
  }
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
