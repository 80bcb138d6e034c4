/** What the collector writes. Each is one transaction, so that a kill leaves a run either as if it had not been, or whole. */
import { zstdCompressSync } from 'node:zlib'
import { and, desc, eq, gte, isNull } from 'drizzle-orm'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { connectionTable, runPayloadTable, runTable, targetStateTable, wishTable } from '../history/schema.ts'
import type { WriteDb } from '../history/writer.ts'
import { paceWrites } from './pace-writes.ts'
import type { Attempt } from './rows.ts'
import type { TargetIdentity } from './target-key.ts'

const keptPayloadBytes = 64 * 1024

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
  /** The answer, where it came but could not be understood: its first 64 kB are kept. */
  payload: Uint8Array | null
  /** How the target goes on: as before (cut short), not before a moment because of the vendor's limit or of a failure, or not at all. */
  next: { kind: 'nothing' } | { kind: 'wait' | 'back-off'; notBefore: number } | { kind: 'stop-target' } | { kind: 'stop-connection' }
}

export const collectWrites = {
  ...paceWrites,

  /** Answers the run's id. */
  'run.start': (db: WriteDb, { connectionId, tenantId, dataset, params, trigger, at }: RunStart): number =>
    db.orm.insert(runTable).values({ connectionId, tenantId, dataset, params, trigger, startedAt: at }).returning({ id: runTable.id }).get()
      .id,

  'run.fail': (db: WriteDb, failure: RunFailure): void => {
    const { runId, at, requests, outcome, code, message, data, payload, next } = failure
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
    if (payload !== null) {
      const bytes = zstdCompressSync(payload.subarray(0, keptPayloadBytes))
      db.orm.insert(runPayloadTable).values({ runId, bytes }).run()
    }
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
  'run.skip': (
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
          outcome: 'skipped',
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

  /**
   * Keeps a wish. It continues the sweep of an equal wish that was interrupted, or is still under way, when that began after `continuesSince` (ms);
   * its place is taken over.
   */
  'wish.add': (
    db: WriteDb,
    { at, request, continuesSince }: { at: number; request: string; continuesSince: number },
  ): { id: number; sweepAt: number } => {
    const interrupted = db.orm
      .select()
      .from(wishTable)
      .where(and(eq(wishTable.request, request), gte(wishTable.sweepAt, continuesSince)))
      .orderBy(desc(wishTable.id))
      .limit(1)
      .get()
    const continued = interrupted !== undefined && (interrupted.finishedAt === null || interrupted.cancelled) ? interrupted.sweepAt : at
    return db.orm
      .insert(wishTable)
      .values({ at, sweepAt: continued, request })
      .returning({ id: wishTable.id, sweepAt: wishTable.sweepAt })
      .get()
  },

  /** The process that serves the wishes has seen them. */
  'wish.take': (db: WriteDb, { ids, at }: { ids: number[]; at: number }): void => {
    for (const id of ids) {
      db.orm
        .update(wishTable)
        .set({ takenAt: at })
        .where(and(eq(wishTable.id, id), isNull(wishTable.takenAt)))
        .run()
    }
  },

  'wish.finish': (db: WriteDb, { ids, at, cancelled }: { ids: number[]; at: number; cancelled: boolean }): void => {
    for (const id of ids) {
      db.orm
        .update(wishTable)
        .set({ finishedAt: at, cancelled })
        .where(and(eq(wishTable.id, id), isNull(wishTable.finishedAt)))
        .run()
    }
  },

  /** Whether another process has written since the last call: SQLite's `data_version`, which this connection's own writes do not move. */
  'collect.dataVersion': (db: WriteDb, _: Record<string, never>): number => db.sqlite.pragma('data_version', { simple: true }) as number,
}

type RunRow = typeof runTable.$inferSelect

/** A run has its snapshot: part of the transaction that recorded it. */
export function finishRun(
  db: WriteDb,
  {
    runId,
    at,
    requests,
    outcome,
    snapshotId,
  }: { runId: number; at: number; requests: number; outcome: 'recorded' | 'unchanged'; snapshotId: number },
): void {
  const run = db.orm.update(runTable).set({ finishedAt: at, outcome, requests, snapshotId }).where(eq(runTable.id, runId)).returning().get()
  if (run === undefined) throw new Error(`no run ${runId}`)
  setState(db, run, { lastAttemptAt: at, lastSuccessAt: at, failures: 0, notBefore: null, stopCode: null })
  db.orm
    .update(connectionTable)
    .set({ state: 'ok', stateCode: null, stateMessage: null })
    .where(and(eq(connectionTable.id, run.connectionId), eq(connectionTable.state, 'needs-credential')))
    .run()
}

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
