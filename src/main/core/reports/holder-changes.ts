/** Holders of which something differs between two snapshots, each with what it was before and after. */
import type { ReadDb } from '../history/writer.ts'
import type { Dataset, HolderFacts } from '../providers/provider.ts'
import { type At, changedHolderIds, type HolderState, holderReader, touchedHolders, uniteFacts, vendorIds } from './series-state.ts'

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
  bodies: (string | null)[]
  skus: string[]
}

type Interval = [id: number, from: number, to: number | null]

/** The same for people of one series, in two statements: a month may have a thousand of them. */
function peoplePairs(db: ReadDb, dataset: Dataset, from: At, to: At): HolderPair[] {
  const numbers = {
    s: from.seriesId,
    a: from.number,
    b: to.number,
    low: Math.min(from.number, to.number),
    high: Math.max(from.number, to.number),
  }
  const onEither = `(i.from_number <= @a and (i.to_number is null or i.to_number > @a)) or (i.from_number <= @b and (i.to_number is null or i.to_number > @b))`
  const touched = `with touched (id) as materialized (${touchedHolders('owner_id = 0')})`
  const entries = db.sqlite
    .prepare<unknown[], [...Interval, string | null, string]>(
      `${touched} select t.id, i.from_number, i.to_number, i.body, v.value from touched t
       cross join entry i on i.series_id = @s and i.owner_id = 0 and i.owner_occurrence = 0 and i.vendor_id = t.id
       cross join vendor_id v on v.id = t.id where ${onEither}`,
    )
    .raw()
    .all(numbers)
  const assignments = db.sqlite
    .prepare<unknown[], [...Interval, number]>(
      `${touched} select t.id, i.from_number, i.to_number, i.sku_id from touched t
       cross join assignment i on i.series_id = @s and i.holder_id = t.id where ${onEither}`,
    )
    .raw()
    .all(numbers)

  const people = new Map<number, { id: string; before: Side; after: Side }>()
  for (const [number, begins, ends, body, id] of entries) {
    const person = people.get(number) ?? { id, before: { bodies: [], skus: [] }, after: { bodies: [], skus: [] } }
    people.set(number, person)
    if (covers(begins, ends, from)) person.before.bodies.push(body)
    if (covers(begins, ends, to)) person.after.bodies.push(body)
  }
  const textOf = vendorIds(db)
  for (const [number, begins, ends, sku] of assignments) {
    const person = people.get(number)
    if (person === undefined) continue
    if (covers(begins, ends, from)) person.before.skus.push(textOf(sku))
    if (covers(begins, ends, to)) person.after.skus.push(textOf(sku))
  }
  return [...people.values()].map(({ id, before, after }) => {
    const was = factsOf(dataset, before)
    return { before: stateOf(id, before, was), after: stateOf(id, after, sameTexts(before, after) ? was : factsOf(dataset, after)) }
  })
}

function covers(begins: number, ends: number | null, at: At): boolean {
  return begins <= at.number && (ends === null || ends > at.number)
}

function factsOf(dataset: Dataset, side: Side): HolderFacts {
  return uniteFacts(dataset, side.bodies)
}

function sameTexts(a: Side, b: Side): boolean {
  return a.bodies.length === b.bodies.length && a.bodies.every((body, index) => body === b.bodies[index])
}

function stateOf(id: string, side: Side, facts: HolderFacts): HolderState | null {
  return side.bodies.length === 0 ? null : { ...facts, id, skus: side.skus.sort() }
}
