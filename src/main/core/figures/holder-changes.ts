/** Compares the holders of two snapshots: added, removed, changed, and counted differently. */
import type { ReadDb } from '../database/db.ts'
import { validAt } from '../database/intervals.ts'
import { preparedColumn, preparedRows } from '../database/prepared.ts'
import { unpackText } from '../evidence/pack.ts'
import { uniteFacts } from '../state/holders.ts'
import { type Dataset, type HolderFacts, nestedOf } from '../vendors/provider.ts'
import type { HolderMove } from './bridge/tenant-facts.ts'
import { type At, changedHolderIds, type HolderState, holderReader, vendorIds } from './series-state.ts'

/** A side of a difference, with the SKUs excluded by its rules. */
export interface RuledSide {
  at: At
  excluded: ReadonlySet<string>
}

/** A holder in both lists. */
export interface ChangedHolder {
  id: string
  before: HolderFacts
  after: HolderFacts
  gained: string[]
  lost: string[]
}

/** Unordered. `changed` may include holders without a difference; `moves` has everyone who counts differently. */
export interface HolderChanges {
  added: HolderState[]
  removed: HolderState[]
  changed: ChangedHolder[]
  moves: HolderMove[]
}

/** What differs between two snapshots. */
export function changesOfHolders(db: ReadDb, dataset: Dataset, from: RuledSide, to: RuledSide): HolderChanges {
  const isShort = nestedOf(dataset) === null && from.at.seriesId === to.at.seriesId && from.excluded === to.excluded
  return isShort ? changesOfPeople(db, dataset, from.at, to.at, from.excluded) : changesOfStates(db, dataset, from, to)
}

/** Compares complete states, holder by holder: across series, for nested holders, and where the two sides' rules differ. */
function changesOfStates(db: ReadDb, dataset: Dataset, from: RuledSide, to: RuledSide): HolderChanges {
  const read = holderReader(db, dataset, vendorIds(db))
  const changes: HolderChanges = { added: [], removed: [], changed: [], moves: [] }
  for (const id of changedHolderIds(db, dataset, from.at, to.at)) {
    const [before, after] = [read(from.at, id), read(to.at, id)]
    if (before === null && after === null) continue
    changes.moves.push({
      id: (after ?? before)!.id,
      billedBefore: before === null ? null : isBilled(before.skus, from.excluded),
      billedAfter: after === null ? null : isBilled(after.skus, to.excluded),
      billedAfterByOldRules: after === null ? null : isBilled(after.skus, from.excluded),
    })
    if (before === null) changes.added.push(after!)
    else if (after === null) changes.removed.push(before)
    else {
      const gained = after.skus.filter((sku) => !before.skus.includes(sku))
      const lost = before.skus.filter((sku) => !after.skus.includes(sku))
      changes.changed.push({ id: after.id, before, after, gained, lost })
    }
  }
  return changes
}

const isBilled = (skus: readonly string[], excluded: ReadonlySet<string>): boolean => skus.some((sku) => !excluded.has(sku))

/** A person of a series: its stored entry texts, and the SKUs that only one side has. */
interface Person {
  number: number
  id: string
  before: (string | null)[]
  after: (string | null)[]
  gained: Set<string>
  lost: Set<string>
}

/**
 * Compares people within one series under the same rules. For speed it reads only rows that began or ended in between, and stored texts
 * instead of the view, which would unpack each one: a month may have a thousand changes.
 */
function changesOfPeople(db: ReadDb, dataset: Dataset, from: At, to: At, excluded: ReadonlySet<string>): HolderChanges {
  const textOf = vendorIds(db)
  const people = readPeople(db, from, to)
  addOneSided(oneSidedSkus(db, from, to), people, textOf)
  const skusAt = preparedColumn<number>(
    db.sqlite,
    `select sku_id from assignment a where series_id = @s and holder_id = @h and ${validAt('a')}`,
  )
  const billedAt = ({ seriesId, number }: At, h: number) => isBilled(skusAt.all({ s: seriesId, h, n: number }).map(textOf), excluded)

  const changes: HolderChanges = { added: [], removed: [], changed: [], moves: [] }
  for (const person of people.values()) {
    const { number, id, before, after } = person
    const [gained, lost] = [[...person.gained].sort(), [...person.lost].sort()]
    const [gainsBilled, losesBilled] = [isBilled(gained, excluded), isBilled(lost, excluded)]
    if (before.length === 0) {
      changes.added.push({ ...factsOf(dataset, id, after), id, skus: gained })
      changes.moves.push({ id, billedBefore: null, billedAfter: gainsBilled, billedAfterByOldRules: gainsBilled })
    } else if (after.length === 0) {
      changes.removed.push({ ...factsOf(dataset, id, before), id, skus: lost })
      changes.moves.push({ id, billedBefore: losesBilled, billedAfter: null, billedAfterByOldRules: null })
    } else {
      const was = factsOf(dataset, id, before)
      changes.changed.push({ id, before: was, after: sameTexts(before, after) ? was : factsOf(dataset, id, after), gained, lost })
      // Only gaining a billed SKU without losing one, or the reverse, can change whether a person counts.
      if (gainsBilled !== losesBilled) {
        const billedAfter = gainsBilled || billedAt(to, number)
        changes.moves.push({ id, billedBefore: losesBilled || billedAt(from, number), billedAfter, billedAfterByOldRules: billedAfter })
      }
    }
  }
  return changes
}

