const fallbackMs = 60_000

/**
 * When a vendor may be asked again, ms: the latest that any of the named headers says, each in seconds or as an HTTP date
 * (RFC 9110, 10.2.3); a minute after `receivedAt` where none of them can be read. A date is by the vendor's clock, so that it counts from the answer's
 * own `Date` where there is one: ours may be wrong.
 */
export function retryAt(headers: Headers, receivedAt: number, names: readonly string[] = ['retry-after']): number {
  const times = names.map((name) => timeOf(headers.get(name), receivedAt, headers.get('date'))).filter((time) => time !== null)
  return times.length === 0 ? receivedAt + fallbackMs : Math.max(receivedAt, ...times)
}

function timeOf(value: string | null, receivedAt: number, sent: string | null): number | null {
  const text = value?.trim() ?? ''
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return receivedAt + Math.ceil(Number(text) * 1000)
  // Date.parse alone would take "-5" and other oddities for years.
  const date = /[A-Za-z]{3}|T/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(date)) return null
  const sentAt = Date.parse(sent ?? '')
  return Number.isNaN(sentAt) ? date : receivedAt + date - sentAt
}
