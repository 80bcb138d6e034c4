/** Derives from stored rows what can be collected. Pure. */

import { Temporal } from 'temporal-polyfill'
import { endOfUtcDay, periodState } from '../../../shared/domain/billing-period.ts'
import { dayMs } from '../../../shared/domain/duration.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { storedOptions } from '../connections/stored-options.ts'
import type { CollectableTenant, PlannedTarget, Provider, Target, UnsettledPeriod } from '../vendors/provider.ts'
import { laneName, maxWaitMs, spacingInForce } from './pace.ts'
import type { CollectRows, PeriodRow } from './rows.ts'
import { paramsText, type TargetIdentity, type TargetState, targetKey } from './targets.ts'

/** When a period ended longer ago than this, only `backfill` collects it, not the schedule. */
const maxUnsettledMs = 60 * dayMs

/** A target that can be collected, with what decides whether and when it is. */
export interface Candidate extends TargetIdentity {
  key: string
  target: Target
  /** Its place in the pace table: the targets of a lane are collected one after the other. */
  lane: string
  spacingMs: number
  /** The vendor itself reports the tenant as paused; a refusal then does not count as a failure. */
  vendorPaused: boolean
  /** One success since this time (ms) is enough; null: collected in every sweep. */
  onceSince: number | null
  failures: number
  /** After a failure, the schedule waits until this time (ms). */
  notBefore: number | null
  /** After a 403 or 404 the schedule leaves the target out. */
  stopCode: string | null
  lastAttemptAt: number | null
  lastSuccessAt: number | null
  /** When the tenant's numbers in its connection's own dataset last changed, ms; null if unknown. */
  movedAt: number | null
}

/** What candidates depend on besides the rows. */
export interface CandidateContext {
  providerOf(id: ProviderId): Provider
  limitsPerKey: boolean
  now: number
}

type Connection = CollectRows['connections'][number]

/** What every connection collects on the UTC day of `at` (ms). Months that ended before the connection was added are left to `backfill`. */
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

/** A series of earlier answers, from the latest backwards. */
export interface BackfillSeries {
  at(step: number): Candidate | null
  endsAfterEmpty: number | null
}

/** A connection's series of earlier answers on the UTC day of `at` (ms). */
export function backfillSeries(rows: CollectRows, connectionId: number, at: number, context: CandidateContext): BackfillSeries[] {
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

/** A connection's options, or the error if this version cannot read them. */
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

/** Represents a connection whose options cannot be read: never collected, but reported as an error to a request that includes it. */
function unreadableCandidate(rows: CollectRows, connection: Connection, provider: Provider, context: CandidateContext): Candidate {
  const dataset = (provider.datasets.find((each) => each.kind === 'totals') ?? provider.datasets[0]!).id
  const nothing = { dataset, externalId: null, tenantId: null, params: {}, route: '', spacingMs: 0, onceSince: null }
  return { ...candidateOf(rows, connection, nothing, context), stopCode: 'STOPPED' }
}

function tenantsOf(rows: CollectRows, connection: Connection, today: string): CollectableTenant[] {
  return rows.tenants
    .filter((tenant) => tenant.connectionId === connection.id)
    .map((tenant) => ({ ...tenant, unsettled: unsettledPeriods(rows.periods.get(tenant.id) ?? [], today) }))
}

/**
 * A tenant's ended billing periods whose numbers are not final yet, as of the start of the UTC day `today`: readings of that day
 * count from the next day on. They are collected until two readings agree.
 */
export function unsettledPeriods(rows: readonly PeriodRow[], today: string): UnsettledPeriod[] {
  const midnight = Date.parse(`${today}T00:00:00.000Z`)
  const known = rows.filter((row) => row.firstAt < midnight)
  return [...Map.groupBy(known, (row) => `${row.dataset} ${row.periodStart}`).values()].flatMap((all): UnsettledPeriod[] => {
    const readings = all.filter((row) => row.observedAt < midnight)
    const last = readings.at(-1)
    if (last === undefined || periodState(readings, midnight) !== 'closing') return []
    const { dataset, periodStart, periodEnd } = last
    const overAt = endOfUtcDay(periodEnd)
    if (midnight - overAt > maxUnsettledMs) return []
    const newer = new Set(known.filter((row) => row.dataset === dataset && row.periodStart > periodStart).map((row) => row.periodStart))
      .size
    return [{ dataset, periodStart, periodEnd, newer, lastReadAt: last.observedAt >= overAt ? last.observedAt : null }]
  })
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

/** A target's state without times later than `now` (ms), which were written while the clock was ahead. */
function stateNow(
  state: TargetState | undefined,
  now: number,
): Pick<Candidate, 'failures' | 'stopCode' | 'notBefore' | 'lastAttemptAt' | 'lastSuccessAt'> {
  if (state === undefined) return { failures: 0, stopCode: null, notBefore: null, lastAttemptAt: null, lastSuccessAt: null }
  const { failures, stopCode, notBefore, lastAttemptAt, lastSuccessAt } = state
  const isOdd = (lastAttemptAt ?? 0) > now || (notBefore ?? 0) > now + maxWaitMs
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
