/** One run: requests a target from the vendor once, and records the answer or the failure. */
import type { ErrorCode, ErrorShape } from '../../../shared/contract/errors.ts'
import { optionalDatasets } from '../../../shared/domain/vendors.ts'
import type { Clock } from '../base/clock.ts'
import { toErrorShape } from '../base/errors.ts'
import { backOffMs, failureKindOf } from '../connections/failure-kind.ts'
import type { Log } from '../log/log.ts'
import type { Answer, ProviderSession } from '../vendors/provider.ts'
import { maxWaitMs } from './pace.ts'
import type { Job } from './plan.ts'
import type { RunFailure } from './runs.ts'
import type { CollectWriter } from './writes.ts'

/** Errors of our own storage. The collector stops then, instead of using up a vendor's rate limit for answers that it cannot store. */
const storageCodes: readonly ErrorCode[] = ['DISK_FULL', 'DATA_DIR_UNWRITABLE', 'DATA_DIR_GONE', 'DB_LOCKED', 'DB_DAMAGED']

/** The dependencies of a run. */
export interface RunDeps {
  writer: CollectWriter
  clock: Clock
  log: Log
}

/** How a run ended. */
export interface RunEnd {
  /** Null if the answer was recorded. */
  code: ErrorCode | null
}

/** Collects one target. Throws only if the history cannot be written. */
export async function collectTarget(deps: RunDeps, job: Job, session: ProviderSession, signal: AbortSignal): Promise<RunEnd> {
  const { writer, clock } = deps
  const { connectionId, tenantId, dataset, params, target, failures } = job.candidate
  const runId = await writer.call('run.start', { connectionId, tenantId, dataset, params, trigger: job.trigger, at: clock.now() })
  const fail = async (error: unknown, trace: Answer['trace']): Promise<RunEnd> => {
    const shape = signal.aborted
      ? cancelled
      : toErrorShape(error, (id, bug) => deps.log.error({ id, err: bug, runId }, 'a run failed unexpectedly'))
    await writer.call('run.fail', failureOf(runId, job, shape, trace, failures, clock))
    if (storageCodes.includes(shape.code)) throw error
    return { code: shape.code }
  }
  let answer: Answer
  try {
    answer = await session.fetch(target, signal)
  } catch (error) {
    return fail(error, {})
  }
  const observedAt = clock.now()
  try {
    const { bytes } = answer
    // Transferred if possible instead of copied, since an answer can be large.
    const transfer = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : []
    await writer.call('run.record', { runId, at: observedAt, requests: requestsOf(answer.trace, 1), bytes }, transfer)
    return { code: null }
  } catch (error) {
    return fail(error, answer.trace)
  }
}

const cancelled: ErrorShape = { code: 'CANCELLED', message: 'Collecting was stopped during this request. It will be sent again next time.' }

function failureOf(
  runId: number,
  { candidate, trigger }: Job,
  { code, message, data = {} }: ErrorShape,
  trace: Answer['trace'],
  failures: number,
  clock: Clock,
): RunFailure {
  const at = clock.now()
  const kind = failureKindOf(code)
  // Expected refusals do not count as failures: the key lacks a permission for the connection's own or an optional dataset, the vendor has
  // paused the tenant, there are no earlier periods, or a preview API has changed.
  const isOptional = optionalDatasets.includes(candidate.dataset)
  const isExpected =
    kind === 'end' ||
    kind === 'elsewhere' ||
    (code === 'VENDOR_FORBIDDEN' && candidate.tenantId === null) ||
    (kind === 'target' && candidate.vendorPaused) ||
    (isOptional && (kind === 'target' || code === 'UNREADABLE_ANSWER'))
  const { requests: _, ...support } = { ...trace, ...data }
  return {
    runId,
    at,
    requests: requestsOf({ ...trace, ...data }, 0),
    outcome: isExpected ? 'skipped' : 'failed',
    code,
    message,
    data: Object.keys(support).length === 0 ? null : support,
    next: nextOf(code, trigger === 'backfill', failures, data, at, clock.random()),
  }
}

function nextOf(
  code: ErrorCode,
  isBackfill: boolean,
  failures: number,
  data: Record<string, unknown>,
  at: number,
  random: number,
): RunFailure['next'] {
  const later = { kind: 'back-off', notBefore: at + backOffMs(failures + 1, random) } as const
  switch (failureKindOf(code)) {
    case 'connection':
      return code === 'UNAUTHORIZED' ? { kind: 'stop-connection' } : later
    case 'target':
      return { kind: 'stop-target' }
    case 'wait':
      return { kind: 'wait', notBefore: Math.min(typeof data.retryAt === 'number' ? data.retryAt : at + 60_000, at + maxWaitMs) }
    case 'again':
    case 'elsewhere':
      return { kind: 'nothing' }
    case 'end':
      return isBackfill ? { kind: 'nothing' } : later
    case 'back-off':
      return storageCodes.includes(code) ? { kind: 'nothing' } : later
  }
}

function requestsOf(trace: Record<string, unknown>, fallback: number): number {
  return typeof trace.requests === 'number' ? trace.requests : fallback
}
