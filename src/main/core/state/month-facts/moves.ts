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

/**
 * The rows of people who may differ, with the side on which each row is valid: entries (SKU 0) and assignments. A person may differ if a row began
 * or ended in between. `from_number > 1` lets SQLite use the partial indexes; `+` makes it find rows by person instead.
 */
const sidesOfTouched = `
  with touched (id) as materialized (
    select vendor_id from entry_row where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high and owner_id = 0
    union select vendor_id from entry_row where series_id = @s and to_number > @low and to_number <= @high and owner_id = 0
    union select holder_id from assignment where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high
    union select holder_id from assignment where series_id = @s and to_number > @low and to_number <= @high
    except select id from vendor_id where value = '')
  select t.id, 0, ${validAt('+e', '@before')}, ${validAt('+e', '@after')} from touched t
  cross join entry_row e on e.series_id = @s and e.owner_id = 0 and e.owner_occurrence = 0 and e.vendor_id = t.id
  where ${validAt('+e', '@before')} or ${validAt('+e', '@after')}
  union all
  select t.id, a.sku_id, ${validAt('+a', '@before')}, ${validAt('+a', '@after')} from touched t
  cross join assignment a on a.series_id = @s and a.holder_id = t.id
  where ${validAt('+a', '@before')} or ${validAt('+a', '@after')}`

/** The moves between two snapshots of a series of people, by holder. Both have a list. */
export function movesBetween(db: ReadDb, before: Place, after: Place): Move[] {
  if (before.seriesId !== after.seriesId) throw new Error('Moves are between snapshots of one series')
  const [low, high] = before.number <= after.number ? [before.number, after.number] : [after.number, before.number]
  const rows = preparedRows<[holder: number, sku: number, before: number, after: number]>(db.sqlite, sidesOfTouched).all({
    s: before.seriesId,
    before: before.number,
    after: after.number,
    low,
    high,
  })
  const sides = { before: new Map<number, number[]>(), after: new Map<number, number[]>() }
  for (const [holder, sku, was, is] of rows) {
    if (was === 1) addRow(sides.before, holder, sku)
    if (is === 1) addRow(sides.after, holder, sku)
  }
  const keys = (skus: ReadonlyMap<number, number[]>) => new Map([...skus].map(([holder, held]) => [holder, setKey(held)]))
  return movesOfLists(keys(sides.before), keys(sides.after))
}

function addRow(people: Map<number, number[]>, holder: number, sku: number): void {
  const skus = getOrAdd(people, holder, () => [])
  if (sku !== 0) skus.push(sku)
}

/** The same, from both complete lists of each person's set of SKUs. */
export function movesOfLists(before: ReadonlyMap<number, string>, after: ReadonlyMap<number, string>): Move[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort((a, b) => a - b)
    .map((holder) => ({ holder, before: before.get(holder) ?? null, after: after.get(holder) ?? null }))
    .filter((move) => move.before !== move.after)
}
