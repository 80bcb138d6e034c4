/** Time, waiting and chance, injected so that a test can run a night in a second. */
import { uptime } from 'node:os'

export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number
  /**
   * Milliseconds since an arbitrary moment, the time asleep included. Setting the machine's clock does not move it, so that lengths of time are measured
   * with it; only differences mean something, and only until the machine is restarted.
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
  // `performance.now()` stands still while a Linux or macOS machine sleeps: a wait of a day would take several.
  elapsed: () => uptime() * 1000,
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      // setTimeout counts in 32 bits: a longer wait would fire at once.
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
