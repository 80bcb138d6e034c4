/** Holders of which something differs between two snapshots, each with what it was before and after. */

import type { ReadDb } from '../history/db.ts'
import { unpackText } from '../history/pack.ts'
import type { Dataset, HolderFacts } from '../providers/provider.ts'
import { type At, changedHolderIds, type HolderState, holderReader, uniteFacts, vendorIds } from './series-state.ts'

/** One holder on both sides; null where it is not in the list. */
export interface HolderPair {
  before: HolderState | null
  after: HolderState | null
}

/** The holders that may differ. Some may turn out to be the same after all: what changed and changed back. */
export function holderPairs(db: ReadDb, dataset: Dataset, from: At, to: At): HolderPair[] {
  if (dataset.nested === null && from.seriesId === to.seriesId) return peoplePairs(db, dataset, from, to)
  const read = holderReader(db, dataset, vendorIds(db))
  return changedHolderIds(db, dataset, from, to)
    .map((id) => ({ before: read(from, id), after: read(to, id) }))
    .filter(({ before, after }) => before !== null || after !== null)
}

/** Entry texts and SKUs of one holder on one side. */
interface Side {
  packed: (string | null)[]
  skus: string[]
}

type Interval = [id: number, from: number, to: number | null]

/**
 * The same for people of one series, in a few statements: a month may have a thousand of them. Texts are read as they are stored, since
 * most of them are the same on both sides and the view would unpack each.
 */
function peoplePairs(db: ReadDb, dataset: Dataset, from: At, to: At): HolderPair[] {
  const ids = JSON.stringify(changedHolderIds(db, dataset, from, to))
  const numbers = { s: from.seriesId, a: from.number, b: to.number, ids }
  const onEither =
    '(i.from_number <= @a and (i.to_number is null or i.to_number > @a)) or (i.from_number <= @b and (i.to_number is null or i.to_number > @b))'
  const entries = db.sqlite
    .prepare<unknown[], [...Interval, string | null]>(
      `select t.value, i.from_number, i.to_number, i.packed from json_each(@ids) t
       cross join entry_row i on i.series_id = @s and i.owner_id = 0 and i.owner_occurrence = 0 and i.vendor_id = t.value where ${onEither}`,
    )
    .raw()
    .all(numbers)
  const assignments = db.sqlite
    .prepare<unknown[], [...Interval, number]>(
      `select t.value, i.from_number, i.to_number, i.sku_id from json_each(@ids) t
       cross join assignment i on i.series_id = @s and i.holder_id = t.value where ${onEither}`,
    )
    .raw()
    .all(numbers)

  const textOf = vendorIds(db)
  const people = new Map<number, { before: Side; after: Side }>()
  for (const [number, begins, ends, packed] of entries) {
    let person = people.get(number)
    if (person === undefined) {
      person = { before: { packed: [], skus: [] }, after: { packed: [], skus: [] } }
      people.set(number, person)
    }
    if (covers(begins, ends, from)) person.before.packed.push(packed)
    if (covers(begins, ends, to)) person.after.packed.push(packed)
  }
  for (const [number, begins, ends, sku] of assignments) {
    const person = people.get(number)
    if (person === undefined) continue
    if (covers(begins, ends, from)) person.before.skus.push(textOf(sku))
    if (covers(begins, ends, to)) person.after.skus.push(textOf(sku))
  }
  return [...people].map(([number, { before, after }]) => {
    const id = textOf(number)
    const was = factsOf(dataset, id, before)
    return { before: stateOf(id, before, was), after: stateOf(id, after, sameTexts(before, after) ? was : factsOf(dataset, id, after)) }
  })
}

function covers(begins: number, ends: number | null, at: At): boolean {
  return begins <= at.number && (ends === null || ends > at.number)
}

function factsOf(dataset: Dataset, id: string, { packed }: Side): HolderFacts {
  return uniteFacts(
    dataset,
    packed.map((text) => (text === null ? null : unpackText(text, id))),
  )
}

function sameTexts(a: Side, b: Side): boolean {
  return a.packed.length === b.packed.length && a.packed.every((text, index) => text === b.packed[index])
}

function stateOf(id: string, side: Side, facts: HolderFacts): HolderState | null {
  return side.packed.length === 0 ? null : { ...facts, id, skus: side.skus.sort() }
}
