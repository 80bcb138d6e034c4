/** Matches received entries with stored ones: an equal entry keeps its slot, a changed entry takes the slot of the one it replaces. */

/** A stored entry; `slot` distinguishes duplicates of an id. */
export interface Slotted<T> {
  slot: number
  value: T
}

/** The change of a slot. */
export interface Placed<Old, New> {
  slot: number
  /** Null if the slot was free. */
  old: Old | null
  /** Null if the slot becomes free. */
  new: New | null
}

/** Places the received entries of one id. Equal entries are always paired with each other; the rest are paired in order and differ. */
export function placeEntries<Old, New>(old: Slotted<Old>[], received: New[], same: (a: Old, b: New) => boolean): Placed<Old, New>[] {
  const [onlyOld, onlyNew] = [old[0], received[0]]
  if (old.length === 1 && received.length === 1 && onlyOld !== undefined && onlyNew !== undefined) {
    return [{ slot: onlyOld.slot, old: onlyOld.value, new: onlyNew }]
  }
  const placed: Placed<Old, New>[] = []
  const leftOld = [...old]
  const leftNew: New[] = []
  for (const item of received) {
    const index = leftOld.findIndex((candidate) => same(candidate.value, item))
    const match = index === -1 ? undefined : leftOld.splice(index, 1)[0]
    if (match === undefined) leftNew.push(item)
    else placed.push({ slot: match.slot, old: match.value, new: item })
  }
  const taken = new Set(old.map((item) => item.slot))
  let free = 0
  for (const item of leftNew) {
    const replaced = leftOld.shift()
    if (replaced !== undefined) {
      placed.push({ slot: replaced.slot, old: replaced.value, new: item })
      continue
    }
    while (taken.has(free)) free += 1
    taken.add(free)
    placed.push({ slot: free, old: null, new: item })
  }
  for (const item of leftOld) placed.push({ slot: item.slot, old: item.value, new: null })
  return placed
}
