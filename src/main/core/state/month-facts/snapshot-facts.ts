/** The month facts of one snapshot, from its evidence or from the list that is being recorded. */

import type { InferSelectModel } from 'drizzle-orm'
import { getOrAdd } from '../../base/get-or-add.ts'
import { type UsageFacts, usageFacts } from '../../charges/usage-at.ts'
import type { ReadDb } from '../../database/db.ts'
import { validAt } from '../../database/intervals.ts'
import { preparedColumn, preparedRows } from '../../database/prepared.ts'
import type { monthFactTable } from '../../database/schema/facts.ts'
import { parseEntry, skusOf } from '../../evidence/cut.ts'
import type { Intern } from '../../evidence/intern.ts'
import { unpackText } from '../../evidence/pack.ts'
import type { SnapshotKey } from '../../evidence/read-payload.ts'
import { type Dataset, nestedOf, type TenantTotals } from '../../vendors/provider.ts'
import { datasetById } from '../../vendors/providers.ts'
import { eitherEnabled, entryFacts, type Holder, hasHolders, type SkuCount } from '../holders.ts'

/** The facts of a snapshot that are in its month's own row; `schema/facts.ts` explains them. */
export type RowFacts = Pick<InferSelectModel<typeof monthFactTable>, 'reported' | 'guests' | 'holders' | 'skuHolders' | keyof UsageFacts>

/** The facts of a snapshot that is not a month-end. */
export const noRowFacts: RowFacts = {
  reported: null,
  guests: null,
  holders: null,
  skuHolders: null,
  chargesOver: null,
  chargesUsed: null,
  overage: null,
  overageCurrency: null,
}

/** Holders of one set of SKUs. */
export interface SetHolders extends SkuCount {
  /** The disabled ones among them, as JSON of numbers, ascending; null if there are none. */
  disabledIds: string | null
}

/** The facts of a snapshot. Ids are row ids of `vendor_id`. */
export interface SnapshotFacts extends RowFacts {
  /** Holders by the set of SKUs that they hold; the key is the JSON array of `sku_set`. */
  sets: Map<string, SetHolders>
  totals: Map<number, TenantTotals>
}

/** Reads the facts of snapshots from their evidence. Entries that several snapshots of a series share are parsed once. */
export function factsFromEvidence(db: ReadDb): (key: SnapshotKey) => { facts: SnapshotFacts; holders: Map<number, NumberedHolder> | null } {
  const people = peopleReader(db)
  return (key) => {
    const dataset = datasetById(key.dataset)
    const holders = key.hasList && hasHolders(dataset) ? people(key, dataset) : null
    return { facts: factsOf(db, key, holders && countHolders(holders)), holders }
  }
}

/** The facts of a snapshot; `holders` is null if it has no list of holders. */
export function factsOf(db: ReadDb, key: SnapshotKey, holders: CountedHolders | null): SnapshotFacts {
  const dataset = datasetById(key.dataset)
  return {
    sets: holders?.sets ?? new Map(),
    reported: preparedColumn<number | null>(db.sqlite, 'select reported from snapshot where id = ?').get(key.id)!,
    guests: holders === null || dataset.kind !== 'people' ? null : holders.guests,
    holders: holders === null ? null : [...holders.sets.values()].reduce((sum, set) => sum + set.holders, 0),
    skuHolders: holders === null ? null : skuHoldersOf(holders.sets),
    ...usageFacts(db, key),
    totals: totalsAt(db, key, dataset),
  }
}

/** Holders, counted. */
export interface CountedHolders {
  sets: Map<string, SetHolders>
  guests: number
}

/** Counts the holders of a list that is being recorded. Most share a few sets, so each set's ids are looked up once. */
export function countRecorded(holders: ReadonlyMap<string, Holder>, vendorId: Intern): CountedHolders {
  const byText = new Map<string, { skus: ReadonlySet<string>; sum: SetSum }>()
  let guests = 0
  for (const [id, { enabled, guest, skus }] of holders) {
    if (guest) guests += 1
    if (skus.size > 0) {
      addHolder(getOrAdd(byText, JSON.stringify([...skus]), () => ({ skus, sum: noHolders() })).sum, enabled, () => vendorId(id))
    }
  }
  const sets = new Map<string, SetSum>()
  for (const { skus, sum } of byText.values()) {
    const all = getOrAdd(sets, setKey([...skus].map(vendorId)), noHolders)
    all.holders += sum.holders
    all.enabled += sum.enabled
    all.disabled = all.disabled.concat(sum.disabled)
  }
  return { sets: countedSets(sets), guests }
}

/** A set's holders while they are counted. */
interface SetSum {
  holders: number
  enabled: number
  disabled: number[]
}

const noHolders = (): SetSum => ({ holders: 0, enabled: 0, disabled: [] })

function countedSets(sets: ReadonlyMap<string, SetSum>): Map<string, SetHolders> {
  return new Map(
    [...sets].map(([key, { holders, enabled, disabled }]) => {
      const disabledIds = disabled.length === 0 ? null : JSON.stringify(disabled.sort((a, b) => a - b))
      return [key, { holders, enabled, disabled: disabled.length, disabledIds }]
    }),
  )
}

