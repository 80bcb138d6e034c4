/**
 * Reads a payload's list for recording, and caches each series' last list: entries received again unchanged are neither split nor
 * looked up again. A vendor's next response is mostly the same as the previous one.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Database } from 'better-sqlite3'
import type { Json } from '../../../shared/domain/json.ts'
import { type CutEntry, type CutRules, cutEntry, listText, wholeEntryText } from '../evidence/cut.ts'
import type { ChangedIds } from '../evidence/entry-intervals.ts'
import { type Holder, type HolderPart, hasHolders, holderParts, unite } from '../state/holders.ts'

/** An entry with everything derived from it alone. */
interface ListedEntry {
  value: Json
  cut: CutEntry
  text: string
  parts: readonly HolderPart[]
}

/** The counts of a list in a snapshot's row. */
export interface ListCounts {
  listed: number
  /** Null if the dataset has no holders. */
  holders: number | null
  enabled: number | null
  disabled: number | null
  withoutId: number
  /** Entries beyond the first of each id. */
  duplicates: number
}

/** A list that was read. */
export interface ParsedList {
  entries: readonly ListedEntry[]
  /** Its canonical text. */
  text: string
  counts: ListCounts
}

/** Reads a list. With the previous list, unchanged entries are reused and `changed` has the ids of the others; else `changed` is null. */
export function readList(
  list: readonly Json[],
  rules: CutRules,
  before: ParsedList | undefined,
): { list: ParsedList; changed: ChangedIds | null } {
  const made = (value: Json): ListedEntry => {
    const cut = cutEntry(value, rules)
    return { value, cut, text: wholeEntryText(cut, rules), parts: holderParts(cut, rules) }
  }
  if (before === undefined) return { list: known(list.map(made), rules), changed: null }
  const { entries, changed } = entriesAfter(before.entries, list, made)
  return { list: changed.size === 0 ? before : known(entries, rules), changed }
}

/** The holders of a list, by id. */
export const holdersOf = ({ entries }: ParsedList): Map<string, Holder> => unite(entries.flatMap((entry) => entry.parts))

/** Looks for each entry right after the one that preceded it last time, since the order rarely changes. */
function entriesAfter(
  before: readonly ListedEntry[],
  list: readonly Json[],
  made: (value: Json) => ListedEntry,
): { entries: ListedEntry[]; changed: Set<string> } {
  /** Previous entries that were not matched yet, with their positions. */
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
      // A changed entry in its old position.
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

function known(entries: ListedEntry[], rules: CutRules): ParsedList {
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

/** A list is identified by tenant, dataset and billing period. */
export interface ListKey {
  tenantId: number
  dataset: string
  period: string
}

/** A bounded cache of the last list of each series. */
export interface ListCache {
  of(key: ListKey): CachedList | undefined
  keep(key: ListKey, cached: CachedList): void
}

/** A list, and the hash of its snapshot: the list is current only if that snapshot is still its series' last one. */
export interface CachedList {
  sha256: Buffer
  list: ParsedList
}

/** An entry takes about 1.5 kB. */
const maxCachedEntries = 30_000

const cachedByHandle = new WeakMap<Database, ListCache>()

/** The cache of a database handle. */
export function listCache(sqlite: Database): ListCache {
  let lists = cachedByHandle.get(sqlite)
  if (lists === undefined) {
    lists = boundedLists()
    cachedByHandle.set(sqlite, lists)
  }
  return lists
}

function boundedLists(): ListCache {
  const kept = new Map<string, CachedList>()
  let total = 0
  const nameOf = ({ tenantId, dataset, period }: ListKey) => `${tenantId} ${dataset} ${period}`
  const drop = (name: string) => {
    total -= kept.get(name)?.list.entries.length ?? 0
    kept.delete(name)
  }
  return {
    of: (key) => kept.get(nameOf(key)),
    keep(key, cached) {
      const name = nameOf(key)
      drop(name)
      kept.set(name, cached)
      total += cached.list.entries.length
      for (const oldest of kept.keys()) {
        if (total <= maxCachedEntries) break
        drop(oldest)
      }
    },
  }
}
