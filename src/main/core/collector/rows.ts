/** Everything that decides what is collected next, read from the history in one go. */

import type { Database } from 'better-sqlite3'
import { and, eq, isNull } from 'drizzle-orm'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { ReadDb } from '../database/db.ts'
import { historyState } from '../database/history-state.ts'
import { prepared } from '../database/prepared.ts'
import { paceTable, type targetStateTable, wishTable } from '../database/schema/collecting.ts'
import { connectionTable, type tenantTable } from '../database/schema/tenants.ts'
import type { DatasetId } from '../vendors/provider.ts'
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
  startedAt: number
  /** Null while it runs. */
  finishedAt: number | null
  outcome: 'recorded' | 'unchanged' | 'failed' | 'skipped' | null
  errorCode: ErrorCode | null
  errorMessage: string | null
  /** Length of the list in the recorded answer; null where there is none. */
  listed: number | null
}

/** A row of what the collector remembers of a target. */
export type TargetState = Omit<typeof targetStateTable.$inferSelect, 'dataset'> & { dataset: DatasetId }

/** A tenant that is asked. */
type AskedTenant = Pick<typeof tenantTable.$inferSelect, 'id' | 'connectionId' | 'externalId' | 'kind' | 'vendorPaused'>

/** The rows. */
export interface CollectRows {
  /** Those that are asked: not paused, not disconnected. */
  connections: (typeof connectionTable.$inferSelect)[]
  /** Tenants that are asked: not paused by us (nor their connection), not gone. */
  tenants: AskedTenant[]
  /** Those of them that the vendor itself has paused or disabled. */
  vendorPaused: Set<number>
  states: Map<string, TargetState>
  paces: Map<string, PaceRow>
  /** Unfinished wishes. */
  wishes: Wish[]
  /** Runs that are under way, or began or ended since the earliest unfinished wish's sweep began, oldest first. */
  attempts: Attempt[]
  /** When a tenant's entry in its connection's own dataset last changed, by `connectionId externalId`. */
  movedAt: Map<string, number>
  /** Readings of the latest billing periods, by tenant. */
  periods: Map<number, PeriodRow[]>
  /** Mean duration of the latest successful runs, ms. */
  answerMs: Map<string, number>
}

const keptRows = new WeakMap<Database, { state: string; rows: CollectRows }>()

/** The rows, as long as nobody wrote to the history the same ones: after waiting for a vendor's limit nothing need be read anew. */
export function readCollectRows(db: ReadDb): CollectRows {
  // Before the rows: what is written in between is seen by the next look.
  const state = historyState(db)
  const kept = keptRows.get(db.sqlite)
  if (kept?.state === state) return kept.rows
  const rows = readRows(db)
  keptRows.set(db.sqlite, { state, rows })
  return rows
}

/** Reads the rows in one transaction, so that they agree with each other. */
function readRows(db: ReadDb): CollectRows {
  return db.sqlite.transaction(() => {
    const wishes = readWishes(db)
    const isAsked = and(isNull(connectionTable.removedAt), eq(connectionTable.paused, false))
    const connections = db.orm.select().from(connectionTable).where(isAsked).orderBy(connectionTable.id).all()
    const tenants = readTenants(db)
    return {
      connections,
      tenants,
      vendorPaused: new Set(tenants.flatMap(({ id, vendorPaused }) => (vendorPaused === true ? [id] : []))),
      states: new Map(readStates(db).map((row) => [targetKey({ ...row, tenantId: row.tenantId || null }), row])),
      paces: new Map(
        db.orm
          .select()
          .from(paceTable)
          .all()
          .map((row) => [row.route, row]),
      ),
      wishes,
      attempts: readAttempts(db, wishes),
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

// Hundreds of rows at each step: read plainly, and compiled once.
function readTenants(db: ReadDb): AskedTenant[] {
  const rows = prepared<[], StoredRow<AskedTenant>>(
    db.sqlite,
    `select id, connection_id connectionId, external_id externalId, kind, vendor_paused vendorPaused from tenant
     where not paused and gone_at is null and connection_id in (select id from connection where removed_at is null and not paused)
     order by id`,
  ).all()
  return rows.map(booleansOf<AskedTenant>({ vendorPaused: true }))
}

function readStates(db: ReadDb): TargetState[] {
  return prepared<[], TargetState>(
    db.sqlite,
    `select connection_id connectionId, tenant_id tenantId, dataset, params, failures, not_before notBefore, stop_code stopCode,
       last_attempt_at lastAttemptAt, last_success_at lastSuccessAt from target_state`,
  ).all()
}

/**
 * Runs that are under way, or that may belong to the sweep of one of the wishes, oldest first: by their order, which setting the clock does not change, or by
 * their end. Asked as one, SQLite would read every run there is.
 */
function readAttempts(db: ReadDb, wishes: readonly Wish[]): Attempt[] {
  const earliest = (times: number[]) => Math.min(Number.MAX_SAFE_INTEGER, ...times)
  const rows = prepared<[number, number], Omit<Attempt, 'key'> & { params: string }>(
    db.sqlite,
    `select run.id, run.connection_id connectionId, run.tenant_id tenantId, run.dataset, run.params, run.trigger, run.started_at startedAt,
         run.finished_at finishedAt, run.outcome, run.error_code errorCode, run.error_message errorMessage, snapshot.listed
       from (select id each from run where finished_at >= ? union select id from run where id > ? union select id from run where finished_at is null)
       join run on run.id = each left join snapshot on snapshot.id = run.snapshot_id order by run.id`,
  ).all(earliest(wishes.map((wish) => wish.sweepAt)), earliest(wishes.map((wish) => wish.sweepAfterRun)))
  return rows.map(({ params, ...row }) => ({ ...row, key: targetKey({ ...row, params }) }))
}

/** An entry's interval begins with the snapshot in which it last changed: that is when the tenant's numbers moved. */
function readMovedAt(db: ReadDb): Map<string, number> {
  const rows = prepared<[], { connectionId: number; externalId: string; movedAt: number }>(
    db.sqlite,
    `select series.connection_id connectionId, vendor_id.value externalId, max(snapshot.observed_at) movedAt
       from series join entry on entry.series_id = series.id and entry.to_number is null and entry.owner_id = 0
       join vendor_id on vendor_id.id = entry.vendor_id
       join snapshot on snapshot.series_id = series.id and snapshot.number = entry.from_number
       where series.tenant_id is null and snapshot.number > 1 group by 1, 2`,
  ).all()
  return new Map(rows.map((row) => [`${row.connectionId} ${row.externalId}`, row.movedAt]))
}

function readAnswerMs(db: ReadDb): Map<string, number> {
  const rows = prepared<[], { dataset: string; ms: number }>(
    db.sqlite,
    `select dataset, avg(finished_at - started_at) ms from run
       where id > (select max(id) - 100 from run) and outcome in ('recorded', 'unchanged') group by dataset`,
  ).all()
  return new Map(rows.map((row) => [row.dataset, row.ms]))
}
