/** Rate limits in memory, for tests that do not need them to persist. */
import type { Clock } from '../../src/main/core/base/clock.ts'
import type { Pace } from '../../src/main/core/vendors/http.ts'

/** A pace that also records its calls. */
export interface MemoryPace extends Pace {
  limits: { route: string; at: number }[]
}

/** Keeps the spacing of each route by the given clock. */
export function memoryPace(clock: Clock): MemoryPace {
  const nextAt = new Map<string, number>()
  const limits: MemoryPace['limits'] = []
  return {
    limits,
    async reserve(route, spacingMs, signal) {
      for (;;) {
        signal.throwIfAborted()
        const waitMs = (nextAt.get(route) ?? 0) - clock.now()
        if (waitMs <= 0) break
        await clock.sleep(waitMs, signal)
      }
      nextAt.set(route, clock.now() + spacingMs)
    },
    async limited(route, at) {
      limits.push({ route, at })
      nextAt.set(route, Math.max(at, nextAt.get(route) ?? 0))
    },
  }
}
