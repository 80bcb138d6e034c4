/** Names of all licences ever held, for pickers. */
import type { LicenceName } from '../../../shared/contract/licence-answers.ts'
import { preparedColumn } from '../database/prepared.ts'
import { licenceDescriptions } from './licence-descriptions.ts'
import { skuName } from './names.ts'
import type { Reading } from './reading.ts'

/** Licences that people of Petra tenants hold, sorted by name. */
export function licenceNames(reading: Reading): LicenceName[] {
  // From one SKU of a series to the next: each has a row for every change of its holders.
  return preparedColumn<string>(
    reading.db.sqlite,
    `with recursive held (series_id, sku_id) as (
       select id, (select min(sku_id) from sku_rollup where series_id = id) from series where dataset = 'petra.billable-users'
       union all
       select series_id, (select min(sku_id) from sku_rollup r where r.series_id = held.series_id and r.sku_id > held.sku_id) from held
       where sku_id is not null)
     select value from vendor_id where id in (select sku_id from held) and value <> ''`,
  )
    .all()
    .map((skuId) => ({
      skuId,
      name: skuName(reading, skuId),
      partNumber: reading.catalogue.sku(skuId)?.partNumber ?? null,
      provider: 'petra' as const,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.skuId < b.skuId ? -1 : 1))
}

/** Licences of Genesys organisations, sorted by name. */
export function genesysLicenceNames(reading: Reading): LicenceName[] {
  return [...licenceDescriptions(reading.db)]
    .map(([skuId, { description }]) => ({
      skuId,
      name: skuName(reading, skuId, description),
      partNumber: null,
      provider: 'genesys' as const,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.skuId < b.skuId ? -1 : 1))
}
