/** Keeps the vendors' limits over restarts and processes: the next allowed moment of a route is a committed row before the request is sent. */
import type { Clock } from '../base/clock.ts'
import type { Pace } from '../vendors/http.ts'
import type { CollectWriter } from './writes.ts'

/** What the pacing stands on. */
export interface PaceDeps {
  writer: CollectWriter
  clock: Clock
  /** Whether the vendor counts per key: then each connection has lanes of its own. */
  limitsPerKey(): boolean
}

/** The pacing as one connection uses it; null: what is asked before there is a connection. */
export function createPace({ writer, clock, limitsPerKey }: PaceDeps, connectionId: number | null): Pace {
  const laneOf = (route: string) => laneName(route, limitsPerKey() ? connectionId : null)
  return {
    async reserve(route, spacingMs, signal) {
      for (;;) {
        signal.throwIfAborted()
        const waitMs = await writer.call('pace.reserve', { lane: laneOf(route), spacingMs, now: clock.now(), elapsed: clock.elapsed() })
        if (waitMs === 0) return
        await clock.sleep(waitMs, signal)
      }
    },
    async limited(route, at) {
      await writer.call('pace.limit', { lane: laneOf(route), at, now: clock.now(), elapsed: clock.elapsed() })
    },
  }
}

/** The key of a pace row: the route, shared by all connections unless limits count per key. */
export function laneName(route: string, connectionId: number | null): string {
  return connectionId === null ? route : `${route} #${connectionId}`
}
