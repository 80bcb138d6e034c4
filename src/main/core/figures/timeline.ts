/** Honest time lines: when a holder was seen with a SKU, and since when without it. No date inside a gap is claimed. */

/** A look at the list: a snapshot that has one and is not set aside. In time order. */
export interface Look {
  seriesId: number
  number: number
  reportedAt: number
  /** A look at a period that is not over: what is not in it may still come. */
  unfinished: boolean
}

/** Held in a series for `from <= number < to` (`to` null: still held). */
export interface HeldInterval {
  seriesId: number
  from: number
  to: number | null
}

/** A stretch of looks that all show the SKU. Times in ms. */
export interface Stretch {
  firstSeen: number
  lastSeen: number
  absentSince: number | null
  /** The first look of all shows it already: it may be older. */
  openStart: boolean
}

/** The stretches of one holder and SKU, oldest first. */
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
