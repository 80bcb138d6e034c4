/** Texts that are stored once each: vendors' ids and SKU lists. */

import type { WriteDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { sha256 } from './canonical.ts'

/** Returns the row id of a text, which is inserted if it is new. */
export type Intern = (text: string) => number

/** Interns vendors' ids. */
export function internVendorIds({ sqlite }: WriteDb): Intern {
  const find = prepared<[string], { id: number }>(sqlite, 'SELECT id FROM vendor_id WHERE value = ?')
  const add = prepared<[string]>(sqlite, 'INSERT INTO vendor_id (value) VALUES (?)')
  return cached((value) => find.get(value)?.id ?? Number(add.run(value).lastInsertRowid))
}

/** Interns SKU lists. */
export function internSkuLists({ sqlite }: WriteDb): Intern {
  const find = prepared<[number, string], { id: number }>(sqlite, 'SELECT id FROM sku_list WHERE digest = ? AND body = ?')
  const add = prepared<[string, number]>(sqlite, 'INSERT INTO sku_list (body, digest) VALUES (?, ?)')
  return cached((body) => {
    const digest = digestOf(body)
    return find.get(digest, body)?.id ?? Number(add.run(body, digest).lastInsertRowid)
  })
}

/** The first 48 bits of a text's SHA-256, as `sku_list.digest`. */
export const digestOf = (text: string): number => sha256(text).readUIntBE(0, 6)

function cached(find: Intern): Intern {
  const known = new Map<string, number>()
  return (text) => {
    const id = known.get(text) ?? find(text)
    known.set(text, id)
    return id
  }
}
