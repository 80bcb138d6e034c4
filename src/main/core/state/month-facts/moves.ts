/** People whose SKUs differ between two month-ends of a tenant. */
import { getOrAdd } from '../../base/get-or-add.ts'
import type { ReadDb } from '../../database/db.ts'
import { validAt } from '../../database/intervals.ts'
import { preparedRows } from '../../database/prepared.ts'
import { setKey } from './snapshot-facts.ts'

/** A person's sets of SKUs on both sides, as keys of `sku_set`; null if the person is not in the list. `holder` is a `vendor_id` number. */
export interface Move {
  holder: number
  before: string | null
  after: string | null
}

/** A snapshot's place: its series and its number there. */
interface Place {
  seriesId: number
  number: number
}

/** Holders with a row that began or ended in between. `from_number > 1` lets SQLite use the indexes that leave out a series' first snapshot. */
const touched = `touched (id) as materialized (
  select vendor_id from entry_row where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high and owner_id = 0
  union select vendor_id from entry_row where series_id = @s and to_number > @low and to_number <= @high and owner_id = 0
  union select holder_id from assignment where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high
  union select holder_id from assignment where series_id = @s and to_number > @low and to_number <= @high)`

/** The moves between two snapshots of a series of people, by holder. Both have a list. Reads only people with a row that began or ended in between. */
export function movesBetween(db: ReadDb, before: Place, after: Place): Move[] {
  if (before.seriesId !== after.seriesId) throw new Error('Moves are between snapshots of one series')
  const [low, high] = before.number <= after.number ? [before.number, after.number] : [after.number, before.number]
  const numbers = { s: before.seriesId, a: before.number, b: after.number, low, high }
  const people = preparedRows<[holder: number, wasListed: number, isListed: number]>(
    db.sqlite,
    `with ${touched}
     select t.id, max(${validAt('e', '@a')}), max(${validAt('e', '@b')}) from touched t cross join vendor_id v on v.id = t.id
     cross join entry_row e on e.series_id = @s and e.owner_id = 0 and e.owner_occurrence = 0 and e.vendor_id = t.id
     where v.value <> '' group by t.id`,
  ).all(numbers)
  if (people.length === 0) return []
  const skus = new Map<number, [before: number[], after: number[]]>()
  const held = preparedRows<[holder: number, sku: number, held: number, holds: number]>(
    db.sqlite,
    `with ${touched}
     select t.id, i.sku_id, ${validAt('i', '@a')}, ${validAt('i', '@b')} from touched t
     cross join assignment i on i.series_id = @s and i.holder_id = t.id where ${validAt('+i', '@a')} or ${validAt('+i', '@b')}`,
  ).all(numbers)
  for (const [holder, sku, was, is] of held) {
    const sides = getOrAdd(skus, holder, (): [number[], number[]] => [[], []])
    if (was === 1) sides[0].push(sku)
    if (is === 1) sides[1].push(sku)
  }
  return people.flatMap(([holder, wasListed, isListed]): Move[] => {
    const [heldBefore, heldAfter] = skus.get(holder) ?? [[], []]
    const before = wasListed === 1 ? setKey(heldBefore) : null
    const after = isListed === 1 ? setKey(heldAfter) : null
    return before === after ? [] : [{ holder, before, after }]
  })
}

/** The same from both complete lists: the set of SKUs of each person. */
export function movesOfLists(before: ReadonlyMap<number, string>, after: ReadonlyMap<number, string>): Move[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort((a, b) => a - b)
    .map((holder) => ({ holder, before: before.get(holder) ?? null, after: after.get(holder) ?? null }))
    .filter((move) => move.before !== move.after)
}
