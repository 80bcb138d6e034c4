/** The rows of runs. Each write is one transaction, so that a kill leaves a run either open, to be closed at the next start, or whole. */
import { and, eq, isNull } from 'drizzle-orm'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { recordAnswer } from '../history/record.ts'
import { connectionTable, runTable, targetStateTable, tenantTable } from '../history/schema.ts'
import { type WriteDb, withOwnTransactions } from '../history/writer.ts'
import type { DatasetId } from '../providers/provider.ts'
import { datasetById } from '../providers/providers.ts'
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
  'run.start': (db: WriteDb, { connectionId, tenantId, dataset, params, trigger, at }: RunStart): number =>
    db.orm.insert(runTable).values({ connectionId, tenantId, dataset, params, trigger, startedAt: at }).returning({ id: runTable.id }).get()
      .id,

  /**
   * Records the run's answer and ends the run, in one transaction. Throws as `snapshot.record`: then the run is still open, and the beginning of the
   * answer is kept with it.
   */
  'run.record': withOwnTransactions(
    (db: WriteDb, { runId, at, requests, bytes }: { runId: number; at: number; requests: number; bytes: Uint8Array }): void => {
      const run = db.orm.select().from(runTable).where(eq(runTable.id, runId)).get()
      if (run === undefined) throw new Error(`no run ${runId}`)
      const { connectionId, tenantId } = run
      const dataset = run.dataset as DatasetId
      const tenant = tenantId === null ? undefined : db.orm.select().from(tenantTable).where(eq(tenantTable.id, tenantId)).get()
      const asked = {
        externalId: tenant?.externalId ?? null,
        microsoftTenantId: tenant?.microsoftTenantId ?? null,
        ...(run.params === '' ? {} : { params: JSON.parse(run.params) as Record<string, string> }),
      }
      recordAnswer(
        db,
        { runId, connectionId, tenantId, dataset, asked, observedAt: at, bytes },
        datasetById(dataset),
        ({ outcome, snapshotId }) => {
          db.orm.update(runTable).set({ finishedAt: at, outcome, requests, snapshotId }).where(eq(runTable.id, runId)).run()
          setState(db, run, { lastAttemptAt: at, lastSuccessAt: at, failures: 0, notBefore: null, stopCode: null })
          db.orm
            .update(connectionTable)
            .set({ state: 'ok', stateCode: null, stateMessage: null })
            .where(and(eq(connectionTable.id, connectionId), eq(connectionTable.state, 'needs-credential')))
            .run()
        },
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
    { at, code, message, targets }: { at: number; code: ErrorCode; message: string; targets: TargetIdentity[] },
  ): void => {
    for (const { connectionId, tenantId, dataset, params } of targets) {
      db.orm
        .insert(runTable)
        .values({
          connectionId,
          tenantId,
          dataset,
          params,
          trigger: 'user',
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
