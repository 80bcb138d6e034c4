/** The rules in force, month by month: built-in defaults overlaid with the user's append-only list. */
import type { InferSelectModel } from 'drizzle-orm'
import { type ScaledDecimal, scaledDecimal } from '../../../shared/domain/minor-units.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { ruleTable } from '../database/schema/user.ts'

/** A stored rule. */
export type RuleRow = InferSelectModel<typeof ruleTable>
/** A rule before it is stored. */
export type NewRule = Omit<RuleRow, 'id'>

/** The price item for a Petra billable unit. */
export const petraUnit = 'petra:unit'

/** A price that applies in a month. */
export interface Price {
  /** Decimal text. */
  amount: string
  currency: string
}

/** The price of a rule. */
export interface RulePrice extends Price {
  /** The amount, parsed once for the costs of many lines. */
  scaled: ScaledDecimal
}

/** A rule's price from decimal text. Throws `RangeError` for other text. */
export function rulePrice(amount: string, currency: string): RulePrice {
  return { amount, currency, scaled: scaledDecimal(amount) }
}

/** The rules that apply in each month. */
export interface RuleBook {
  /** The id of the last rule; 0 if there is none. */
  revision: number
  /** SKUs that the vendor does not bill. Months with equal sets share one object. */
  excluded(month: Month): ReadonlySet<string>
  free(month: Month): ReadonlySet<string>
  /** The user's own name for a SKU; null without one. */
  label(skuId: string): string | null
  /** The price of a SKU; the same object in all months to which the same rule applies. */
  skuPrice(skuId: string, month: Month): RulePrice | null
  /** The connection's own unit price, else the one for all connections; shared like `skuPrice`. */
  unitPrice(connectionId: number, month: Month): RulePrice | null
  /** Pairs whose first SKU contains the second. */
  overlaps(month: Month): [skuId: string, coveredSkuId: string][]
  /** The user's rows, oldest first. */
  rows: readonly RuleRow[]
}

/** Reads the rules. `added` are unsaved rules to apply on top, for a preview. */
export function readRuleBook(db: ReadDb | WriteDb, catalogue: Catalogue, added: readonly NewRule[] = []): RuleBook {
  const stored = db.orm.select().from(ruleTable).orderBy(ruleTable.id).all()
  const revision = stored.at(-1)?.id ?? 0
  const rows = [...stored, ...added.map((rule, index) => ({ ...rule, id: revision + 1 + index }))]
  const bySubject = groupRules(rows)
  const inForce = (kind: RuleRow['kind'], subject: string, object: string, month: Month) =>
    ruleInForce(bySubject.get(keyOf(kind, subject, object)) ?? [], month)

  const flagged = (kind: 'excluded' | 'free', defaults: ReadonlySet<string>) => {
    const subjects = new Set(rows.filter((row) => row.kind === kind).map((row) => row.subject))
    return memoSets((month) => {
      const set = new Set(defaults)
      for (const subject of subjects) {
        const rule = inForce(kind, subject, '', month)
        if (rule?.value === '1') set.add(subject)
        else if (rule) set.delete(subject)
      }
      return set
    })
  }
  const prices = new Map<RuleRow, RulePrice>()
  const priceOf = (row: RuleRow | null): RulePrice | null => {
    if (row === null || row.value === null || row.currency === null) return null
    const { value, currency } = row
    return getOrAdd(prices, row, () => rulePrice(value, currency))
  }

  return {
    revision,
    rows,
    excluded: flagged('excluded', catalogue.defaultExcluded),
    free: flagged('free', catalogue.defaultFree),
    label: (skuId) => bySubject.get(keyOf('label', skuId, ''))?.at(-1)?.value ?? null,
    skuPrice: memoByMonth((skuId, month) => priceOf(inForce('price', skuId, '', month))),
    unitPrice: memoByMonth((connectionId, month) => {
      const own = inForce('price', petraUnit, String(connectionId), month)
      // A rule without a currency withdraws the connection's own price, so the general price applies; a price that ended has a currency.
      return priceOf(own?.currency ? own : inForce('price', petraUnit, '', month))
    }),
    overlaps(month) {
      const pairs = new Map<string, [string, string]>()
      for (const [skuId, covered] of catalogue.defaultOverlaps) pairs.set(`${skuId}\n${covered}`, [skuId, covered])
      for (const [key, rules] of bySubject) {
        const rule = key.startsWith('overlap\n') ? ruleInForce(rules, month) : null
        if (rule === null) continue
        if (rule.value === '1') pairs.set(`${rule.subject}\n${rule.object}`, [rule.subject, rule.object])
        else pairs.delete(`${rule.subject}\n${rule.object}`)
      }
      return [...pairs.values()]
    },
  }
}

/** The row for a subject that applies in a month; null if there is none. Rows are oldest first. */
export function ruleInForce<Row extends { fromMonth: string | null }>(rows: readonly Row[], month: Month): Row | null {
  const forAll = rows.findLastIndex((row) => row.fromMonth === null)
  let found: Row | null = null
  for (const row of rows.slice(Math.max(0, forAll))) {
    const from = row.fromMonth ?? ''
    if (from <= month && (found === null || from >= (found.fromMonth ?? ''))) found = row
  }
  return found
}

/** Groups rows by subject, oldest first. */
export function groupRules(rows: readonly RuleRow[]): Map<string, RuleRow[]> {
  const groups = new Map<string, RuleRow[]>()
  for (const row of rows) {
    const key = keyOf(row.kind, row.subject, row.object)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

function keyOf(kind: RuleRow['kind'], subject: string, object: string): string {
  return `${kind}\n${subject}\n${object}`
}

/** Caches the price of each item in each month, since an answer needs the same few prices for every tenant. */
function memoByMonth<Item>(make: (item: Item, month: Month) => RulePrice | null): (item: Item, month: Month) => RulePrice | null {
  const months = new Map<Month, Map<Item, RulePrice | null>>()
  return (item, month) => {
    const prices = getOrAdd(months, month, () => new Map<Item, RulePrice | null>())
    return getOrAdd(prices, item, () => make(item, month))
  }
}

function memoSets(make: (month: Month) => ReadonlySet<string>): (month: Month) => ReadonlySet<string> {
  const byMonth = new Map<Month, ReadonlySet<string>>()
  const byContent = new Map<string, ReadonlySet<string>>()
  return (month) => {
    const known = byMonth.get(month)
    if (known) return known
    const set = make(month)
    const content = [...set].sort().join('\n')
    const shared = byContent.get(content) ?? set
    byContent.set(content, shared)
    byMonth.set(month, shared)
    return shared
  }
}
