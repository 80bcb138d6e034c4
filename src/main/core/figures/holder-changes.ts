/** Holders of which something differs between two snapshots: who joined, who left, what changed, and who counts differently. */
import type { ReadDb } from '../database/db.ts'
import { preparedColumn, preparedRows } from '../database/prepared.ts'
import { unpackText } from '../evidence/pack.ts'
import { uniteFacts } from '../state/holders.ts'
import { type Dataset, type HolderFacts, nestedOf } from '../vendors/provider.ts'
import type { HolderMove } from './bridge/tenant-facts.ts'
import { type At, changedHolderIds, type HolderState, holderReader, vendorIds } from './series-state.ts'

/** A side of a difference, with the SKUs that its rules exclude. */
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

/** Lists in no order. `changed` may hold some who are the same after all; `moves` has everyone who counts differently. */
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

/** Holder by holder from their whole states: across series, for nested holders, and where the rules of the sides differ. */
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

/** One person of a series: texts of its entries as stored, and SKUs that only one side has. */
interface Person {
  number: number
  id: string
  before: (string | null)[]
  after: (string | null)[]
  gained: Set<string>
  lost: Set<string>
}

/**
 * The same for people of one series by the same rules, from nothing but rows that began or ended in between and one text of each person
 * that they are about: a month may have a thousand of them. Texts are read as stored, since the view would unpack each.
 */
function changesOfPeople(db: ReadDb, dataset: Dataset, from: At, to: At, excluded: ReadonlySet<string>): HolderChanges {
  const textOf = vendorIds(db)
  const people = readPeople(db, from, to)
  addOneSided(oneSidedSkus(db, from, to), people, textOf)
  const skusAt = preparedColumn<number>(
    db.sqlite,
    'select sku_id from assignment where series_id = @s and holder_id = @h and from_number <= @n and (to_number is null or to_number > @n)',
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
      // Only who gained a billed SKU without losing one, or the reverse, may count differently.
      if (gainsBilled !== losesBilled) {
        const billedAfter = gainsBilled || billedAt(to, number)
        changes.moves.push({ id, billedBefore: losesBilled || billedAt(from, number), billedAfter, billedAfterByOldRules: billedAfter })
      }
    }
  }
  return changes
}

// With the plus, these only filter: rows are found by the indexes of beginnings and ends.
const onEither =
  '(+i.from_number <= @a and (i.to_number is null or +i.to_number > @a)) or (+i.from_number <= @b and (i.to_number is null or +i.to_number > @b))'

/** People with a row that began or ended in between, with the texts of their entries on both sides. */
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

/** A SKU that a holder has on one side of a difference only. Both are our numbers of the vendor's ids. */
export interface OneSided {
  holder: number
  sku: number
  gained: boolean
}

/**
 * Which SKUs holders of a series gained and lost between two snapshots, from the rows that began or ended in between. Both indexes
 * hold all that is read: the rows themselves are not fetched. One that was lost and held again is in it twice.
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

/** Adds to the people the SKUs that one side has and the other has not; lost and held again is no change. */
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
