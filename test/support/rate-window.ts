/** A vendor's rate limit over a sliding window of 60 seconds. */
export interface RateWindow {
  /** Null if the request is within the limit (and counts it); otherwise the ms until one is allowed. */
  take(at: number): number | null
}

const windowMs = 60_000

/** A limit of `perMinute` requests, which may be fractional. */
export function rateWindow(perMinute: number): RateWindow {
  const most = Math.max(1, Math.floor(perMinute))
  let times: number[] = []
  return {
    take(at) {
      times = times.filter((time) => at - time < windowMs)
      const oldest = times[times.length - most]
      if (oldest !== undefined) return oldest + windowMs - at
      times.push(at)
      return null
    },
  }
}
