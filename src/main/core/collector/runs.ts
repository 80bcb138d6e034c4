/**
 * Runs: read for users, and written while a target is collected. Each write is one transaction, so that a killed process leaves
 * a run either complete or open; the next process that collects closes open ones.
 */

import { and, asc, desc, eq, gt, gte, inArray, isNull } from 'drizzle-orm'
import { union } from 'drizzle-orm/sqlite-core'
import type { RunAnswer } from '../../../shared/contract/collecting-answers.ts'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { type ReadDb, type WriteDb, withOwnTransactions } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { runTable } from '../database/schema/collecting.ts'
import { connectionTable } from '../database/schema/tenants.ts'
import { recordAnswer } from '../history/record.ts'
import { importVendorInvoices } from '../invoices/vendor-invoices.ts'
import { datasetById } from '../vendors/providers.ts'
import { endedSinceSweep, inScope, type PendingRequest } from './requests.ts'
import { failuresOf, markCollected, type TargetIdentity, targetKey, updateTargetState } from './targets.ts'

/** A run as stored, with the types that its text columns hold. */
type RunRow = Omit<typeof runTable.$inferSelect, 'dataset' | 'errorCode'> & { dataset: DatasetId; errorCode: ErrorCode | null }

/** Why a run was made. */
export type RunTrigger = RunRow['trigger']

/** The latest runs first. */
export function listRuns({ orm }: ReadDb, { tenantId, failed, limit }: { tenantId?: number; failed: boolean; limit: number }): RunAnswer[] {
  return orm
    .select()
    .from(runTable)
    .where(and(tenantId === undefined ? undefined : eq(runTable.tenantId, tenantId), failed ? eq(runTable.outcome, 'failed') : undefined))
    .orderBy(desc(runTable.id))
    .limit(limit)
    .all()
    .map((row) => runAnswer(row as RunRow))
}

/**
 * The runs of a request by `now` (ms), in the order of their start: the last one of each target in the request's sweep.
 * Throws if everything was skipped: nothing failed then, but nothing was collected either.
 */
export function runsOfRequest({ orm }: ReadDb, pending: PendingRequest, now: number): RunAnswer[] {
  const { request, sweepAt, sweepAfterRun } = pending
  const id = { id: runTable.id }
  // A union, because SQLite scans the whole table if the conditions are joined with `or`.
  const inSweep = union(
    orm.select(id).from(runTable).where(gte(runTable.finishedAt, sweepAt)),
    orm.select(id).from(runTable).where(gt(runTable.id, sweepAfterRun)),
  )
  const rows = (orm.select().from(runTable).where(inArray(runTable.id, inSweep)).orderBy(asc(runTable.id)).all() as RunRow[]).filter(
    (row) => endedSinceSweep(row, pending, now) && (row.trigger === 'backfill') === (request.kind === 'backfill') && inScope(request, row),
  )
  const lastOfTarget = new Map(rows.map((row) => [targetKey(row), row]))
  const runs = [...lastOfTarget.values()].sort((a, b) => a.id - b.id).map(runAnswer)
  if (request.kind === 'collect' && !request.due) throwIfAllSkipped(runs)
  return runs
}

function throwIfAllSkipped(runs: readonly RunAnswer[]): void {
  if (runs.some((run) => run.outcome !== 'skipped')) return
  const refused = runs.find((run) => run.tenant !== null)
  if (refused?.error != null) throw new AppError(refused.error.code, refused.error.message, { data: { tenant: refused.tenant } })
  throw new AppError(
    'NOT_FOUND',
    'Nothing was collected: there are no tenants, and the vendor lists none for this credential. Add tenants manually with `seatledger tenants add`, or use a credential that can list them.',
  )
}

function runAnswer(row: RunRow): RunAnswer {
  return {
    id: row.id,
    tenant: row.tenantId,
    dataset: row.dataset,
    outcome: row.outcome,
    snapshotId: row.snapshotId,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    startedAt: isoTime(row.startedAt),
    finishedAt: isoTime(row.finishedAt),
    requests: row.requests,
  }
}

/** A run that starts. */
export interface RunStart extends TargetIdentity {
  trigger: RunTrigger
  at: number
}

/** A run that ends without a snapshot. */
export interface RunFailure {
  runId: number
  at: number
  requests: number
  outcome: 'failed' | 'skipped'
  code: ErrorCode
  message: string
  /** What the vendor's support asks for; never personal data. */
  data: Record<string, unknown> | null
  /** When the schedule collects the target again: as before (the run was interrupted), after the vendor's limit or a back-off, or not at all. */
  next: { kind: 'nothing' } | { kind: 'wait' | 'back-off'; notBefore: number } | { kind: 'stop-target' } | { kind: 'stop-connection' }
}

