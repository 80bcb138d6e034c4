/** The state of a series at a snapshot, read from intervals; and what differs between two snapshots, from the rows that changed. */
import { firstIndexWhere } from '../base/binary-search.ts'
import type { ReadDb } from '../database/db.ts'
import { validAt } from '../database/intervals.ts'
import { preparedColumn, preparedRows } from '../database/prepared.ts'
import { uniteFacts } from '../state/holders.ts'
import { type Dataset, type HolderFacts, nestedOf } from '../vendors/provider.ts'
import type { SnapshotRow } from './snapshots.ts'

/** A position in history: a snapshot's number in its series. */
export type At = Pick<SnapshotRow, 'seriesId' | 'number'>

/** A holder of SKUs at a snapshot. */
export interface HolderState extends HolderFacts {
  /** The vendor's id. */
  id: string
  skus: string[]
}

/** Returns a function that maps internal ids to vendor ids and caches them. */
export function vendorIds(db: ReadDb): (id: number) => string {
  const texts = new Map<number, string>()
  const read = preparedColumn<string>(db.sqlite, 'select value from vendor_id where id = ?')
  return (id) => {
    let text = texts.get(id)
    if (text === undefined) {
      text = read.get(id)
      if (text === undefined) throw new Error(`no vendor id ${id}`)
      texts.set(id, text)
    }
    return text
  }
}

/** The internal id of a vendor id; undefined if unknown. */
export function vendorIdNumber(db: ReadDb, value: string): number | undefined {
  return preparedColumn<number>(db.sqlite, 'select id from vendor_id where value = ?').get(value)
}

/** Creates a reader of holders at snapshots. Entries without an id are not holders. */
export function holderReader(db: ReadDb, dataset: Dataset, textOf: (id: number) => string) {
  const skus = preparedColumn<number>(
    db.sqlite,
    `select sku_id from assignment a where series_id = @s and holder_id = @h and ${validAt('a')}`,
  )
  const ownEntries = preparedColumn<string | null>(
    db.sqlite,
    `select body from entry e where series_id = @s and owner_id = 0 and owner_occurrence = 0 and vendor_id = @h and ${validAt('e')}`,
  )
  const nestedEntries = preparedColumn<string | null>(
    db.sqlite,
    `select body from entry e where series_id = @s and owner_id = @owner and vendor_id = @h and ${validAt('e')}`,
  )

  /** The holder's state; null if it is not in the list. Entries with the same id are one holder. */
  return (at: At, holderId: number): HolderState | null => {
    const parameters = { s: at.seriesId, h: holderId, n: at.number }
    const skuIds = skus.all(parameters)
    const bodies =
      nestedOf(dataset) === null ? ownEntries.all(parameters) : skuIds.flatMap((owner) => nestedEntries.all({ ...parameters, owner }))
    if (bodies.length === 0) return null
    return { ...uniteFacts(dataset, bodies), id: textOf(holderId), skus: skuIds.map(textOf).sort() }
  }
}

/** Ids of the holders in the list at a snapshot. */
export function holderIdsAt(db: ReadDb, dataset: Dataset, at: At): number[] {
  const owned = nestedOf(dataset) === null ? 'owner_id = 0' : 'owner_id <> 0'
  return db.sqlite
    .prepare<unknown[], number>(
      `select distinct e.vendor_id from entry e join vendor_id v on v.id = e.vendor_id
       where e.series_id = @s and e.${owned} and ${validAt('e')} and v.value <> ''`,
    )
    .pluck()
    .all({ s: at.seriesId, n: at.number })
}

/**
 * Holders that may differ between two snapshots: within a series those with a row that begins or ends in between, across series
 * everyone in either list. Entries without an id are left out, since they cannot be matched to a person.
 */
export function changedHolderIds(db: ReadDb, dataset: Dataset, from: At, to: At): number[] {
  if (from.seriesId !== to.seriesId) return [...new Set([...holderIdsAt(db, dataset, from), ...holderIdsAt(db, dataset, to)])]
  const owned = nestedOf(dataset) === null ? 'owner_id = 0' : 'owner_id <> 0'
  const [low, high] = from.number <= to.number ? [from.number, to.number] : [to.number, from.number]
  // `from_number > 1` lets SQLite use the partial begin indexes, which leave out a series' first snapshot.
  return db.sqlite
    .prepare<unknown[], number>(
      `select vendor_id from entry_row where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high and ${owned}
       union select vendor_id from entry_row where series_id = @s and to_number > @low and to_number <= @high and ${owned}
       union select holder_id from assignment where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high
       union select holder_id from assignment where series_id = @s and to_number > @low and to_number <= @high
       except select id from vendor_id where value = ''`,
    )
    .pluck()
    .all({ s: from.seriesId, low, high })
}

