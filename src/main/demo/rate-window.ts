/** A vendor's limit: at most so many requests in any stretch of sixty seconds. */
export interface RateWindow {
  /** Null when the request is within the limit (it then counts), else the ms until one will be. */
  take(at: number): number | null
}

const windowMs = 60_000

/** A limit of `perMinute` requests, which need not be whole. */
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
