const fallbackMs = 60_000

/**
 * When to retry, ms: the latest time in the named headers, each in seconds or as an HTTP date (RFC 9110, 10.2.3). A minute after
 * `receivedAt` if none of them can be read. A date counts from the response's own `Date` if there is one, since our clock may be wrong.
 */
export function retryAt(headers: Headers, receivedAt: number, names: readonly string[] = ['retry-after']): number {
  const times = names.map((name) => timeOf(headers.get(name), receivedAt, headers.get('date'))).filter((time) => time !== null)
  return times.length === 0 ? receivedAt + fallbackMs : Math.max(receivedAt, ...times)
}

function timeOf(value: string | null, receivedAt: number, sent: string | null): number | null {
  const text = value?.trim() ?? ''
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return receivedAt + Math.ceil(Number(text) * 1000)
  // Date.parse alone would read "-5" and the like as years.
  const date = /[A-Za-z]{3}|T/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(date)) return null
  const sentAt = Date.parse(sent ?? '')
  return Number.isNaN(sentAt) ? date : receivedAt + date - sentAt
}