// The unary plus keeps SQLite from using these columns for index lookup; rows are found by the begin and end indexes.
const onEither = `${validAt('+i', '@a')} or ${validAt('+i', '@b')}`

/** People with a row that began or ended in between, with their entry texts on both sides. */
function readPeople(db: ReadDb, from: At, to: At): Map<number, Person> {
  const rows = preparedRows<[id: number, from: number, to: number | null, packed: string | null, value: string]>(
    db.sqlite,
    `with touched (id) as materialized (
         select vendor_id from entry_row where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high and owner_id = 0
         union select vendor_id from entry_row where series_id = @s and to_number > @low and to_number <= @high and owner_id = 0
         union select holder_id from assignment where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high
         union select holder_id from assignment where series_id = @s and to_number > @low and to_number <= @high)
       select t.id, i.from_number, i.to_number, i.packed, v.value from touched t
       cross join entry_row i on i.series_id = @s and i.owner_id = 0 and i.owner_occurrence = 0 and i.vendor_id = t.id
       cross join vendor_id v on v.id = t.id where v.value <> '' and (${onEither})`,
  ).all(numbersOf(from, to))
  const people = new Map<number, Person>()
  for (const [number, begins, ends, packed, id] of rows) {
    let person = people.get(number)
    if (person === undefined) {
      person = { number, id, before: [], after: [], gained: new Set(), lost: new Set() }
      people.set(number, person)
    }
    if (covers(begins, ends, from)) person.before.push(packed)
    if (covers(begins, ends, to)) person.after.push(packed)
  }
  return people
}

/** A SKU that a holder has on one side only. Both are internal ids. */
export interface OneSided {
  holder: number
  sku: number
  gained: boolean
}

/**
 * SKUs gained and lost between two snapshots of a series, from the rows that began or ended in between. Both indexes are covering, so
 * the table itself is not read. A SKU that was lost and regained appears twice.
 */
export function oneSidedSkus(db: ReadDb, from: At, to: At): OneSided[] {
  const numbers = numbersOf(from, to)
  type Row = [holder: number, sku: number, from: number]
  const ended = preparedRows<Row>(
    db.sqlite,
    'select holder_id, sku_id, from_number from assignment where series_id = @s and to_number > @low and to_number <= @high',
  ).all(numbers)
  const begun = preparedRows<Row>(
    db.sqlite,
    `select holder_id, sku_id, from_number from assignment
     where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high`,
  ).all(numbers)
  const isForward = from.number <= to.number
  const brief = new Set<string>()
  const found: OneSided[] = []
  for (const [holder, sku, begins] of ended) {
    if (begins > numbers.low) brief.add(`${holder} ${sku} ${begins}`)
    else found.push({ holder, sku, gained: !isForward })
  }
  for (const [holder, sku, begins] of begun) {
    if (brief.size === 0 || !brief.has(`${holder} ${sku} ${begins}`)) found.push({ holder, sku, gained: isForward })
  }
  return found
}

/** Adds the SKUs that only one side has; a SKU lost and regained is not a change. */
function addOneSided(oneSided: readonly OneSided[], people: ReadonlyMap<number, Person>, textOf: (id: number) => string): void {
  for (const { holder, sku, gained } of oneSided) {
    const person = people.get(holder)
    if (person === undefined) continue
    const [here, there] = gained ? [person.gained, person.lost] : [person.lost, person.gained]
    if (!there.delete(textOf(sku))) here.add(textOf(sku))
  }
}

function numbersOf(from: At, to: At) {
  const [low, high] = from.number <= to.number ? [from.number, to.number] : [to.number, from.number]
  return { s: from.seriesId, a: from.number, b: to.number, low, high }
}

function covers(begins: number, ends: number | null, at: At): boolean {
  return begins <= at.number && (ends === null || ends > at.number)
}

function factsOf(dataset: Dataset, id: string, packed: readonly (string | null)[]): HolderFacts {
  return uniteFacts(
    dataset,
    packed.map((text) => (text === null ? null : unpackText(text, id))),
  )
}

function sameTexts(a: readonly (string | null)[], b: readonly (string | null)[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index])
}
