/** Who holds what, derived from entries: duplicates of an id are one holder with all their SKUs. */
import { isJsonObject, type Json } from '../../../shared/domain/json.ts'
import type { Dataset, HolderFacts } from '../providers/provider.ts'
import { type CutEntry, type CutRules, parseEntry, skusOf } from './cut.ts'

/** A person of a list, from all of their entries. */
export interface Holder {
  /** True if any of its entries says so; null where none says anything. */
  enabled: boolean | null
  skus: Set<string>
}

/** How many hold a SKU; who has no `accountEnabled` is in neither of the last two. */
export interface SkuCount {
  holders: number
  enabled: number
  disabled: number
}

/** Whether entries of a dataset describe holders of SKUs. */
export const hasHolders = (rules: CutRules): boolean => rules.skuField !== null || rules.nested !== null

/** What one entry says about a holder: whose it is, what it holds, whether it is enabled. */
export interface HolderPart {
  id: string
  enabled: boolean | null
  skus: readonly string[]
}

/** The holders that an entry describes: itself with its SKU list, or its nested items, which hold the entry. Those without an id are none. */
export function holderParts(entry: CutEntry, rules: CutRules): HolderPart[] {
  if (rules.nested !== null) {
    const skus = entry.id === '' ? [] : [entry.id]
    return entry.nested.filter((item) => item.id !== '').map((item) => ({ id: item.id, skus, enabled: enabledOf(item.body, rules) }))
  }
  if (rules.skuField === null || entry.id === '') return []
  return [{ id: entry.id, skus: skusOf(entry.skuList), enabled: enabledOf(entry.body, rules) }]
}

function enabledOf(body: string, rules: CutRules): boolean | null {
  const entry = JSON.parse(body) as Json
  return isJsonObject(entry) ? rules.holder(entry).accountEnabled : null
}

/** Of two entries of one holder. */
export const eitherEnabled = (a: boolean | null, b: boolean | null): boolean | null => (a === null || b === null ? (a ?? b) : a || b)

/**
 * What the entries of one holder say together: the first name that is there, enabled if any says so. Wiped entries say nothing.
 * "First" is by the entries' texts: equal payloads must read the same, whatever came before them.
 */
export function uniteFacts(dataset: Dataset, bodies: readonly (string | null)[]): HolderFacts {
  const texts = bodies.filter((body) => body !== null).sort()
  const all = texts.map((body) => dataset.holder(parseEntry(body)))
  const first = (name: 'displayName' | 'userPrincipalName' | 'mail') => all.find((facts) => facts[name] !== null)?.[name] ?? null
  return {
    displayName: first('displayName'),
    userPrincipalName: first('userPrincipalName'),
    mail: first('mail'),
    accountEnabled: all.reduce<boolean | null>((known, facts) => eitherEnabled(known, facts.accountEnabled), null),
  }
}

/** Unites parts into holders, by id. */
export function unite(parts: Iterable<HolderPart>): Map<string, Holder> {
  const holders = new Map<string, Holder>()
  for (const part of parts) {
    const holder = holders.get(part.id)
    if (holder === undefined) holders.set(part.id, { enabled: part.enabled, skus: new Set(part.skus) })
    else {
      holder.enabled = eitherEnabled(holder.enabled, part.enabled)
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
