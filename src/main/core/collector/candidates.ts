/** From rows to what may be asked. Pure. */
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../base/errors.ts'
import { storedOptions } from '../connections/stored-options.ts'
import type { KnownTenant, PlannedTarget, Provider, ProviderId } from '../vendors/provider.ts'
import type { Candidate } from './candidate.ts'
import { laneName } from './pace.ts'
import { longestWaitMs, spacingInForce } from './pace-writes.ts'
import type { CollectRows, TargetState } from './rows.ts'
import { paramsText, targetKey } from './target-key.ts'
import { unsettledPeriods } from './unsettled.ts'

/** What turns rows into candidates. */
export interface CandidateContext {
  providerOf(id: ProviderId): Provider
  limitsPerKey: boolean
  now: number
}

type Connection = CollectRows['connections'][number]

/** What every connection collects on the UTC day of `at` (ms). What settles a month that ended before the connection was made is left to `backfill`. */
export function candidatesAt(rows: CollectRows, at: number, context: CandidateContext): Candidate[] {
  const today = utcDay(at)
  return rows.connections.flatMap((connection) => {
    const provider = context.providerOf(connection.provider)
    const options = readOptions(connection, context)
    if (!options.ok) return [unreadableCandidate(rows, connection, provider, context)]
    return provider
      .targets(options.config, tenantsOf(rows, connection, today), today)
      .filter(({ onceSince }) => onceSince === null || connection.createdAt < onceSince || connection.createdAt > context.now)
      .map((target) => candidateOf(rows, connection, target, context))
  })
}

/** A line of earlier answers, ready to be walked. */
export interface BackfillLine {
  at(step: number): Candidate | null
  endsAfterEmpty: number | null
}

/** A connection's lines of earlier answers as seen on the UTC day of `at` (ms). */
export function backfillLines(rows: CollectRows, connectionId: number, at: number, context: CandidateContext): BackfillLine[] {
  const connection = rows.connections.find((each) => each.id === connectionId)
  if (connection === undefined) return []
  const provider = context.providerOf(connection.provider)
  const options = readOptions(connection, context)
  if (!options.ok) return []
  return provider.backfill(options.config, tenantsOf(rows, connection, utcDay(at)), utcDay(at)).map((line) => ({
    endsAfterEmpty: line.endsAfterEmpty,
    at: (step) => {
      const target = line.at(step)
      if (target === null) return null
      const { tenantId, route, spacingMs } = line
      return candidateOf(rows, connection, { ...target, tenantId, route, spacingMs, onceSince: null }, context)
    },
  }))
}

/** A connection's options, or why they cannot be read. */
export function readOptions(
  connection: Connection,
  { providerOf }: Pick<CandidateContext, 'providerOf'>,
): { ok: true; config: unknown } | { ok: false; error: AppError } {
  try {
    return { ok: true, config: storedOptions(providerOf(connection.provider), connection) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ok: false, error }
  }
}

/** Stands for everything of a connection whose options cannot be read: never asked, and told to whoever wants it collected. */
function unreadableCandidate(rows: CollectRows, connection: Connection, provider: Provider, context: CandidateContext): Candidate {
  const dataset = (provider.datasets.find((each) => each.kind === 'totals') ?? provider.datasets[0]!).id
  const nothing = { dataset, externalId: null, tenantId: null, params: {}, route: '', spacingMs: 0, onceSince: null }
  return { ...candidateOf(rows, connection, nothing, context), stopCode: 'STOPPED' }
}

function tenantsOf(rows: CollectRows, connection: Connection, today: string): KnownTenant[] {
  return rows.tenants
    .filter((tenant) => tenant.connectionId === connection.id)
    .map((tenant) => ({ ...tenant, unsettled: unsettledPeriods(rows.periods.get(tenant.id) ?? [], today) }))
}

function candidateOf(
  rows: CollectRows,
  connection: Connection,
  planned: PlannedTarget,
  { limitsPerKey, now }: CandidateContext,
): Candidate {
  const { dataset, externalId, tenantId } = planned
  const params = paramsText(planned.params)
  const identity = { connectionId: connection.id, tenantId, dataset, params }
  const key = targetKey(identity)
  const { lastAttemptAt, lastSuccessAt, notBefore, ...state } = stateNow(rows.states.get(key), now)
  const lane = laneName(planned.route, limitsPerKey ? connection.id : null)
  return {
    ...identity,
    key,
    target: { dataset, externalId, params: planned.params },
    lane,
    spacingMs: spacingInForce(rows.paces.get(lane), planned.spacingMs, now),
    vendorPaused: tenantId !== null && rows.vendorPaused.has(tenantId),
    onceSince: planned.onceSince,
    failures: state.failures,
    notBefore,
    stopCode: state.stopCode,
    lastAttemptAt,
    lastSuccessAt,
    movedAt: externalId === null ? null : notAfter(now, rows.movedAt.get(`${connection.id} ${externalId}`) ?? null),
  }
}

/** What is remembered of a target, without what a clock that ran ahead has written: what is dated later than `now` (ms) counts as not having happened. */
function stateNow(
  state: TargetState | undefined,
  now: number,
): Pick<Candidate, 'failures' | 'stopCode' | 'notBefore' | 'lastAttemptAt' | 'lastSuccessAt'> {
  if (state === undefined) return { failures: 0, stopCode: null, notBefore: null, lastAttemptAt: null, lastSuccessAt: null }
  const { failures, stopCode, notBefore, lastAttemptAt, lastSuccessAt } = state
  const isOdd = (lastAttemptAt ?? 0) > now || (notBefore ?? 0) > now + longestWaitMs
  return {
    failures,
    stopCode,
    notBefore: isOdd ? null : notBefore,
    lastAttemptAt: notAfter(now, lastAttemptAt),
    lastSuccessAt: notAfter(now, lastSuccessAt),
  }
}

const notAfter = (now: number, at: number | null): number | null => (at !== null && at > now ? null : at)

function utcDay(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').toPlainDate().toString()
}
