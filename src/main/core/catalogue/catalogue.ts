/** What is known of licence SKUs before the user says anything: names and the two lists of defaults. */

/** A SKU as Microsoft's list names it. */
export interface CatalogueSku {
  name: string
  partNumber: string | null
}

/** Built-in and imported names, and the defaults that users' rules start from. Ids are lower-case GUIDs. */
export interface Catalogue {
  /** Null for an id that no list has: it is then shown by its id. */
  sku(skuId: string): CatalogueSku | null
  /** SKUs that Petra says it does not bill. */
  defaultExcluded: ReadonlySet<string>
  /** Free and trial SKUs. */
  defaultFree: ReadonlySet<string>
  /** Pairs of which the first SKU already contains the second. */
  defaultOverlaps: readonly (readonly [skuId: string, coveredSkuId: string])[]
}