/** All SKUs of a series, by a skip scan of the rollup instead of a full read. */
const skusOfSeries = `with recursive sku (id) as (
  select min(sku_id) from sku_rollup where series_id = @s
  union all select (select min(sku_id) from sku_rollup where series_id = @s and sku_id > sku.id) from sku where sku.id is not null)`

const countAt = (column: string, number: string) =>
  `(select ${column} from sku_rollup where series_id = @s and sku_id = sku.id and from_number <= ${number} order by from_number desc limit 1)`

/** Internal ids of the SKUs held at a snapshot. */
export function skusHeldAt(db: ReadDb, at: At): number[] {
  return preparedColumn<number>(
    db.sqlite,
    `${skusOfSeries} select sku.id from sku where sku.id is not null and ${countAt('holders', '@n')} > 0`,
  ).all({ s: at.seriesId, n: at.number })
}

/** Number of holders of each SKU held at a snapshot: one lookup per SKU. */
export function skuHolders(db: ReadDb, at: At): ReadonlyMap<string, number> {
  return new Map(
    preparedRows<[skuId: string, holders: number]>(
      db.sqlite,
      `${skusOfSeries} select v.value, ${countAt('holders', '@n')} holders from sku join vendor_id v on v.id = sku.id where holders > 0`,
    ).all({ s: at.seriesId, n: at.number }),
  )
}

/** One SKU's holder counts at many snapshots of a series, in the given order, with one query. */
export function skuHoldersAt(db: ReadDb, seriesId: number, skuId: number, numbers: readonly number[]): number[] {
  const steps = db.sqlite
    .prepare<[number, number], [number, number]>(
      'select from_number, holders from sku_rollup where series_id = ? and sku_id = ? order by from_number',
    )
    .raw()
    .all(seriesId, skuId)
  return numbers.map((number) => steps[lastAtOrBefore(steps, number)]?.[1] ?? 0)
}

/** Index of the last step that begins at or before a number; −1 if there is none. */
const lastAtOrBefore = (steps: readonly [number, number][], number: number): number => firstIndexWhere(steps, ([from]) => from > number) - 1

/** Distinct holders with at least one SKU that is not excluded, at one snapshot. */
export function recountOnce(db: ReadDb, at: At, excluded: ReadonlySet<string>): number {
  // The unary plus makes SQLite scan the table in order instead of fetching half of it through the begin index.
  return preparedColumn<number>(
    db.sqlite,
    `select count(*) from (select 1 from assignment where series_id = @s and +from_number <= @n and (to_number is null or to_number > @n)
     and sku_id not in (select id from vendor_id where value in (select value from json_each(@excluded))) group by holder_id)`,
  ).get({ s: at.seriesId, n: at.number, excluded: JSON.stringify([...excluded]) })!
}

/** Up to this many snapshots, counting one by one is faster. */
const fewNumbers = 3

/**
 * Distinct holders with at least one SKU that is not excluded, at many snapshots of a series, in the given order: one pass over its
 * assignments, merging the intervals of each holder.
 */
export function recountAt(db: ReadDb, seriesId: number, numbers: readonly number[], excluded: ReadonlySet<string>): number[] {
  const asked = [...new Set(numbers)].sort((a, b) => a - b)
  if (asked.length <= fewNumbers) {
    const counted = new Map(asked.map((number) => [number, recountOnce(db, { seriesId, number }, excluded)]))
    return numbers.map((number) => counted.get(number)!)
  }
  const indexOf = (number: number) => firstIndexWhere(asked, (other) => other >= number)
  const change = new Array<number>(asked.length + 1).fill(0)
  let holder = -1
  let coveredUntil = 0
  const rows = preparedRows<[number, number, number | null]>(
    db.sqlite,
    `select holder_id, from_number, to_number from assignment where series_id = @s and +from_number <= @last and (to_number is null or to_number > @first)
       and sku_id not in (select id from vendor_id where value in (select value from json_each(@excluded))) order by holder_id, from_number`,
  ).all({ s: seriesId, first: asked[0] ?? 0, last: asked.at(-1) ?? 0, excluded: JSON.stringify([...excluded]) })
  for (const [id, from, to] of rows) {
    if (id !== holder) {
      holder = id
      coveredUntil = 0
    }
    const begin = Math.max(indexOf(from), coveredUntil)
    const end = to === null ? asked.length : indexOf(to)
    if (end <= begin) continue
    change[begin]! += 1
    change[end]! -= 1
    coveredUntil = end
  }
  let count = 0
  const counts = asked.map((_, index) => (count += change[index]!))
  return numbers.map((number) => counts[indexOf(number)]!)
}
