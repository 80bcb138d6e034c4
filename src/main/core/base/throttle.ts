import type { Clock } from './clock.ts'

/**
 * Passes a value on at once, then at most one every `everyMs`: always the latest one, and never later than that. When `signal` aborts,
 * the last value is passed on without waiting.
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
