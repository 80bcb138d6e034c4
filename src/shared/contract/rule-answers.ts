/** The user's rules: an append-only list; each rule applies from a month or for all history. The last id is the rule revision. */

/** Where a rule takes effect: from a month, or for all history where `from` is null. */
export interface RuleOrigin {
  /** The revision that added the rule; null for a built-in default. */
  revision: number | null
  from: string | null
  at: string | null
}

/** Whether Petra bills a SKU, or whether it costs nothing. */
export interface SkuFlagRule extends RuleOrigin {
  skuId: string
  name: string
  flag: 'excludedByVendor' | 'free'
  value: boolean
}

/** The user's own name for a SKU; null restores the catalogue's name. */
export interface SkuLabelRule extends RuleOrigin {
  skuId: string
  label: string | null
}

/** The price of a SKU, or of a unit of the vendor's bill. */
export interface PriceRule extends RuleOrigin {
  /** A SKU id, or `petra:unit`. */
  item: string
  name: string
  /** For `petra:unit`: its connection; null for every connection without a price of its own. */
  connection: string | null
  /** Null: no price from then on. */
  amount: string | null
  currency: string | null
}

/** A SKU that already contains another. */
export interface OverlapRule extends RuleOrigin {
  skuId: string
  name: string
  coveredSkuId: string
  coveredName: string
  /** False: the pair is no longer reported. */
  active: boolean
}

/** Every rule, and the current revision. */
export interface RulesAnswer {
  revision: number
  openMonth: string
  flags: SkuFlagRule[]
  labels: SkuLabelRule[]
  prices: PriceRule[]
  overlaps: OverlapRule[]
}

/** A count, or an amount of money, as decimal text. */
export interface RuleValue {
  value: string
  currency: string | null
}

/** One value that a rule would change; null if there is no value. */
export interface RuleMove {
  month: string
  tenant: number
  figure: string
  before: RuleValue | null
  after: RuleValue | null
}

/** What a rule would change if it were saved. */
export interface RulePreview {
  /** Where it would take effect; null for all history. */
  from: string | null
  moves: RuleMove[]
  /** The number of further moves that are not listed. */
  more: number
}

/** The revision that a saved rule made. */
export interface RuleSaved {
  revision: number
}

/** The result of importing Microsoft's list of products. */
export interface CatalogueImported {
  products: number
  /** Products that had no name before. */
  added: number
  renamed: number
}
