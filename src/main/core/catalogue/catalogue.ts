/** What is known of licence SKUs before the user says anything: names and the two lists of defaults. */
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import { catalogueTable } from '../history/schema.ts'
import type { ReadDb } from '../history/writer.ts'
import { builtInSkus } from './built-in-skus.ts'
import { excludedByPetra, freeOrTrial, overlappingPairs } from './defaults.ts'

/** A SKU as Microsoft's list names it. */
interface CatalogueSku {
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

/** Our own names overlaid with the imported ones, which are newer. */
export function readCatalogue(db: ReadDb): Catalogue {
  const imported = db.orm.select().from(catalogueTable).all()
  const skus = new Map<string, CatalogueSku>(builtInSkus.map(([skuId, partNumber, name]) => [skuId, { name, partNumber }]))
  for (const { skuId, partNumber, name } of imported) skus.set(skuId, { name, partNumber })
  return {
    sku: (skuId) => skus.get(normaliseId(skuId)) ?? null,
    defaultExcluded: excludedByPetra,
    defaultFree: freeOrTrial,
    defaultOverlaps: overlappingPairs,
  }
}
