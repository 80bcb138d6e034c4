/** Arithmetic on months (`YYYY-MM`) as the address carries them. */

/** The month `by` months later (earlier where negative). */
export function addMonths(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number)
  const index = (year ?? 0) * 12 + ((number ?? 1) - 1) + by
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((((index % 12) + 12) % 12) + 1).padStart(2, '0')}`
}

/** Every month from the first to the last, both included; none where they are the wrong way round. */
export function monthRange(from: string, to: string): string[] {
  const months: string[] = []
  for (let month = from; month <= to && months.length < 1200; month = addMonths(month, 1)) months.push(month)
  return months
}

/** The month of a moment in a time zone. */
export function monthOf(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', timeZone }).formatToParts(atMs)
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}`
}

/** True for text of the form `YYYY-MM` with a possible month. */
export function isMonth(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
}
