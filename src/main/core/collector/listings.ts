/** Reading the vendors' lists of tenants before a sweep: each at most daily, and once at a time. */
import { dayMs, hourMs } from '../../../shared/domain/duration.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../log/log.ts'
import type { CollectRows } from './rows.ts'

/** A list that could not be read is not asked for again before this. */
const listAgainMs = hourMs

type Connection = CollectRows['connections'][number]

/** What reading lists works with. */
export interface ListingsDeps {
  clock: Clock
  log: Log
  refreshTenants(connection: Connection): Promise<void>
  /** A list was read, or could not be. */
  onEnded(): void
}

/** The lists of one engine. */
export interface Listings {
  /** Begins to read those that are old, of the connections that a wish (or, when `scheduled`, the schedule) collects from. Answers whether any began. */
  begin(rows: Pick<CollectRows, 'connections' | 'wishes'>, scheduled: boolean): boolean
  isReading(connectionId: number): boolean
  /** What is being read now; never rejects. */
  underWay(): Promise<void>[]
}

/** Makes the lists of one engine; nothing is read yet. */
export function createListings({ clock, log, refreshTenants, onEnded }: ListingsDeps): Listings {
  const reading = new Map<number, Promise<void>>()
  /** By the clock that cannot be set. */
  const readAgainAt = new Map<number, number>()

  async function read(connection: Connection): Promise<void> {
    try {
      await refreshTenants(connection)
      // Also where the credential may not list them: that will not change within the hour.
      readAgainAt.set(connection.id, clock.elapsed() + dayMs)
    } catch (error) {
      // The runs themselves will tell what is wrong; the tenants known so far are collected.
      readAgainAt.set(connection.id, clock.elapsed() + listAgainMs)
      log.warn({ connectionId: connection.id, err: error }, 'the list of tenants was not refreshed')
    } finally {
      reading.delete(connection.id)
      onEnded()
    }
  }

  return {
    begin({ connections, wishes }, scheduled) {
      const [now, elapsed] = [clock.now(), clock.elapsed()]
      const collecting = wishes.flatMap(({ request }) => (request.kind === 'collect' && request.tenantId === null ? [request] : []))
      const stale = connections.filter(
        ({ id, state, tenantsListedAt }) =>
          (tenantsListedAt === null || tenantsListedAt < now - dayMs || tenantsListedAt > now) &&
          (readAgainAt.get(id) ?? elapsed) <= elapsed &&
          !reading.has(id) &&
          state === 'ok' &&
          (scheduled || collecting.some((request) => request.connectionId === null || request.connectionId === id)),
      )
      // Begins only once it is noted: options that cannot be read fail at once.
      for (const connection of stale) {
        reading.set(
          connection.id,
          Promise.resolve().then(() => read(connection)),
        )
      }
      return stale.length > 0
    },
    isReading: (connectionId) => reading.has(connectionId),
    underWay: () => [...reading.values()],
  }
}