/** The writes of this file. */
export const runWrites = {
  /** Returns the run's id. Plain SQL, as in `run.record`, since both happen for every answer. */
  'run.start': ({ sqlite }: WriteDb, { connectionId, tenantId, dataset, params, trigger, at }: RunStart): number =>
    Number(
      prepared(sqlite, 'INSERT INTO run (connection_id, tenant_id, dataset, params, trigger, started_at) VALUES (?, ?, ?, ?, ?, ?)').run(
        connectionId,
        tenantId,
        dataset,
        params,
        trigger,
        at,
      ).lastInsertRowid,
    ),

  /**
   * Records the run's answer and ends the run, in one transaction. Throws like `snapshot.record`; the run is then still open, and the
   * beginning of the answer is stored with it.
   */
  'run.record': withOwnTransactions(
    (db: WriteDb, { runId, at, requests, bytes }: { runId: number; at: number; requests: number; bytes: Uint8Array }): void => {
      const run = runToRecord(db, runId)
      const { connectionId, tenantId, dataset } = run
      const asked = {
        externalId: run.externalId,
        microsoftTenantId: run.microsoftTenantId,
        ...(run.params === '' ? {} : { params: JSON.parse(run.params) as Record<string, string> }),
      }
      recordAnswer(
        db,
        { runId, connectionId, tenantId, dataset, asked, observedAt: at, bytes },
        datasetById(dataset),
        ({ outcome, snapshotId }) => {
          endRecorded(db, run, { runId, at, requests, outcome, snapshotId })
          if (dataset === 'genesys.invoices' && outcome === 'recorded' && tenantId !== null && run.externalId !== null)
            importVendorInvoices(db, { id: snapshotId, tenantId, externalId: run.externalId, at })
        },
      )
    },
  ),

  'run.fail': (db: WriteDb, failure: RunFailure): void => {
    const { runId, at, requests, outcome, code, message, data, next } = failure
    const row = db.orm
      .update(runTable)
      .set({
        finishedAt: at,
        outcome,
        requests,
        errorCode: code,
        errorMessage: message,
        errorData: data === null ? null : JSON.stringify(data),
      })
      .where(eq(runTable.id, runId))
      .returning()
      .get()
    if (row === undefined) throw new Error(`no run ${runId}`)
    const run = row as RunRow
    if (next.kind === 'nothing') return
    if (next.kind === 'wait') {
      updateTargetState(db, run, { notBefore: next.notBefore })
      return
    }
    updateTargetState(db, run, {
      lastAttemptAt: at,
      failures: failuresOf(db, run) + 1,
      notBefore: next.kind === 'back-off' ? next.notBefore : null,
      stopCode: next.kind === 'stop-target' ? code : null,
    })
    if (next.kind === 'stop-connection') {
      db.orm
        .update(connectionTable)
        .set({ state: 'needs-credential', stateCode: code, stateMessage: message })
        .where(eq(connectionTable.id, run.connectionId))
        .run()
    }
  },

  /**
   * Failed runs for targets that cannot be collected because their connection's credential is refused, so that a request has a result for
   * each target.
   */
  'run.refuse': (
    db: WriteDb,
    { at, code, message, targets }: { at: number; code: ErrorCode; message: string; targets: (TargetIdentity & { trigger: RunTrigger })[] },
  ): void => {
    const end = { startedAt: at, finishedAt: at, outcome: 'failed', errorCode: code, errorMessage: message } as const
    for (const target of targets) {
      db.orm
        .insert(runTable)
        .values({ ...target, ...end })
        .run()
    }
  },

  /** Closes runs left open by a process that ended; only for the process that holds the collector's lock. Returns how many there were. */
  'run.closeInterrupted': (db: WriteDb, { at }: { at: number }): number =>
    db.orm
      .update(runTable)
      .set({
        finishedAt: at,
        outcome: 'failed',
        errorCode: 'CANCELLED',
        errorMessage: 'The process ended while this was being collected. It will be collected again.',
      })
      .where(isNull(runTable.outcome))
      .run().changes,
}

/** The columns of a run that recording its answer needs. */
interface RunToRecord extends TargetIdentity {
  externalId: string | null
  microsoftTenantId: string | null
}

function runToRecord({ sqlite }: WriteDb, runId: number): RunToRecord {
  const run = prepared<[number], RunToRecord>(
    sqlite,
    `SELECT run.connection_id connectionId, run.tenant_id tenantId, run.dataset, run.params,
       tenant.external_id externalId, tenant.microsoft_tenant_id microsoftTenantId
     FROM run LEFT JOIN tenant ON tenant.id = run.tenant_id WHERE run.id = ?`,
  ).get(runId)
  if (run === undefined) throw new Error(`no run ${runId}`)
  return run
}

function endRecorded(
  db: WriteDb,
  run: RunToRecord,
  end: { runId: number; at: number; requests: number; outcome: string; snapshotId: number },
): void {
  prepared(
    db.sqlite,
    `UPDATE run SET finished_at = @at, outcome = @outcome, requests = @requests, snapshot_id = @snapshotId, error_code = NULL, error_message = NULL
     WHERE id = @runId`,
  ).run(end)
  markCollected(db, run, end.at)
  prepared(
    db.sqlite,
    "UPDATE connection SET state = 'ok', state_code = NULL, state_message = NULL WHERE id = ? AND state = 'needs-credential'",
  ).run(run.connectionId)
}
