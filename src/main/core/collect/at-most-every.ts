import type { Clock } from '../clock.ts'

/** Tells at once, and then at most every so many ms, the latest value last: nothing is told late by more than that, and the last value always. */
export function atMostEvery<T>(everyMs: number, clock: Clock, signal: AbortSignal, tell: (value: T) => void): (value: T) => void {
  let resting = false
  let latest: { value: T } | null = null
  function offer(value: T): void {
    if (resting) {
      latest = { value }
      return
    }
    resting = true
    tell(value)
    // At the end of everything what is left is told at once.
    clock.sleep(everyMs, signal).then(release, release)
  }
  function release(): void {
    resting = false
    const left = latest
    latest = null
    if (left !== null) offer(left.value)
  }
  return offer
}
