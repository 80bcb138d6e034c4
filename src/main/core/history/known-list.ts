/**
 * A payload's list as it is recorded, and what the recorder still knows of a series' last one: an entry that comes again exactly as it
 * was is neither taken apart nor looked up again. A vendor's next answer is mostly the one before.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Database } from 'better-sqlite3'
import type { Json } from '../../../shared/domain/json.ts'
import { type CutEntry, type CutRules, cutEntry, listText, wholeEntryText } from '../evidence/cut.ts'
import type { ChangedIds } from '../evidence/entry-intervals.ts'
import { type Holder, type HolderPart, hasHolders, holderParts, unite } from '../state/holders.ts'

/** An entry with everything that follows from it alone. */
interface ListedEntry {
  value: Json
  cut: CutEntry
  text: string
  parts: readonly HolderPart[]
}

/** What a snapshot's row says about its list. */
export interface ListCounts {
  listed: number
  /** Null where the dataset has no holders. */
  holders: number | null
  enabled: number | null
  disabled: number | null
  withoutId: number
  /** Entries beyond the first of each id. */
  duplicates: number
}

/** A list, read. */
export interface KnownList {
  entries: readonly ListedEntry[]
  /** Its canonical text. */
  text: string
  counts: ListCounts
}

/** Reads a list. With the list before, what is the same is taken from there and `changed` says the rest; else `changed` is null. */
export function readList(
  list: readonly Json[],
  rules: CutRules,
  before: KnownList | undefined,
): { list: KnownList; changed: ChangedIds | null } {
  const made = (value: Json): ListedEntry => {
    const cut = cutEntry(value, rules)
    return { value, cut, text: wholeEntryText(cut, rules), parts: holderParts(cut, rules) }
  }
  if (before === undefined) return { list: known(list.map(made), rules), changed: null }
  const { entries, changed } = entriesAfter(before.entries, list, made)
  return { list: changed.size === 0 ? before : known(entries, rules), changed }
}

/** The holders of a list, by id. */
export const holdersOf = ({ entries }: KnownList): Map<string, Holder> => unite(entries.flatMap((entry) => entry.parts))

/** Mostly an entry stands where it stood, or as far from there as others came and went before it. */
function entriesAfter(
  before: readonly ListedEntry[],
  list: readonly Json[],
  made: (value: Json) => ListedEntry,
): { entries: ListedEntry[]; changed: Set<string> } {
  /** Those not found again yet, with their places. */
  const left = new Map(before.map((entry, at) => [entry, at]))
  const changed = new Set<string>()
  let byId: Map<string, ListedEntry[]> | null = null
  let next = 0
  const entries = list.map((value) => {
    const expected = before[next]
    if (expected !== undefined && isDeepStrictEqual(expected.value, value) && left.delete(expected)) {
      next += 1
      return expected
    }
    const fresh = made(value)
    byId ??= Map.groupBy(before, (entry) => entry.cut.id)
    const same = byId.get(fresh.cut.id)?.find((entry) => entry.text === fresh.text && left.has(entry))
    if (same === undefined) {
      changed.add(fresh.cut.id)
      // One that changed keeps its place.
      if (expected?.cut.id === fresh.cut.id) next += 1
      return fresh
    }
    next = left.get(same)! + 1
    left.delete(same)
    return same
  })
  for (const gone of left.keys()) changed.add(gone.cut.id)
  return { entries, changed }
}

function known(entries: ListedEntry[], rules: CutRules): KnownList {
  const list = { entries, text: listText(entries.map((entry) => entry.text)) }
  const holders = hasHolders(rules) ? [...unite(entries.flatMap((entry) => entry.parts)).values()] : null
  const count = (enabled: boolean) => holders?.filter((holder) => holder.enabled === enabled).length ?? null
  return {
    ...list,
    counts: {
      listed: entries.length,
      holders: holders?.length ?? null,
      enabled: count(true),
      disabled: count(false),
      ...quality(entries.map((entry) => entry.cut)),
    },
  }
}

function quality(entries: CutEntry[]): Pick<ListCounts, 'withoutId' | 'duplicates'> {
  const withId = entries.filter((entry) => entry.id !== '')
  const own = {
    withoutId: entries.length - withId.length,
    duplicates: withId.length - new Set(withId.map((entry) => entry.id)).size,
  }
  return entries.reduce((sum, { nested }) => {
    if (nested.length === 0) return sum
    const inner = quality(nested)
    return { withoutId: sum.withoutId + inner.withoutId, duplicates: sum.duplicates + inner.duplicates }
  }, own)
}

/** Whose list: a tenant's, of one dataset and billing period. */
export interface ListKey {
  tenantId: number
  dataset: string
  period: string
}

/** The last lists of the series that were recorded last, as far as they fit. */
export interface KnownLists {
  of(key: ListKey): Remembered | undefined
  keep(key: ListKey, remembered: Remembered): void
}

/** A list, and the hash of the snapshot that it was recorded with: only a series that ends with that snapshot ends with that list. */
export interface Remembered {
  sha256: Buffer
  list: KnownList
}

/** About 1.5 kB each. */
const mostEntries = 30_000

const caches = new WeakMap<Database, KnownLists>()

/** What is known through a handle. */
export function knownLists(sqlite: Database): KnownLists {
  let lists = caches.get(sqlite)
  if (lists === undefined) {
    lists = boundedLists()
    caches.set(sqlite, lists)
  }
  return lists
}

function boundedLists(): KnownLists {
  const kept = new Map<string, Remembered>()
  let total = 0
  const nameOf = ({ tenantId, dataset, period }: ListKey) => `${tenantId} ${dataset} ${period}`
  const drop = (name: string) => {
    total -= kept.get(name)?.list.entries.length ?? 0
    kept.delete(name)
  }
  return {
    of: (key) => kept.get(nameOf(key)),
    keep(key, remembered) {
      const name = nameOf(key)
      drop(name)
      kept.set(name, remembered)
      total += remembered.list.entries.length
      for (const oldest of kept.keys()) {
        if (total <= mostEntries) break
        drop(oldest)
      }
    },
  }
}
