/** Handlers of `catalogue.*`. */
import { knownSkus } from '../catalogue/catalogue.ts'
import { readSkuList } from '../catalogue/import.ts'
import type { ReadDb } from '../database/db.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api } from './product.ts'

/** Creates the handlers. */
export function catalogueHandlers({ reader, writer }: { reader: ReadDb; writer: Writer }): Pick<Api, 'catalogue.import'> {
  return {
    async 'catalogue.import'({ csv }) {
      const skus = readSkuList(csv)
      const before = knownSkus(reader)
      const known = skus.filter(({ skuId }) => before.has(skuId))
      await writer.call('catalogue.replace', { skus })
      return {
        products: skus.length,
        added: skus.length - known.length,
        renamed: known.filter(({ skuId, name }) => before.get(skuId)?.name !== name).length,
      }
    },
  }
}
