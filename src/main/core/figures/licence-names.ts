/** Names of all licences ever held, for pickers. */
import type { LicenceName } from '../../../shared/contract/licence-answers.ts'
import { licenceDescriptions } from './licence-descriptions.ts'
import { skuName } from './names.ts'
import type { Reading } from './reading.ts'

/** Licences that people of Petra tenants hold, sorted by name. */
export function licenceNames(reading: Reading): LicenceName[] {
  return reading.db.sqlite
    .prepare<[], string>(
      `select distinct v.value from series se join sku_rollup r on r.series_id = se.id join vendor_id v on v.id = r.sku_id
       where se.dataset = 'petra.billable-users' and v.value <> ''`,
    )
    .pluck()
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
