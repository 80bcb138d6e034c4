/** Names of SKUs: the user's label, else the catalogue's, else the vendor's own name of a charge, else the id. */
import { licenceDescriptions } from './licence-descriptions.ts'
import type { Reading } from './reading.ts'

/** A SKU's name. `fallback` is the vendor's own name. */
export function skuName({ rules, catalogue }: Pick<Reading, 'rules' | 'catalogue'>, skuId: string, fallback: string | null = null): string {
  return rules.label(skuId) ?? catalogue.sku(skuId)?.name ?? fallback ?? skuId
}

/** Returns a function that names SKUs and charges. A charge is named by its newest recorded entry. */
export function itemNames(reading: Pick<Reading, 'db' | 'rules' | 'catalogue'>): (id: string) => string {
  const names = new Map<string, string>()
  return (id) => {
    let name = names.get(id)
    if (name === undefined) {
      name = skuName(reading, id, chargeName(reading, id) ?? licenceDescriptions(reading.db).get(id)?.description ?? null)
      names.set(id, name)
    }
    return name
  }
}

function chargeName({ db }: Pick<Reading, 'db'>, id: string): string | null {
  // Charge ids are twelve hex digits; other ids need no query.
  if (!/^[0-9a-f]{12}$/.test(id)) return null
  const body = db.sqlite
    .prepare<[string], string | null>(
      `select json_extract(e.body, '$.name') from series se join entry e on e.series_id = se.id and e.owner_id = 0 and e.owner_occurrence = 0
         and e.vendor_id = (select id from vendor_id where value = ?)
       where se.dataset like 'genesys.%' order by se.period_key desc, e.from_number desc limit 1`,
    )
    .pluck()
    .get(id)
  return typeof body === 'string' ? body : null
}
