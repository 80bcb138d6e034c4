/** Database writes of the catalogue. */
import type { WriteDb } from '../database/db.ts'
import { catalogueTable } from '../database/schema/user.ts'
import type { ImportedSku } from './import.ts'

/** The writes of this file. */
export const catalogueWrites = {
  /** Replaces all imported names. */
  'catalogue.replace': ({ orm }: WriteDb, { skus }: { skus: readonly ImportedSku[] }): void => {
    orm.delete(catalogueTable).run()
    for (const sku of skus) orm.insert(catalogueTable).values(sku).run()
  },
}
