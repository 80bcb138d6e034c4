/** The rows of runs. Each write is one transaction, so that a kill leaves a run either open, to be closed at the next start, or whole. */
import { and, eq, isNull } from 'drizzle-orm'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { type WriteDb, withOwnTransactions } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { runTable, targetStateTable } from '../database/schema/collecting.ts'
import { connectionTable } from '../database/schema/tenants.ts'
import { recordAnswer } from '../history/record.ts'
import { datasetById } from '../vendors/providers.ts'
import type { Attempt } from './rows.ts'
import type { TargetIdentity } from './target-key.ts'

/** A run begins. */
export interface RunStart extends TargetIdentity {
  trigger: Attempt['trigger']
  at: number
}

/** A run ends without a snapshot. */
export interface RunFailure {
  runId: number
  at: number
  requests: number
  outcome: 'failed' | 'skipped'
  code: ErrorCode
  message: string
  /** What support asks for; never personal data. */
  data: Record<string, unknown> | null
  /** How the target goes on: as before (cut short), not before a moment because of the vendor's limit or of a failure, or not at all. */
  next: { kind: 'nothing' } | { kind: 'wait' | 'back-off'; notBefore: number } | { kind: 'stop-target' } | { kind: 'stop-connection' }
}

export const runWrites = {
  /** Answers the run's id. */
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
   * Records the run's answer and ends the run, in one transaction. Throws as `snapshot.record`: then the run is still open, and the beginning of the
   * answer is kept with it.
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
        ({ outcome, snapshotId }) => endRecorded(db, run, { runId, at, requests, outcome, snapshotId }),
      )
    },
  ),

  'run.fail': (db: WriteDb, failure: RunFailure): void => {
    const { runId, at, requests, outcome, code, message, data, next } = failure
    const run = db.orm
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
    if (run === undefined) throw new Error(`no run ${runId}`)
    if (next.kind === 'nothing') return
    if (next.kind === 'wait') {
      setState(db, run, { notBefore: next.notBefore })
      return
    }
    const failures = (stateOf(db, run)?.failures ?? 0) + 1
    setState(db, run, {
      lastAttemptAt: at,
      failures,
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

  /** Runs that were not made, since their connection's credential is refused: each target of a wish gets its answer. */
  'run.refuse': (
    db: WriteDb,
    {
      at,
      code,
      message,
      targets,
    }: { at: number; code: ErrorCode; message: string; targets: (TargetIdentity & Pick<RunStart, 'trigger'>)[] },
  ): void => {
    for (const { connectionId, tenantId, dataset, params, trigger } of targets) {
      db.orm
        .insert(runTable)
        .values({
          connectionId,
          tenantId,
          dataset,
          params,
          trigger,
          startedAt: at,
          finishedAt: at,
          outcome: 'failed',
          errorCode: code,
          errorMessage: message,
        })
        .run()
    }
  },

  /** Closes the runs of a process that ended in the middle; only the holder of the collector's lock may. Answers how many there were. */
  'run.closeInterrupted': (db: WriteDb, { at }: { at: number }): number =>
    db.orm
      .update(runTable)
      .set({
        finishedAt: at,
        outcome: 'failed',
        errorCode: 'CANCELLED',
        errorMessage: 'The process ended while this was collected. It is asked again.',
      })
      .where(isNull(runTable.outcome))
      .run().changes,
}

/** What recording a run's answer needs to know of it; read and ended by plain statements, since this happens for every answer. */
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
  { sqlite }: WriteDb,
  { connectionId, tenantId, dataset, params }: RunToRecord,
  end: { runId: number; at: number; requests: number; outcome: string; snapshotId: number },
): void {
  prepared(
    sqlite,
    `UPDATE run SET finished_at = @at, outcome = @outcome, requests = @requests, snapshot_id = @snapshotId, error_code = NULL, error_message = NULL
     WHERE id = @runId`,
  ).run(end)
  prepared(
    sqlite,
    `INSERT INTO target_state (connection_id, tenant_id, dataset, params, last_attempt_at, last_success_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET last_attempt_at = excluded.last_attempt_at, last_success_at = excluded.last_success_at,
       failures = 0, not_before = NULL, stop_code = NULL`,
  ).run(connectionId, tenantId ?? 0, dataset, params, end.at, end.at)
  prepared(
    sqlite,
    "UPDATE connection SET state = 'ok', state_code = NULL, state_message = NULL WHERE id = ? AND state = 'needs-credential'",
  ).run(connectionId)
}

type RunRow = typeof runTable.$inferSelect

function stateKey(run: RunRow) {
  return { connectionId: run.connectionId, tenantId: run.tenantId ?? 0, dataset: run.dataset, params: run.params }
}

function stateOf(db: WriteDb, run: RunRow) {
  const { connectionId, tenantId, dataset, params } = stateKey(run)
  const { connectionId: c, tenantId: t, dataset: d, params: p } = targetStateTable
  return db.orm
    .select()
    .from(targetStateTable)
    .where(and(eq(c, connectionId), eq(t, tenantId), eq(d, dataset), eq(p, params)))
    .get()
}

function setState(db: WriteDb, run: RunRow, set: Partial<typeof targetStateTable.$inferInsert>): void {
  const { connectionId, tenantId, dataset, params } = targetStateTable
  db.orm
    .insert(targetStateTable)
    .values({ ...stateKey(run), ...set })
    .onConflictDoUpdate({ target: [connectionId, tenantId, dataset, params], set })
    .run()
}
