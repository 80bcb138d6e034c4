/** Items: what a line can be for. Petra's billable units, a SKU, a service of several SKUs, a customer's Genesys charge or a product of a Genesys contract. */
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { petraUnit } from '../rules/rule-book.ts'

/** An item. Its text (`itemText`) is `petra:unit`, `sku:ID`, `service:NAME` or `charge:ID` (Genesys: a customer's charge, or the SKU of a contract). */
export type Item = { kind: 'unit' } | { kind: 'sku'; skuId: string } | { kind: 'service'; name: string } | { kind: 'charge'; id: string }

/** The text of an item. */
export function itemText(item: Item): string {
  switch (item.kind) {
    case 'unit':
      return petraUnit
    case 'sku':
      return `sku:${item.skuId}`
    case 'service':
      return `service:${item.name}`
    case 'charge':
      return `charge:${item.id}`
  }
}

/** Parses an item's text. Throws `BAD_REQUEST`. */
export function parseItem(text: string): Item {
  const item = readItem(text.trim())
  if (item === null)
    throw new AppError('BAD_REQUEST', `"${text}" is not an item. Use ${petraUnit}, sku:ID, service:NAME or charge:ID.`, {
      data: { item: text },
    })
  return item
}

/** The item of a text; null if the text is not an item's. */
export function readItem(text: string): Item | null {
  if (text === petraUnit) return { kind: 'unit' }
  const match = /^(sku|service|charge):(.+)$/s.exec(text)
  if (match === null) return null
  const rest = match[2]!.trim()
  if (match[1] === 'charge') return { kind: 'charge', id: rest }
  return match[1] === 'sku' ? { kind: 'sku', skuId: normaliseId(rest) } : { kind: 'service', name: rest }
}

/** `readItem` for one answer, which reads each text many times. */
export function itemReader(): (text: string) => Item | null {
  const known = new Map<string, Item | null>()
  return (text) => getOrAdd(known, text, () => readItem(text))
}

/** The vendor whose tenants can have the item. */
export const providerOf = (item: Item): ProviderId => (item.kind === 'charge' ? 'genesys' : 'petra')

/** The item's id in answers: for a SKU, its id alone. */
export const skuOf = (item: Item): string => (item.kind === 'sku' ? item.skuId : itemText(item))
