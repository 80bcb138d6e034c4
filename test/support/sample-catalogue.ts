/** A small catalogue. */
import type { Catalogue } from '../../src/main/core/catalogue/catalogue.ts'

/** SKUs for tests: two billed ones that overlap, one that the vendor excludes, one that is free. */
export const e3 = '05e9a617-0261-4cee-bb44-138d3ef5d965'
export const exchange = '4b9405b0-7788-4568-add1-99614e613b69'
export const phone = 'e43b5b99-8dfb-405f-9987-dc307f34bcbd'
export const fabric = 'a403ebcc-fae0-4ca2-8c8c-7a907fd6c235'

export const testCatalogue: Catalogue = {
  sku: (id) => {
    const names: Record<string, [string, string]> = {
      [e3]: ['Microsoft 365 E3', 'SPE_E3'],
      [exchange]: ['Exchange Online (Plan 1)', 'EXCHANGESTANDARD'],
      [phone]: ['Teams Phone Standard', 'MCOEV'],
      [fabric]: ['Fabric (Free)', 'POWER_BI_STANDARD'],
    }
    const found = names[id]
    return found === undefined ? null : { name: found[0], partNumber: found[1] }
  },
  defaultExcluded: new Set([phone, fabric]),
  defaultFree: new Set([fabric]),
  defaultOverlaps: [[e3, exchange]],
}
