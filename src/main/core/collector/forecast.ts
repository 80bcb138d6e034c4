/** When each waiting request will be sent, and when the last one ends. Pure. */

/** Something in a queue. */
export interface Waiting {
  lane: string
  spacingMs: number
  /** Not asked before (back-off); null: as soon as the lane allows. */
  notBefore: number | null
}

/** An item with the moment at which it is expected to be sent. */
export interface Forecast<T> {
  item: T
  startsAt: number
}

/**
 * Walks each lane in order: one request a slot, at least `answerMs` (how long an answer takes) between two. `lanes` says when each opens. Items still backing off are passed by.
 * `finish` is null when nothing waits.
 */
export function forecast<T extends Waiting>(
  items: readonly T[],
  lanes: ReadonlyMap<string, number>,
  now: number,
  answerMs: (item: T) => number,
): { items: Forecast<T>[]; finish: number | null } {
  const free = new Map<string, number>()
  const placed: Forecast<T>[] = []
  let finish: number | null = null
  const backingOff = (item: T) => item.notBefore !== null && item.notBefore > now
  for (const item of [...items.filter((each) => !backingOff(each)), ...items.filter(backingOff)]) {
    const startsAt = Math.max(now, free.get(item.lane) ?? lanes.get(item.lane) ?? now, item.notBefore ?? now)
    const takesMs = answerMs(item)
    free.set(item.lane, startsAt + Math.max(item.spacingMs, takesMs))
    placed.push({ item, startsAt })
    finish = Math.max(finish ?? 0, startsAt + takesMs)
  }
  return { items: placed, finish }
}
