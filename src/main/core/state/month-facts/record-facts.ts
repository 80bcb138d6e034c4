/** Month facts of a snapshot that is being recorded: from the list in memory, instead of reading it back. */

import { calendarOf } from '../../../../shared/domain/calendar.ts'
import type { StoredRow } from '../../database/booleans.ts'
import type { WriteDb } from '../../database/db.ts'
import { prepared } from '../../database/prepared.ts'
import { reportTimeSql } from '../../evidence/report-time.ts'
import { datasetById } from '../../vendors/providers.ts'
import {
  type Candidate,
  canSettle,
  type FactOwner,
  inTimeOrder,
  type MonthSnapshots,
  monthOfSnapshot,
  readCandidate,
} from './month-snapshots.ts'
import { type CountedHolders, factsOf, type SnapshotFacts } from './snapshot-facts.ts'
import { factTimeZone } from './state.ts'
import { type MonthRow, monthRow, moveMonth, replaceMonths, storedFacts } from './store.ts'

/** The snapshot that was just written. */
export interface RecordedSnapshot extends Candidate {
  seriesId: number
  /** Of a list of people that is the same as the one before: the snapshot before, which had a list too. Else null. */
  sameListAs: number | null
}

/** Writes what the snapshot changes in its month, if it is now the last one of it. `countHolders` counts its list; null without one. */
export function recordFacts(db: WriteDb, owner: FactOwner, snapshot: RecordedSnapshot, countHolders: (() => CountedHolders) | null): void {
  const calendar = calendarOf(factTimeZone(db))
  const month = monthOfSnapshot(snapshot, calendar)
  const before = monthRow(db, owner, month)
  const isLast = (than: number | null | undefined) => than == null || inTimeOrder(timed(db, than), snapshot) < 0
  const settles = canSettle(snapshot, month, owner.dataset, calendar) && isLast(before?.settlingId)
  const after: MonthSnapshots = {
    snapshotId: isLast(before?.snapshotId) ? snapshot.id : before!.snapshotId,
    settlingId: settles ? snapshot.id : (before?.settlingId ?? null),
  }
  const same = snapshot.sameListAs === null ? undefined : rowOfSnapshot(db, snapshot.sameListAs)
  if (same !== undefined && same.id === before?.id && after.snapshotId === snapshot.id) {
    moveMonth(db, same, snapshot.id)
    return
  }
  replaceMonths(db, owner, [{ month, before, after }], (): SnapshotFacts => {
    if (same !== undefined) return storedFacts(db, same.snapshotId, same)
    const { id, seriesId, number } = snapshot
    return factsOf(db, { id, seriesId, number, dataset: owner.dataset, hasList: snapshot.hasList }, countHolders?.() ?? null)
  })
}

/** Whether an unchanged list means unchanged facts: those of charges and totals are read from the evidence, which is short. */
export const followsFromList = (dataset: FactOwner['dataset']): boolean => datasetById(dataset).skuField !== null

function timed({ sqlite }: WriteDb, snapshotId: number): Candidate {
  const row = prepared<[number], StoredRow<Candidate>>(
    sqlite,
    `select s.id, s.number, ${reportTimeSql} reportedAt, s.observed_at observedAt, s.period_end periodEnd, s.has_list hasList
     from snapshot s where s.id = ?`,
  ).get(snapshotId)!
  return readCandidate(row)
}

function rowOfSnapshot({ sqlite }: WriteDb, snapshotId: number): MonthRow | undefined {
  return prepared<[number], MonthRow>(
    sqlite,
    `select id, month, snapshot_id snapshotId, settling_id settlingId, guests, charges_over chargesOver from month_fact
     where snapshot_id = ?`,
  ).get(snapshotId)
}
