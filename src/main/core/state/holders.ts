/** Holders and their SKUs, derived from entries. Duplicate entries of an id are one holder with all their SKUs. */
import { isJsonObject, type Json } from '../../../shared/domain/json.ts'
import { type CutEntry, type CutRules, parseEntry, skusOf } from '../evidence/cut.ts'
import { type Dataset, type HolderFacts, nestedOf } from '../vendors/provider.ts'

/** A person of a list, from all of their entries. */
export interface Holder {
  /** True if any of its entries says so; null if none says anything. */
  enabled: boolean | null
  /** Whether any of its entries is for an invited guest. */
  guest: boolean
  skus: Set<string>
}

/** Holders of a SKU. Those without `accountEnabled` count neither as enabled nor as disabled. */
export interface SkuCount {
  holders: number
  enabled: number
  disabled: number
}

/** Whether entries of a dataset describe holders of SKUs. */
export const hasHolders = (rules: CutRules): boolean => rules.kind === 'people' || nestedOf(rules) !== null

/** What one entry says about a holder, apart from its SKUs. */
export interface EntryFacts {
  enabled: boolean | null
  guest: boolean
}

/** What one entry says about a holder. */
export interface HolderPart extends EntryFacts {
  id: string
  skus: readonly string[]
}

/** The holders in an entry: the entry itself with its SKU list, or its nested items, which hold the entry. Items without an id are skipped. */
export function holderParts(entry: CutEntry, rules: CutRules): HolderPart[] {
  if (nestedOf(rules) !== null) {
    const skus = entry.id === '' ? [] : [entry.id]
    return entry.nested.filter((item) => item.id !== '').map((item) => ({ id: item.id, skus, ...entryFacts(item.body, rules) }))
  }
  if (rules.kind !== 'people' || entry.id === '') return []
  return [{ id: entry.id, skus: skusOf(entry.skuList), ...entryFacts(entry.body, rules) }]
}

/** Reads an entry's canonical JSON. */
export function entryFacts(body: string, rules: CutRules): EntryFacts {
  const entry = JSON.parse(body) as Json
  if (!isJsonObject(entry)) return { enabled: null, guest: false }
  const { accountEnabled, userPrincipalName } = rules.holder(entry)
  return { enabled: accountEnabled, guest: isGuest(userPrincipalName) }
}

/** Microsoft puts this into the user principal name of an invited guest. */
const guestMark = '#EXT#'

function isGuest(userPrincipalName: string | null): boolean {
  return userPrincipalName?.toUpperCase().includes(guestMark) === true
}

/** Combines `enabled` of two entries of one holder. */
export const eitherEnabled = (a: boolean | null, b: boolean | null): boolean | null => (a === null || b === null ? (a ?? b) : a || b)

/**
 * Combines the entries of one holder: the first name that is not null, enabled if any says so. Wiped entries are ignored.
 * "First" is by the order of the entries' texts, so that equal payloads always give the same result.
 */
export function uniteFacts(dataset: Dataset, bodies: readonly (string | null)[]): HolderFacts {
  const texts = bodies.filter((body) => body !== null).sort()
  const all = texts.map((body) => dataset.holder(parseEntry(body)))
  const first = (name: 'displayName' | 'userPrincipalName' | 'mail') => all.find((facts) => facts[name] !== null)?.[name] ?? null
  return {
    displayName: first('displayName'),
    userPrincipalName: first('userPrincipalName'),
    mail: first('mail'),
    ...(all.length > 0 && all.every(({ device }) => device) ? { device: true as const } : {}),
    ...earliest(all.flatMap(({ billedSince }) => billedSince ?? [])),
    accountEnabled: all.reduce<boolean | null>((known, facts) => eitherEnabled(known, facts.accountEnabled), null),
  }
}

const earliest = ([first, ...others]: string[]): { billedSince?: string } =>
  first === undefined ? {} : { billedSince: others.reduce((least, each) => (each < least ? each : least), first) }

/** Merges parts into holders, by id. */
export function unite(parts: Iterable<HolderPart>): Map<string, Holder> {
  const holders = new Map<string, Holder>()
  for (const part of parts) {
    const holder = holders.get(part.id)
    if (holder === undefined) holders.set(part.id, { enabled: part.enabled, guest: part.guest, skus: new Set(part.skus) })
    else {
      holder.enabled = eitherEnabled(holder.enabled, part.enabled)
      holder.guest ||= part.guest
      for (const sku of part.skus) holder.skus.add(sku)
    }
  }
  return holders
}

/** Holders per SKU. */
export function countSkus(holders: Iterable<Holder>): Map<string, SkuCount> {
  const counts = new Map<string, SkuCount>()
  for (const { enabled, skus } of holders) {
    for (const sku of skus) {
      let count = counts.get(sku)
      if (count === undefined) {
        count = { holders: 0, enabled: 0, disabled: 0 }
        counts.set(sku, count)
      }
      count.holders += 1
      if (enabled === true) count.enabled += 1
      if (enabled === false) count.disabled += 1
    }
  }
  return counts
}
