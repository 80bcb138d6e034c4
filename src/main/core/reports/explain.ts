/** Why the vendor's number changed: parts that add up to the change, and what the list does not explain as a part of its own. */
import type { Explanation, ExplanationReason } from '../../../shared/contract/diff-answers.ts'

/** What the vendor said, and what its list gives, at one snapshot. */
export interface CountedSide {
  reported: number | null
  /** Length of the list; null without one. */
  listed: number | null
  recounted: number | null
  withoutId: number | null
  duplicates: number | null
}

/** A holder that differs: whether it is in the list, and whether it holds a billed SKU by the rules of each side. */
export interface HolderMove {
  /** Null: not in the list. */
  billedBefore: boolean | null
  billedAfter: boolean | null
  /** Of a holder in both lists: what `billedAfter` would be by the rules of the side before. */
  billedAfterByOldRules: boolean | null
}

/**
 * Explains the change of `reported`. Vendors do not say whether their number counts everyone listed or only those with a billed licence;
 * the reading that fits both sides better is used.
 */
export function explain(before: CountedSide, after: CountedSide, moves: readonly HolderMove[]): Explanation {
  if (before.reported === null || after.reported === null) {
    return { text: 'The vendor did not send a total on both sides, so that there is no change to explain.', parts: [] }
  }
  const delta = after.reported - before.reported
  const explained = readingOf(before, after) === 'listed' ? byList(before, after, moves) : byBilledLicence(before, after, moves)
  const sum = [...explained.values()].reduce((a, b) => a + b, 0)
  explained.set('unexplained', delta - sum)
  return describe(delta, explained)
}

/** Adds explanations up: the parts of the same reason together. */
export function addExplanations(explanations: readonly Explanation[]): Explanation {
  const parts: Parts = new Map()
  for (const { reason, delta } of explanations.flatMap((each) => each.parts)) parts.set(reason, (parts.get(reason) ?? 0) + delta)
  return describe(
    [...parts.values()].reduce((a, b) => a + b, 0),
    parts,
  )
}

type Parts = Map<ExplanationReason, number>

function readingOf(before: CountedSide, after: CountedSide): 'listed' | 'billed' {
  const distance = (column: 'listed' | 'recounted') =>
    [before, after].reduce((total, side) => {
      const value = side[column]
      return value === null || side.reported === null ? total : total + Math.abs(side.reported - value)
    }, 0)
  return distance('listed') < distance('recounted') ? 'listed' : 'billed'
}

function byList(before: CountedSide, after: CountedSide, moves: readonly HolderMove[]): Parts {
  if (before.listed === null || after.listed === null) return new Map()
  return new Map([
    ['joined', count(moves, (move) => move.billedBefore === null && move.billedAfter !== null)],
    ['left', -count(moves, (move) => move.billedBefore !== null && move.billedAfter === null)],
    ['entries-without-id', (after.withoutId ?? 0) - (before.withoutId ?? 0)],
    ['duplicate-entries', (after.duplicates ?? 0) - (before.duplicates ?? 0)],
  ])
}

function byBilledLicence(before: CountedSide, after: CountedSide, moves: readonly HolderMove[]): Parts {
  if (before.recounted === null || after.recounted === null) return new Map()
  const parts: Parts = new Map([
    ['joined', count(moves, (move) => move.billedBefore === null && move.billedAfter === true)],
    ['left', -count(moves, (move) => move.billedBefore === true && move.billedAfter === null)],
    [
      'gained-billed-licence',
      count(moves, (move) => move.billedBefore === false && move.billedAfterByOldRules === true && move.billedAfter === true),
    ],
    [
      'lost-billed-licence',
      -count(moves, (move) => move.billedBefore === true && move.billedAfterByOldRules === false && move.billedAfter === false),
    ],
  ])
  // What the movements of people do not give is what a rule changed, for those who moved and for those who did not.
  const moved = [...parts.values()].reduce((a, b) => a + b, 0)
  parts.set('rule-changed', after.recounted - before.recounted - moved)
  return parts
}

function count(moves: readonly HolderMove[], test: (move: HolderMove) => boolean): number {
  return moves.filter(test).length
}

const order: ExplanationReason[] = [
  'joined',
  'left',
  'gained-billed-licence',
  'lost-billed-licence',
  'rule-changed',
  'entries-without-id',
  'duplicate-entries',
  'unexplained',
]

function describe(delta: number, found: Parts): Explanation {
  const parts = order.flatMap((reason) => {
    const part = found.get(reason) ?? 0
    return part === 0 ? [] : [{ reason, delta: part }]
  })
  if (parts.length === 0) return { text: 'No change.', parts }
  return { text: `${signed(delta)}: ${parts.map((part) => phrase(part.reason, part.delta)).join(', ')}`, parts }
}

function phrase(reason: ExplanationReason, delta: number): string {
  const many = Math.abs(delta)
  switch (reason) {
    case 'joined':
      return `${many} came`
    case 'left':
      return `${many} went`
    case 'gained-billed-licence':
      return `${many} now ${many === 1 ? 'holds' : 'hold'} a billed licence`
    case 'lost-billed-licence':
      return `${many} no longer ${many === 1 ? 'holds' : 'hold'} a billed licence`
    case 'rule-changed':
      return `${signed(delta)} by a changed rule`
    case 'entries-without-id':
      return `${signed(delta)} entries without an id`
    case 'duplicate-entries':
      return `${signed(delta)} duplicate entries`
    case 'unexplained':
      return `${signed(delta)} that the vendor’s list does not explain`
  }
}

/** `+7`, `−3`, `±0`: with the sign that a reader of a bill looks for. */
export function signed(value: number): string {
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '±0'
}
