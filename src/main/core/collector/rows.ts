/** The rows that decide what is collected next, read together. */

import type { Database } from 'better-sqlite3'
import { and, eq, getTableColumns, isNull } from 'drizzle-orm'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import type { ReadDb } from '../database/db.ts'
import { historyState } from '../database/history-state.ts'
import { prepared } from '../database/prepared.ts'
import type { runTable } from '../database/schema/collecting.ts'
import { connectionTable, tenantTable } from '../database/schema/tenants.ts'
import { type PaceRow, readPaces } from './pace.ts'
import { type PendingRequest, readPendingRequests } from './requests.ts'
import { readTargetStates, type TargetState, targetKey } from './targets.ts'

/** The columns of a run that planning needs. `finishedAt` and `outcome` are null while it is running. */
export interface Attempt
  extends Pick<
    typeof runTable.$inferSelect,
    'id' | 'connectionId' | 'tenantId' | 'trigger' | 'startedAt' | 'finishedAt' | 'outcome' | 'errorMessage'
  > {
  key: string
  dataset: DatasetId
  errorCode: ErrorCode | null
  /** Length of the list in the recorded answer; null if there is none. */
  listed: number | null
}

/** One reading of a tenant's billing period; of the readings before the period's end only the last. Times in ms. */
export interface PeriodRow {
  tenantId: number
  dataset: DatasetId
  /** The period's first UTC day. */
  periodStart: string
  periodEnd: string
  observedAt: number
  unchanged: boolean
  /** When the period was first seen. */
  firstAt: number
}

type ActiveTenant = Pick<typeof tenantTable.$inferSelect, 'id' | 'connectionId' | 'externalId' | 'kind' | 'vendorPaused'>

/** The rows. */
export interface CollectRows {
  /** Connections that are neither paused nor disconnected. */
  connections: (typeof connectionTable.$inferSelect)[]
  /** Their tenants that are neither paused by the user nor missing from the vendor's list. */
  tenants: ActiveTenant[]
  /** Tenants among them that the vendor itself has paused or disabled. */
  vendorPaused: Set<number>
  states: Map<string, TargetState>
  paces: Map<string, PaceRow>
  pending: PendingRequest[]
  /** Running runs, and runs that started or ended since the sweep of the earliest pending request began; oldest first. */
  attempts: Attempt[]
  /** When a tenant's entry in its connection's own dataset last changed, by `connectionId externalId`. */
  movedAt: Map<string, number>
  /** Readings of the latest billing periods, by tenant. */
  periods: Map<number, PeriodRow[]>
  /** Mean duration of the latest successful runs, ms, by dataset. */
  answerMs: Map<string, number>
}

const cachedRows = new WeakMap<Database, { state: string; rows: CollectRows }>()

/** Reads the rows; cached until the next write to the history. */
export function readCollectRows(db: ReadDb): CollectRows {
  // Read before the rows, so that the next call notices a write in between.
  const state = historyState(db)
  const cached = cachedRows.get(db.sqlite)
  if (cached?.state === state) return cached.rows
  const rows = db.sqlite.transaction(() => readRows(db))()
  cachedRows.set(db.sqlite, { state, rows })
  return rows
}

function readRows(db: ReadDb): CollectRows {
  const pending = readPendingRequests(db)
  const isActive = and(isNull(connectionTable.removedAt), eq(connectionTable.paused, false))
  const tenants = readTenants(db)
  return {
    connections: db.orm.select().from(connectionTable).where(isActive).orderBy(connectionTable.id).all(),
    tenants,
    vendorPaused: new Set(tenants.flatMap(({ id, vendorPaused }) => (vendorPaused === true ? [id] : []))),
    states: readTargetStates(db),
    paces: readPaces(db),
    pending,
    attempts: readAttempts(db, pending),
    movedAt: readMovedAt(db),
    periods: Map.groupBy(readPeriodRows(db), (row) => row.tenantId),
    answerMs: readAnswerMs(db),
  }
}

function readTenants({ orm }: ReadDb): ActiveTenant[] {
  const { id, connectionId, externalId, kind, vendorPaused } = getTableColumns(tenantTable)
  return orm
    .select({ id, connectionId, externalId, kind, vendorPaused })
    .from(tenantTable)
    .innerJoin(connectionTable, eq(connectionTable.id, connectionId))
    .where(
      and(eq(tenantTable.paused, false), isNull(tenantTable.goneAt), isNull(connectionTable.removedAt), eq(connectionTable.paused, false)),
    )
    .orderBy(id)
    .all()
}

/**
 * Running runs, and runs that may belong to the sweep of a pending request, oldest first: by id, which does not depend on the clock,
 * or by their end. A union, because SQLite scans the whole table if the conditions are joined with `or`.
 */
function readAttempts(db: ReadDb, pending: readonly PendingRequest[]): Attempt[] {
  const earliest = (values: number[]) => Math.min(Number.MAX_SAFE_INTEGER, ...values)
  const rows = prepared<[number, number], Omit<Attempt, 'key'> & { params: string }>(
    db.sqlite,
    `select run.id, run.connection_id connectionId, run.tenant_id tenantId, run.dataset, run.params, run.trigger, run.started_at startedAt,
         run.finished_at finishedAt, run.outcome, run.error_code errorCode, run.error_message errorMessage, snapshot.listed
       from (select id each from run where finished_at >= ? union select id from run where id > ? union select id from run where finished_at is null)
       join run on run.id = each left join snapshot on snapshot.id = run.snapshot_id order by run.id`,
  ).all(earliest(pending.map((each) => each.sweepAt)), earliest(pending.map((each) => each.sweepAfterRun)))
  return rows.map(({ params, ...row }) => ({ ...row, key: targetKey({ ...row, params }) }))
}

/** When each tenant's numbers last changed: at the snapshot where its entry's current interval begins. */
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

/** The latest three periods of each tenant, oldest reading first. */
function readPeriodRows(db: ReadDb): PeriodRow[] {
  const rows = prepared<[], Omit<PeriodRow, 'unchanged'> & { unchanged: number }>(
    db.sqlite,
    `with recent as (
         select id, tenant_id, dataset, period_key, row_number() over (partition by tenant_id, dataset order by period_key desc) place
         from series where period_key <> '' and tenant_id is not null
       ), ends as (
         select recent.*, max(snapshot.number) last_number, min(snapshot.observed_at) first_at
         from recent join snapshot on snapshot.series_id = recent.id where place <= 3 group by recent.id
       )
       select ends.tenant_id tenantId, ends.dataset, ends.period_key periodStart, snapshot.period_end periodEnd,
         snapshot.observed_at observedAt, snapshot.unchanged, ends.first_at firstAt
       from ends join snapshot on snapshot.series_id = ends.id
       where snapshot.number = ends.last_number or snapshot.observed_at >= (unixepoch(snapshot.period_end) + 86400) * 1000
       order by ends.tenant_id, ends.dataset, ends.period_key, snapshot.number`,
  ).all()
  return rows.map((row) => ({ ...row, unchanged: Boolean(row.unchanged) }))
}

function readAnswerMs(db: ReadDb): Map<string, number> {
  const rows = prepared<[], { dataset: string; ms: number }>(
    db.sqlite,
    `select dataset, avg(finished_at - started_at) ms from run
       where id > (select max(id) - 100 from run) and outcome in ('recorded', 'unchanged') group by dataset`,
  ).all()
  return new Map(rows.map((row) => [row.dataset, row.ms]))
}
