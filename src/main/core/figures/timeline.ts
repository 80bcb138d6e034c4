/** Timelines: when a holder was seen with a SKU, and when first seen without it. Dates between two snapshots are never assumed. */

/** An observation of the list: a snapshot that has one and is not set aside. */
export interface Look {
  seriesId: number
  number: number
  reportedAt: number
  /** The billing period is not over, so missing SKUs may still appear. */
  unfinished: boolean
}

/** Held in a series for `from <= number < to` (`to` null: still held). */
export interface HeldInterval {
  seriesId: number
  from: number
  to: number | null
}

/** Consecutive observations that all show the SKU. Times in ms. */
export interface Stretch {
  firstSeen: number
  lastSeen: number
  absentSince: number | null
  /** The very first observation shows it, so it may have begun earlier. */
  openStart: boolean
}

/** The stretches of one holder and SKU, oldest first. `looks` are in time order. */
export function stretches(looks: readonly Look[], intervals: readonly HeldInterval[]): Stretch[] {
  const found: Stretch[] = []
  let open: Stretch | null = null
  looks.forEach((look, index) => {
    if (intervals.some((held) => covers(held, look))) {
      if (open === null) {
        open = { firstSeen: look.reportedAt, lastSeen: look.reportedAt, absentSince: null, openStart: index === 0 }
        found.push(open)
      }
      open.lastSeen = look.reportedAt
    } else if (open !== null && !look.unfinished) {
      open.absentSince = look.reportedAt
      open = null
    }
  })
  return found
}

function covers({ seriesId, from, to }: HeldInterval, look: Look): boolean {
  return seriesId === look.seriesId && from <= look.number && (to === null || look.number < to)
}
