/** Texts that are kept once each: vendors' ids, SKU lists, frames. */
import type { Database } from 'better-sqlite3'
import { prepared } from './prepared.ts'
import type { WriteDb } from './writer.ts'

/** Gives the row id of a text, made where there is none yet. */
export type Intern = (text: string) => number

/** Of vendors' ids. */
export const internVendorIds = (db: WriteDb): Intern =>
  intern(db.sqlite, 'SELECT id FROM vendor_id WHERE value = ?', 'INSERT INTO vendor_id (value) VALUES (?)')

/** Of SKU lists. */
export const internSkuLists = (db: WriteDb): Intern =>
  intern(db.sqlite, 'SELECT id FROM sku_list WHERE body = ?', 'INSERT INTO sku_list (body) VALUES (?)')

function intern(sqlite: Database, find: string, add: string): Intern {
  const known = new Map<string, number>()
  const finding = prepared<[string], { id: number }>(sqlite, find)
  const adding = prepared<[string]>(sqlite, add)
  return (text) => {
    const id = known.get(text) ?? finding.get(text)?.id ?? Number(adding.run(text).lastInsertRowid)
    known.set(text, id)
    return id
  }
}
