/** What the reports work with. */
import { type Calendar, calendarOf } from '../../../shared/domain/calendar.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { Clock } from '../base/clock.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { ReadDb } from '../database/db.ts'
import { type RuleBook, readRuleBook } from '../rules/rule-book.ts'
import { factTimeZone } from '../state/month-facts/state.ts'
import type { DatasetId } from '../vendors/provider.ts'
import { MonthEnds, readMonthEnds } from './month-ends.ts'
import type { MonthEnd } from './months.ts'
import { type SkuSets, skuSetReader } from './sku-sets.ts'
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
  /** The month-ends among them, in time order, from the month facts. */
  monthEnds(tenantId: number, dataset: DatasetId): ReadonlyMap<Month, MonthEnd>
  /** Reads the month-ends of a span for every tenant at once: for answers about all of them. */
  loadMonthEnds(from: Month, to: Month): void
  /** The same of a connection's own dataset. */
  connectionSnapshots(connectionId: number, dataset: DatasetId): readonly SnapshotRow[]
  /** Sets of SKUs at month-ends. */
  skuSets: SkuSets
}

/** Begins an answer. One that reads more than once belongs into `inOneReading`. */
export function beginReading(deps: ReportDeps): Reading {
  const db = deps.reader
  const calendar = calendarOf(factTimeZone(db))
  const now = deps.clock.now()
  const catalogue = deps.catalogue()
  const monthEnds = once((tenantId, dataset) => new MonthEnds(db, { tenantId, dataset }, { calendar, now }))
  return {
    db,
    now,
    calendar,
    openMonth: calendar.monthOf(now),
    catalogue,
    rules: readRuleBook(db, catalogue),
    snapshots: once((tenantId, dataset) => snapshotsOfTenant(db, tenantId, dataset)),
    monthEnds,
    loadMonthEnds(from, to) {
      for (const { tenantId, dataset, month, snapshot } of readMonthEnds(db, from, to)) monthEnds(tenantId, dataset).keep(month, snapshot)
    },
    connectionSnapshots: once((connectionId, dataset) => snapshotsOfConnection(db, connectionId, dataset)),
    skuSets: skuSetReader(db),
  }
}

/** Makes an answer from one state of the history: what is written in between is not seen. */
export function inOneReading<T>(deps: ReportDeps, answer: (reading: Reading) => T): T {
  return deps.reader.sqlite.transaction(() => answer(beginReading(deps)))()
}

function once<T>(read: (id: number, dataset: DatasetId) => T): (id: number, dataset: DatasetId) => T {
  const known = new Map<string, T>()
  return (id, dataset) => getOrAdd(known, `${id} ${dataset}`, () => read(id, dataset))
}
