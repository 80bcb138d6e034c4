/** Everything that decides what is collected next, read from the history in one go. */
import { inArray, isNull } from 'drizzle-orm'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { connectionTable, paceTable, targetStateTable, tenantTable, wishTable } from '../history/schema.ts'
import type { ReadDb } from '../history/writer.ts'
import type { DatasetId } from '../providers/provider.ts'
import type { PaceRow } from './pace-writes.ts'
import { targetKey } from './target-key.ts'
import { type PeriodRow, readPeriodRows } from './unsettled.ts'
import type { Wish, WishRequest } from './wish.ts'

/** A run as far as planning needs it. */
export interface Attempt {
  id: number
  key: string
  connectionId: number
  tenantId: number | null
  dataset: DatasetId
  trigger: 'user' | 'schedule' | 'backfill'
  /** Null while it runs. */
  finishedAt: number | null
  outcome: 'recorded' | 'unchanged' | 'failed' | 'skipped' | null
  errorCode: ErrorCode | null
  errorMessage: string | null
  /** Length of the list in the recorded answer; null where there is none. */
  listed: number | null
}

/** A row of what the collector remembers of a target. */
export type TargetState = typeof targetStateTable.$inferSelect

/** The rows. */
export interface CollectRows {
  connections: (typeof connectionTable.$inferSelect)[]
  /** Tenants that are asked: not paused by us, not gone. */
  tenants: (typeof tenantTable.$inferSelect)[]
  states: Map<string, TargetState>
  paces: Map<string, PaceRow>
  /** Unfinished wishes. */
  wishes: Wish[]
  /** Runs that are under way or ended since the earliest unfinished wish's sweep began, oldest first. */
  attempts: Attempt[]
  /** When a tenant's entry in its connection's own dataset last changed, by `connectionId externalId`. */
  movedAt: Map<string, number>
  /** Readings of the latest billing periods, by tenant. */
  periods: Map<number, PeriodRow[]>
  /** Mean duration of the latest successful runs, ms. */
  answerMs: Map<string, number>
}

/** Reads the rows in one transaction, so that they agree with each other. */
export function readCollectRows(db: ReadDb): CollectRows {
  return db.sqlite.transaction(() => {
    const wishes = readWishes(db)
    const connections = db.orm.select().from(connectionTable).where(isNull(connectionTable.removedAt)).orderBy(connectionTable.id).all()
    const ids = connections.map((connection) => connection.id)
    return {
      connections,
      tenants: db.orm
        .select()
        .from(tenantTable)
        .where(inArray(tenantTable.connectionId, ids))
        .orderBy(tenantTable.id)
        .all()
        .filter((tenant) => !tenant.paused && tenant.goneAt === null),
      states: new Map(
        readStates(db).map((row) => [targetKey({ ...row, tenantId: row.tenantId || null, dataset: row.dataset as DatasetId }), row]),
      ),
      paces: new Map(
        db.orm
          .select()
          .from(paceTable)
          .all()
          .map((row) => [row.route, row]),
      ),
      wishes,
      attempts: readAttempts(db, Math.min(...wishes.map((wish) => wish.sweepAt))),
      movedAt: readMovedAt(db),
      periods: Map.groupBy(readPeriodRows(db), (row) => row.tenantId),
      answerMs: readAnswerMs(db),
    }
  })()
}

/** The wishes that are not finished, oldest first. */
export function readWishes(db: ReadDb): Wish[] {
  return db.orm
    .select()
    .from(wishTable)
    .where(isNull(wishTable.finishedAt))
    .orderBy(wishTable.id)
    .all()
    .map(({ id, at, afterRun, sweepAt, sweepAfterRun, request }) => ({
      id,
      at,
      afterRun,
      sweepAt,
      sweepAfterRun,
      request: JSON.parse(request) as WishRequest,
    }))
}

function readStates(db: ReadDb): TargetState[] {
  return db.orm.select().from(targetStateTable).all()
}

/** Runs that are under way or ended at or after `since` (ms), oldest first. */
export function readAttempts(db: ReadDb, since: number): Attempt[] {
  const rows = db.sqlite
    .prepare<[number], Omit<Attempt, 'key'> & { params: string }>(
      `select run.id, run.connection_id connectionId, run.tenant_id tenantId, run.dataset, run.params, run.trigger, run.finished_at finishedAt,
         run.outcome, run.error_code errorCode, run.error_message errorMessage, snapshot.listed
       from run left join snapshot on snapshot.id = run.snapshot_id
       where run.finished_at >= ? or run.finished_at is null order by run.id`,
    )
    .all(Number.isFinite(since) ? since : Number.MAX_SAFE_INTEGER)
  return rows.map(({ params, ...row }) => ({ ...row, key: targetKey({ ...row, params }) }))
}

/** An entry's interval begins with the snapshot in which it last changed: that is when the tenant's numbers moved. */
function readMovedAt(db: ReadDb): Map<string, number> {
  const rows = db.sqlite
    .prepare<[], { connectionId: number; externalId: string; movedAt: number }>(
      `select series.connection_id connectionId, vendor_id.value externalId, max(snapshot.observed_at) movedAt
       from series join entry on entry.series_id = series.id and entry.to_number is null and entry.owner_id = 0
       join vendor_id on vendor_id.id = entry.vendor_id
       join snapshot on snapshot.series_id = series.id and snapshot.number = entry.from_number
       where series.tenant_id is null and snapshot.number > 1 group by 1, 2`,
    )
    .all()
  return new Map(rows.map((row) => [`${row.connectionId} ${row.externalId}`, row.movedAt]))
}

function readAnswerMs(db: ReadDb): Map<string, number> {
  const rows = db.sqlite
    .prepare<[], { dataset: string; ms: number }>(
      `select dataset, avg(finished_at - started_at) ms from run
       where id > (select max(id) - 100 from run) and outcome in ('recorded', 'unchanged') group by dataset`,
    )
    .all()
  return new Map(rows.map((row) => [row.dataset, row.ms]))
}
