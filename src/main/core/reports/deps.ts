/** What the reports work with. */
import { type Calendar, calendarOf, type Month } from '../../../shared/domain/month.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Clock } from '../clock.ts'
import type { ReadDb } from '../history/db.ts'
import type { DatasetId } from '../providers/provider.ts'
import { type RuleBook, readRuleBook } from '../rules/rule-book.ts'
import { readSetting } from '../settings/settings.ts'
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
  /** The same of a connection's own dataset. */
  connectionSnapshots(connectionId: number, dataset: DatasetId): SnapshotRow[]
}

/** Begins an answer. */
export function beginReading(deps: ReportDeps): Reading {
  const db = deps.reader
  const calendar = calendarOf(readSetting(db, 'timeZone'))
  const now = deps.clock.now()
  const catalogue = deps.catalogue()
  return {
    db,
    now,
    calendar,
    openMonth: calendar.monthOf(now),
    catalogue,
    rules: readRuleBook(db, catalogue),
    snapshots: once((tenantId, dataset) => snapshotsOfTenant(db, tenantId, dataset)),
    connectionSnapshots: once((connectionId, dataset) => snapshotsOfConnection(db, connectionId, dataset)),
  }
}

function once(read: (id: number, dataset: DatasetId) => SnapshotRow[]): (id: number, dataset: DatasetId) => SnapshotRow[] {
  const known = new Map<string, SnapshotRow[]>()
  return (id, dataset) => {
    const key = `${id} ${dataset}`
    const rows = known.get(key) ?? read(id, dataset)
    known.set(key, rows)
    return rows
  }
}
