import type { Clock } from './clock.ts'

/**
 * Passes the first value on at once, then the latest one at most every `everyMs`. When `signal` aborts, a pending value is passed on
 * immediately.
 */
export function throttle<T>(everyMs: number, clock: Clock, signal: AbortSignal, pass: (value: T) => void): (value: T) => void {
  let isWaiting = false
  let latest: { value: T } | null = null
  function offer(value: T): void {
    if (isWaiting) {
      latest = { value }
      return
    }
    isWaiting = true
    pass(value)
    clock.sleep(everyMs, signal).then(release, release)
  }
  function release(): void {
    isWaiting = false
    const pending = latest
    latest = null
    if (pending !== null) offer(pending.value)
  }
  return offer
}
