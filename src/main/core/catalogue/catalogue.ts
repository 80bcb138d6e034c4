/** SKU names and the default lists that the user's rules override. */
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import type { ReadDb } from '../database/db.ts'
import { catalogueTable } from '../database/schema/user.ts'
import { builtInSkus } from './built-in-skus.ts'
import { excludedByPetra, freeOrTrial, overlappingPairs } from './defaults.ts'

/** A SKU in Microsoft's list. */
interface CatalogueSku {
  name: string
  partNumber: string | null
}

/** Built-in and imported names, and the defaults of the user's rules. Ids are lower-case GUIDs. */
export interface Catalogue {
  /** Null for an id that is in neither list; it is shown by its id. */
  sku(skuId: string): CatalogueSku | null
  /** SKUs that Petra does not bill, according to its documentation. */
  defaultExcluded: ReadonlySet<string>
  /** Free and trial SKUs. */
  defaultFree: ReadonlySet<string>
  /** Pairs in which the first SKU includes the second. */
  defaultOverlaps: readonly (readonly [skuId: string, coveredSkuId: string])[]
}

/** Built-in names, overridden by imported ones, which are newer. By lower-case id. */
export function knownSkus(db: ReadDb): Map<string, CatalogueSku> {
  const skus = new Map<string, CatalogueSku>(builtInSkus.map(([skuId, partNumber, name]) => [skuId, { name, partNumber }]))
  for (const { skuId, partNumber, name } of db.orm.select().from(catalogueTable).all()) skus.set(skuId, { name, partNumber })
  return skus
}

/** The catalogue for reports. If two SKUs in this history share a name, their part numbers are appended. */
export function readCatalogue(db: ReadDb): Catalogue {
  const skus = knownSkus(db)
  const shared = sharedNames(db, skus)
  return {
    sku(skuId) {
      const id = normaliseId(skuId)
      const known = skus.get(id)
      if (known === undefined) return null
      return shared.has(id) ? { ...known, name: `${known.name} (${known.partNumber ?? id})` } : known
    },
    defaultExcluded: excludedByPetra,
    defaultFree: freeOrTrial,
    defaultOverlaps: overlappingPairs,
  }
}

/** SKUs in this history that share their name with another one in it: Microsoft uses some names twice. */
function sharedNames({ sqlite }: ReadDb, skus: ReadonlyMap<string, CatalogueSku>): ReadonlySet<string> {
  const groups = [...Map.groupBy(skus.keys(), (skuId) => skus.get(skuId)?.name).values()].filter((ids) => ids.length > 1)
  const held = new Set(
    sqlite
      .prepare<[string], string>('select value from vendor_id where value in (select value from json_each(?))')
      .pluck()
      .all(JSON.stringify(groups.flat())),
  )
  return new Set(
    groups
      .map((ids) => ids.filter((skuId) => held.has(skuId)))
      .filter((ids) => ids.length > 1)
      .flat(),
  )
}
