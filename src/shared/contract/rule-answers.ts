/** The user's rules: an append-only list, each row in force from a month (or for all history). Its last number is the rule revision. */

/** Where a rule takes effect: from a month, or for all history where `from` is null. */
export interface RuleOrigin {
  /** The revision that made it; null for a built-in default. */
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

/** The user's own name for a SKU; null gives it its name from the catalogue again. */
export interface SkuLabelRule extends RuleOrigin {
  skuId: string
  label: string | null
}

/** What a SKU, or a unit of the vendor's bill, costs. */
export interface PriceRule extends RuleOrigin {
  /** A SKU id, or `petra:unit`. */
  item: string
  name: string
  /** Of `petra:unit`: the connection that it is for; null for every connection without one of its own. */
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

/** Every rule that there is, and the revision that it came to. */
export interface RulesAnswer {
  revision: number
  openMonth: string
  flags: SkuFlagRule[]
  labels: SkuLabelRule[]
  prices: PriceRule[]
  overlaps: OverlapRule[]
}

/** A count, or an amount of a currency, as decimal text. */
export interface RuleValue {
  value: string
  currency: string | null
}

/** One value that a rule would move; null where there is none. */
export interface RuleMove {
  month: string
  tenant: number
  figure: string
  before: RuleValue | null
  after: RuleValue | null
}

/** What a rule would move if it were saved. */
export interface RulePreview {
  /** Where it would take effect; null for all history. */
  from: string | null
  moves: RuleMove[]
  /** More moves than are listed. */
  more: number
}

/** The revision that a saved rule made. */
export interface RuleSaved {
  revision: number
}

/** What an import of Microsoft's list of products brought. */
export interface CatalogueImported {
  products: number
  /** Products that had no name here before. */
  added: number
  renamed: number
}
