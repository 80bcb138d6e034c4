/** A clock that only advances when the test advances it. */
import type { Clock } from '../../src/main/core/base/clock.ts'

/** A clock that the test advances. */
export interface HandClock extends Clock {
  /** Advances the time and wakes due sleepers in order. */
  advance(ms: number): void
  /** Sets the time of day (back if negative) without passing time or waking sleepers. */
  set(ms: number): void
  /** Waits for the given number of sleepers, then advances to the earliest and returns the distance in ms. */
  wakeNext(asleep?: number): Promise<number>
}

/** Starts at a time in ms; random numbers are always one half. */
export function handClock(start: number): HandClock {
  let now = start
  /** By how much the time of day was set. */
  let offset = 0
  let sleepers: { at: number; wake(): void }[] = []
  const advance = (ms: number) => {
    now += ms
    const due = sleepers.filter((each) => each.at <= now).sort((a, b) => a.at - b.at)
    sleepers = sleepers.filter((each) => each.at > now)
    for (const each of due) each.wake()
  }
  return {
    now: () => now + offset,
    elapsed: () => now,
    random: () => 0.5,
    advance,
    set(ms) {
      offset += ms
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const sleeper = { at: now + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((each) => each !== sleeper)
          reject(signal.reason)
        })
      }),
    async wakeNext(asleep = 1) {
      while (sleepers.length < asleep) await new Promise((resolve) => setImmediate(resolve))
      const ms = Math.min(...sleepers.map((each) => each.at)) - now
      advance(ms)
      return ms
    },
  }
}
