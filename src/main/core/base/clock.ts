/** Time, sleep and randomness, injected so that a test can simulate a night in a second. */
import { uptime } from 'node:os'

export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number
  /**
   * Milliseconds since an arbitrary moment, including time that the machine was asleep. For measuring durations: setting the machine's clock does not
   * change it. Only differences are meaningful, and only until the machine restarts.
   */
  elapsed(): number
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** In [0, 1), for jitter. */
  random(): number
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // `performance.now()` stops while a Linux or macOS machine sleeps, so a wait of a day could take several.
  elapsed: () => uptime() * 1000,
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      // setTimeout is limited to 32 bits: a longer delay would fire at once.
      const timer = setTimeout(done, Math.min(ms, 2_147_483_647))
      const abort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
      function done() {
        signal?.removeEventListener('abort', abort)
        resolve()
      }
    }),
}
