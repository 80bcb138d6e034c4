/** A reading: the consistent view of history, rules and time from which one answer is computed. */

import { type Calendar, calendarOf } from '../../../shared/domain/calendar.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import type { Clock } from '../base/clock.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { ReadDb } from '../database/db.ts'
import { type RuleBook, readRuleBook } from '../rules/rule-book.ts'
import { factTimeZone } from '../state/month-facts/state.ts'
import { MonthEnds, readMonthBounds, readMonthEnds } from './read-month-ends.ts'
import { vendorIds } from './series-state.ts'
import { type SkuSets, skuSetReader } from './sku-sets.ts'
import { type SnapshotRow, snapshotsOfConnection, snapshotsOfTenant } from './snapshots.ts'

/** What a reading needs. */
export interface ReadingDeps {
  reader: ReadDb
  clock: Pick<Clock, 'now'>
  /** Called once per answer, since an import changes the catalogue. */
  catalogue: () => Catalogue
}

/** The view for one answer: one instant, one time zone, one set of rules. */
export interface Reading {
  db: ReadDb
  now: number
  calendar: Calendar
  /** The current month. */
  openMonth: Month
  catalogue: Catalogue
  rules: RuleBook
  /** A tenant's snapshots of a dataset that are not set aside, in time order. */
  snapshots(tenantId: number, dataset: DatasetId): readonly SnapshotRow[]
  /** The tenant's month-end snapshots by month, in time order, from the month facts. */
  monthEnds(tenantId: number, dataset: DatasetId): MonthEnds
  /** Reads the first and last month of every tenant with one query. */
  loadMonthBounds(): void
  /** Reads the month-end snapshots of all tenants in a span with one query. */
  loadMonthEnds(from: Month, to: Month): void
  /** Snapshots of a connection's own dataset that are not set aside, in time order. */
  connectionSnapshots(connectionId: number, dataset: DatasetId): readonly SnapshotRow[]
  /** SKU sets at month-ends. */
  skuSets: SkuSets
  /** The vendor id behind an internal id. */
  textOf(id: number): string
}

/** Starts a reading. Answers that need more than one query use `inOneReading`. */
export function beginReading(deps: ReadingDeps): Reading {
  const db = deps.reader
  const calendar = calendarOf(factTimeZone(db))
  const now = deps.clock.now()
  const catalogue = deps.catalogue()
  const textOf = vendorIds(db)
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
    loadMonthBounds() {
      for (const { tenantId, dataset, first, last } of readMonthBounds(db)) monthEnds(tenantId, dataset).keepBounds({ first, last })
    },
    loadMonthEnds(from, to) {
      for (const { tenantId, dataset, month, snapshot } of readMonthEnds(db, from, to)) monthEnds(tenantId, dataset).keep(month, snapshot)
    },
    connectionSnapshots: once((connectionId, dataset) => snapshotsOfConnection(db, connectionId, dataset)),
    skuSets: skuSetReader(db, textOf),
    textOf,
  }
}

/** Computes an answer in one read transaction, so that concurrent writes do not affect it. */
export function inOneReading<T>(deps: ReadingDeps, answer: (reading: Reading) => T): T {
  return deps.reader.sqlite.transaction(() => answer(beginReading(deps)))()
}

function once<T>(read: (id: number, dataset: DatasetId) => T): (id: number, dataset: DatasetId) => T {
  const known = new Map<DatasetId, Map<number, T>>()
  return (id, dataset) =>
    getOrAdd(
      getOrAdd(known, dataset, () => new Map<number, T>()),
      id,
      () => read(id, dataset),
    )
}