/** Holders of each SKU, from those of each set. */
function skuHoldersOf(sets: ReadonlyMap<string, SkuCount>): string {
  const bySku = new Map<number, number>()
  for (const [key, { holders }] of sets) for (const sku of JSON.parse(key) as number[]) bySku.set(sku, (bySku.get(sku) ?? 0) + holders)
  return JSON.stringify([...bySku].sort(([a], [b]) => a - b))
}

/** The key of a set in `sku_set`: the SKUs' numbers, ascending, as JSON. Sorts the given array. */
export const setKey = (skus: number[]): string => JSON.stringify(skus.sort((a, b) => a - b))

function addHolder(sum: SetSum, enabled: boolean | null, idOf: () => number): void {
  sum.holders += 1
  if (enabled === true) sum.enabled += 1
  if (enabled === false) sum.disabled.push(idOf())
}

/** A holder in the evidence. SKUs are row ids of `vendor_id`. */
export interface NumberedHolder {
  enabled: boolean | null
  guest: boolean
  skus: Set<number>
}

function countHolders(holders: ReadonlyMap<number, NumberedHolder>): CountedHolders {
  const sets = new Map<string, SetSum>()
  let guests = 0
  for (const [id, { enabled, guest, skus }] of holders) {
    if (guest) guests += 1
    if (skus.size > 0) addHolder(getOrAdd(sets, setKey([...skus]), noHolders), enabled, () => id)
  }
  return { sets: countedSets(sets), guests }
}

type EntryRow = [entryRowKey: string, holderId: number, value: string, packed: string | null, ownerId: number, skuListId: number | null]

/** One row per entry about a holder: people with their SKU list, or nested items below the charge that they hold. */
const holderRows = (nested: boolean) => `
  select e.owner_id || ' ' || e.owner_occurrence || ' ' || e.vendor_id || ' ' || e.occurrence || ' ' || e.from_number, e.vendor_id, v.value,
    e.packed, e.owner_id, ${nested ? 'null' : 'l.sku_list_id'}
  from entry_row e join vendor_id v on v.id = e.vendor_id
  ${
    nested
      ? ''
      : `left join entry_sku_list l on l.series_id = e.series_id and l.vendor_id = e.vendor_id and l.occurrence = e.occurrence and ${validAt('l')}`
  }
  where e.series_id = @s and e.owner_id ${nested ? '<>' : '='} 0 and v.value <> '' and ${validAt('e')}`

function peopleReader(db: ReadDb): (key: SnapshotKey, dataset: Dataset) => Map<number, NumberedHolder> {
  const skusOfList = skuListReader(db)
  const textOf = preparedColumn<string>(db.sqlite, 'select value from vendor_id where id = ?')
  let seriesId: number | null = null
  let cachedFacts = new Map<string, ReturnType<typeof entryFacts>>()
  return (key, dataset) => {
    if (key.seriesId !== seriesId) {
      seriesId = key.seriesId
      cachedFacts = new Map()
    }
    const nested = nestedOf(dataset) !== null
    const holders = new Map<number, NumberedHolder>()
    for (const row of preparedRows<EntryRow>(db.sqlite, holderRows(nested)).all({ s: key.seriesId, n: key.number })) {
      const [rowKey, holderId, value, packed, ownerId, skuListId] = row
      let facts = cachedFacts.get(rowKey)
      if (facts === undefined) {
        facts = packed === null ? { enabled: null, guest: false } : entryFacts(unpackText(packed, value), dataset)
        cachedFacts.set(rowKey, facts)
      }
      const skus = nested ? (textOf.get(ownerId) === '' ? [] : [ownerId]) : skuListId === null ? [] : skusOfList(skuListId)
      const holder = holders.get(holderId)
      if (holder === undefined) holders.set(holderId, { ...facts, skus: new Set(skus) })
      else {
        holder.enabled = eitherEnabled(holder.enabled, facts.enabled)
        holder.guest ||= facts.guest
        for (const sku of skus) holder.skus.add(sku)
      }
    }
    return holders
  }
}

function skuListReader({ sqlite }: ReadDb): (skuListId: number) => readonly number[] {
  const body = preparedColumn<string>(sqlite, 'select body from sku_list where id = ?')
  const numberOf = preparedColumn<number>(sqlite, 'select id from vendor_id where value = ?')
  const cachedLists = new Map<number, readonly number[]>()
  return (skuListId) => {
    let skus = cachedLists.get(skuListId)
    if (skus === undefined) {
      skus = skusOf(body.get(skuListId) ?? null).flatMap((sku) => numberOf.get(sku) ?? [])
      cachedLists.set(skuListId, skus)
    }
    return skus
  }
}

/** If the payload repeats an id, the first entry counts; a wiped entry is skipped. */
function totalsAt({ sqlite }: ReadDb, { seriesId, number, hasList }: SnapshotKey, dataset: Dataset): Map<number, TenantTotals> {
  const totals = new Map<number, TenantTotals>()
  if (dataset.kind !== 'totals' || !hasList) return totals
  const seen = new Set<number>()
  const rows = preparedRows<[vendorId: number, body: string | null]>(
    sqlite,
    `select vendor_id, body from entry e where series_id = @s and owner_id = 0 and owner_occurrence = 0 and ${validAt('e')}
     order by vendor_id, occurrence`,
  ).all({ s: seriesId, n: number })
  for (const [vendorId, body] of rows) {
    if (seen.has(vendorId)) continue
    seen.add(vendorId)
    if (body !== null) totals.set(vendorId, dataset.tenantTotals(parseEntry(body)))
  }
  return totals
}
