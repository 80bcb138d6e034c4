/** Updates month facts while a snapshot is recorded, from the list in memory. */

import { calendarOf } from '../../../../shared/domain/calendar.ts'
import type { StoredRow } from '../../database/booleans.ts'
import type { WriteDb } from '../../database/db.ts'
import { prepared } from '../../database/prepared.ts'
import { reportTimeSql } from '../../evidence/report-time.ts'
import { storeNewest } from '../newest-snapshots.ts'
import {
  type Candidate,
  canSettle,
  type FactOwner,
  hasMoves,
  inTimeOrder,
  type MonthSnapshots,
  monthOfSnapshot,
  readCandidate,
} from './month-snapshots.ts'
import { type CountedHolders, factsOf, type SnapshotFacts } from './snapshot-facts.ts'
import { factTimeZone } from './state.ts'
import { type MonthChange, type MonthRow, monthRow, monthRowColumns, monthsAround, moveMonth, replaceMonths, storedFacts } from './store.ts'

/** The snapshot that was just written. */
export interface RecordedSnapshot extends Candidate {
  seriesId: number
  /** The vendor's total, which can differ from that of a snapshot with the same list. */
  reported: number | null
  /** The previous snapshot, if it had the same list of people; else null. */
  sameListAs: number | null
}

/**
 * Updates the time of the series' newest snapshot, and the snapshot's month if it is now the month's last one. `countHolders` counts its list; null
 * without a list.
 */
export function recordFacts(db: WriteDb, owner: FactOwner, snapshot: RecordedSnapshot, countHolders: (() => CountedHolders) | null): void {
  storeNewest(db, [snapshot.seriesId])
  const calendar = calendarOf(factTimeZone(db))
  const month = monthOfSnapshot(snapshot, calendar)
  const before = monthRow(db, owner, month)
  const isLast = (than: number | null | undefined) => than == null || inTimeOrder(timed(db, than), snapshot) < 0
  const settles = canSettle(snapshot, month, owner.dataset, calendar) && isLast(before?.settlingId)
  const endsMonth = isLast(before?.snapshotId)
  if (!endsMonth && !settles) return
  const { previous, next } = hasMoves(owner.dataset) ? monthsAround(db, owner, month) : {}
  const after: MonthSnapshots = {
    snapshotId: endsMonth ? snapshot.id : before!.snapshotId,
    settlingId: settles ? snapshot.id : (before?.settlingId ?? null),
    previousId: previous?.snapshotId ?? null,
  }
  const same = snapshot.sameListAs === null ? undefined : rowOfSnapshot(db, snapshot.sameListAs)
  if (same !== undefined && same.id === before?.id && endsMonth) {
    moveMonth(db, same, snapshot)
    return
  }
  const changes: MonthChange[] = [{ month, before, after }]
  if (next !== undefined) changes.push({ month: next.month, before: next, after: { ...next, previousId: after.snapshotId } })
  replaceMonths(db, owner, changes, (): SnapshotFacts => {
    if (same !== undefined) return { ...storedFacts(db, same.snapshotId, same), reported: snapshot.reported }
    const { id, seriesId, number } = snapshot
    return factsOf(db, { id, seriesId, number, dataset: owner.dataset, hasList: snapshot.hasList }, countHolders?.() ?? null)
  })
}

function timed({ sqlite }: WriteDb, snapshotId: number): Candidate {
  const row = prepared<[number], StoredRow<Candidate>>(
    sqlite,
    `select s.id, s.number, ${reportTimeSql} reportedAt, s.observed_at observedAt, s.period_end periodEnd, s.has_list hasList
     from snapshot s where s.id = ?`,
  ).get(snapshotId)!
  return readCandidate(row)
}

function rowOfSnapshot({ sqlite }: WriteDb, snapshotId: number): MonthRow | undefined {
  return prepared<[number], MonthRow>(sqlite, `select ${monthRowColumns} from month_fact where snapshot_id = ?`).get(snapshotId)
}
