/** A simulated clock: instead of waiting, time jumps to the end of the next sleep. */
import type { Clock } from '../core/base/clock.ts'

/** A clock that can be moved by hand. */
export interface LeapingClock extends Clock {
  /** Moves time forward to `at` (ms); earlier moments are ignored. */
  leapTo(at: number): void
}

interface Sleeper {
  at: number
  wake(): void
}

/** Starts at a time (ms). `random` is always one half, because jitter would make two runs differ. */
export function leapingClock(startMs: number): LeapingClock {
  let now = startMs
  let sleepers: Sleeper[] = []
  let ticking = false

  function tick(): void {
    // One sleeper per turn of the event loop, so that its work has started before time moves on.
    setImmediate(() => {
      const next = sleepers.reduce<Sleeper | null>((first, each) => (first === null || each.at < first.at ? each : first), null)
      if (next === null) {
        ticking = false
        return
      }
      sleepers = sleepers.filter((each) => each !== next)
      now = Math.max(now, next.at)
      next.wake()
      tick()
    })
  }

  return {
    now: () => now,
    elapsed: () => now,
    random: () => 0.5,
    leapTo(at) {
      now = Math.max(now, at)
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const abort = () => {
          sleepers = sleepers.filter((each) => each !== sleeper)
          reject(signal?.reason)
        }
        const sleeper: Sleeper = {
          at: now + Math.max(0, ms),
          wake() {
            signal?.removeEventListener('abort', abort)
            resolve()
          },
        }
        signal?.addEventListener('abort', abort, { once: true })
        sleepers.push(sleeper)
        if (ticking) return
        ticking = true
        tick()
      }),
  }
}
