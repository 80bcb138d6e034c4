/** Texts that are kept once each: vendors' ids and SKU lists. */

import type { WriteDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { sha256 } from './canonical.ts'

/** Gives the row id of a text, made where there is none yet. */
export type Intern = (text: string) => number

/** Of vendors' ids. */
export function internVendorIds({ sqlite }: WriteDb): Intern {
  const find = prepared<[string], { id: number }>(sqlite, 'SELECT id FROM vendor_id WHERE value = ?')
  const add = prepared<[string]>(sqlite, 'INSERT INTO vendor_id (value) VALUES (?)')
  return remembering((value) => find.get(value)?.id ?? Number(add.run(value).lastInsertRowid))
}

/** Of SKU lists. */
export function internSkuLists({ sqlite }: WriteDb): Intern {
  const find = prepared<[number, string], { id: number }>(sqlite, 'SELECT id FROM sku_list WHERE digest = ? AND body = ?')
  const add = prepared<[string, number]>(sqlite, 'INSERT INTO sku_list (body, digest) VALUES (?, ?)')
  return remembering((body) => {
    const digest = digestOf(body)
    return find.get(digest, body)?.id ?? Number(add.run(body, digest).lastInsertRowid)
  })
}

/** The first 48 bits of a text's SHA-256, as `sku_list.digest`. */
export const digestOf = (text: string): number => sha256(text).readUIntBE(0, 6)

function remembering(find: Intern): Intern {
  const known = new Map<string, number>()
  return (text) => {
    const id = known.get(text) ?? find(text)
    known.set(text, id)
    return id
  }
}
