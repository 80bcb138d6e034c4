/** Refreshes the vendors' lists of tenants before a sweep: each at most daily, never concurrently. */
import { dayMs, hourMs } from '../../../shared/domain/duration.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../log/log.ts'
import type { CollectRows } from './rows.ts'

/** The delay before an unreadable list is read again. */
const retryAfterMs = hourMs

type Connection = CollectRows['connections'][number]

/** The dependencies of refreshing. */
export interface TenantRefreshDeps {
  clock: Clock
  log: Log
  refreshTenants(connection: Connection): Promise<void>
  /** Called after each refresh, whether it succeeded or not. */
  onEnded(): void
}

/** The refreshes of one engine. */
export interface TenantRefresh {
  /**
   * Starts refreshing old lists of the connections that a request (or, if `scheduled`, the schedule) collects from. Returns whether any was
   * started.
   */
  start(rows: Pick<CollectRows, 'connections' | 'pending'>, scheduled: boolean): boolean
  isRunning(connectionId: number): boolean
  /** The refreshes under way; they never reject. */
  running(): Promise<void>[]
}

/** Creates the refreshes of one engine; reads nothing yet. */
export function createTenantRefresh({ clock, log, refreshTenants, onEnded }: TenantRefreshDeps): TenantRefresh {
  const running = new Map<number, Promise<void>>()
  /** By the monotonic clock. */
  const notBefore = new Map<number, number>()

  async function refresh(connection: Connection): Promise<void> {
    try {
      await refreshTenants(connection)
      // Also if the credential may not list tenants, which will not change within the hour.
      notBefore.set(connection.id, clock.elapsed() + dayMs)
    } catch (error) {
      // The runs report the problem; the tenants known so far are collected.
      notBefore.set(connection.id, clock.elapsed() + retryAfterMs)
      log.warn({ connectionId: connection.id, err: error }, 'the list of tenants was not refreshed')
    } finally {
      running.delete(connection.id)
      onEnded()
    }
  }

  return {
    start({ connections, pending }, scheduled) {
      const [now, elapsed] = [clock.now(), clock.elapsed()]
      const requests = pending.flatMap(({ request }) => (request.kind === 'collect' && request.tenantId === null ? [request] : []))
      const old = connections.filter(
        ({ id, state, tenantsListedAt }) =>
          (tenantsListedAt === null || tenantsListedAt < now - dayMs || tenantsListedAt > now) &&
          (notBefore.get(id) ?? elapsed) <= elapsed &&
          !running.has(id) &&
          state === 'ok' &&
          (scheduled || requests.some((request) => request.connectionId === null || request.connectionId === id)),
      )
      // Deferred until the map has its entry, since unreadable options throw at once.
      for (const connection of old) {
        running.set(
          connection.id,
          Promise.resolve().then(() => refresh(connection)),
        )
      }
      return old.length > 0
    },
    isRunning: (connectionId) => running.has(connectionId),
    running: () => [...running.values()],
  }
}
