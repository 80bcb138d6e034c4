/** A clock that jumps to the next sleeper whenever the process is idle, so that a night passes in seconds with real HTTP and real SQLite. */
import type { Clock } from '../../src/main/core/base/clock.ts'

/** Turns of the event loop without tracked work after which the process counts as idle. */
const idleTurns = 10

/** A clock that advances on its own once `play` is called. */
export interface AutoClock extends Clock {
  /** Tracks work that takes real time (HTTP, the writer's worker); time does not advance while it runs. */
  track<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R>
  /** From now on, time jumps without end. */
  play(): void
  /** Advances to a time (ms); resolves when everything before it is done. */
  playUntil(at: number): Promise<void>
  /** `fetch` that is tracked to the last byte. */
  fetch: typeof globalThis.fetch
  /** Sets the time of day (back if negative) without passing time or waking sleepers. */
  set(ms: number): void
  stop(): void
}

/** Starts at a time in ms; `random` defaults to one half. */
export function autoClock(start: number, random: () => number = () => 0.5): AutoClock {
  let now = start
  /** By how much the time of day was set. */
  let offset = 0
  let horizon = start
  let busy = 0
  let idle = 0
  let stopped = false
  let sleepers: { at: number; wake(): void }[] = []
  let arrived: (() => void)[] = []

  function turn(): void {
    if (stopped || busy > 0) return
    idle += 1
    if (idle >= idleTurns) {
      idle = 0
      const next = Math.min(...sleepers.map((each) => each.at))
      if (next <= horizon) wakeAt(next)
      else if (Number.isFinite(horizon)) arrive()
    }
    if (arrived.length > 0 || horizon === Number.POSITIVE_INFINITY) setImmediate(turn)
  }

  function wakeAt(at: number): void {
    now = Math.max(now, at)
    const due = sleepers.filter((each) => each.at <= now)
    sleepers = sleepers.filter((each) => each.at > now)
    for (const each of due) each.wake()
  }

  function arrive(): void {
    now = Math.max(now, horizon)
    const waiting = arrived
    arrived = []
    for (const resolve of waiting) resolve()
  }

  function track<A extends unknown[], R>(work: (...args: A) => Promise<R>) {
    return async (...args: A): Promise<R> => {
      busy += 1
      try {
        return await work(...args)
      } finally {
        busy -= 1
        idle = 0
        if (busy === 0) setImmediate(turn)
      }
    }
  }

  return {
    now: () => now + offset,
    elapsed: () => now,
    random,
    set(ms) {
      offset += ms
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason)
          return
        }
        const abort = () => {
          sleepers = sleepers.filter((each) => each !== sleeper)
          reject(signal?.reason)
        }
        const sleeper = {
          at: now + ms,
          wake: () => {
            signal?.removeEventListener('abort', abort)
            resolve()
          },
        }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', abort, { once: true })
      }),
    track,
    play() {
      horizon = Number.POSITIVE_INFINITY
      setImmediate(turn)
    },
    playUntil(at) {
      horizon = at - offset
      idle = 0
      return new Promise((resolve) => {
        arrived.push(resolve)
        setImmediate(turn)
      })
    },
    fetch: track(async (input: string | URL | Request, init?: RequestInit) => {
      const response = await fetch(input, init)
      const body = await response.arrayBuffer()
      return new Response([204, 304].includes(response.status) ? null : body, { status: response.status, headers: response.headers })
    }),
    stop() {
      stopped = true
    },
  }
}
