/** Runs as shown to users. */
import type { RunAnswer } from '../../../shared/contract/answers.ts'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import type { ReadDb } from '../database/db.ts'
import type { DatasetId } from '../vendors/provider.ts'
import { targetKey } from './target-key.ts'
import { inScope, isSinceSweep, type Wish } from './wish.ts'

interface RunRow {
  id: number
  connectionId: number
  tenantId: number | null
  dataset: DatasetId
  params: string
  trigger: 'user' | 'schedule' | 'backfill'
  startedAt: number
  finishedAt: number | null
  outcome: RunAnswer['outcome']
  snapshotId: number | null
  errorCode: ErrorCode | null
  errorMessage: string | null
  requests: number
}

const columns = `id, connection_id connectionId, tenant_id tenantId, dataset, params, trigger, started_at startedAt, finished_at finishedAt, outcome,
  snapshot_id snapshotId, error_code errorCode, error_message errorMessage, requests`

/** The latest runs first. */
export function listRuns(db: ReadDb, filter: { tenantId?: number; failed: boolean; limit: number }): RunAnswer[] {
  return db.sqlite
    .prepare<[{ tenantId: number | null; failed: number; limit: number }], RunRow>(
      `select ${columns} from run where (@tenantId is null or tenant_id = @tenantId) and (@failed = 0 or outcome = 'failed') order by id desc limit @limit`,
    )
    .all({ tenantId: filter.tenantId ?? null, failed: filter.failed ? 1 : 0, limit: filter.limit })
    .map(runAnswer)
}

/** What a wish came to by `now` (ms): the last run of each target in its sweep, in the order in which they ended; of the past, each run that asked for it. */
export function readRunsOf(db: ReadDb, wish: Wish, now: number): RunAnswer[] {
  const rows = db.sqlite
    .prepare<[number, number], RunRow>(
      `select ${columns} from run where id in (select id from run where finished_at >= ? union select id from run where id > ?) order by id`,
    )
    .all(wish.sweepAt, wish.sweepAfterRun)
    .filter(
      (row) =>
        isSinceSweep(row, wish, now) && (row.trigger === 'backfill') === (wish.request.kind === 'backfill') && inScope(wish.request, row),
    )
  return [...new Map(rows.map((row) => [targetKey(row), row])).values()].sort((a, b) => a.id - b.id).map(runAnswer)
}

function runAnswer(row: RunRow): RunAnswer {
  return {
    id: row.id,
    tenant: row.tenantId,
    dataset: row.dataset,
    outcome: row.outcome,
    snapshotId: row.snapshotId,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    startedAt: new Date(row.startedAt).toISOString(),
    finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt).toISOString(),
    requests: row.requests,
  }
}
