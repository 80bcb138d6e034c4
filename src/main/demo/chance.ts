/** Pseudo-random choices that are reproducible from a seed on every platform. */

/** A pseudo-random stream. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** True with this probability. */
  happens(probability: number): boolean
  /** A whole number from 0 to `below` (exclusive). */
  below(below: number): number
  pick<T>(items: readonly [T, ...T[]]): T
  /** A GUID in lower case. */
  guid(): string
}

/** The stream of a seed: mulberry32 over an FNV-1a hash of the text, both public-domain algorithms. */
export function chanceOf(seed: string): Chance {
  let state = hashOf(seed)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number) => Math.floor(next() * most)
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join('')
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] ?? items[0],
    guid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[below(4)]}${hex(3)}-${hex(12)}`,
  }
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
