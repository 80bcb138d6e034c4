/**
 * The search index of people: for each series and holder, the trigrams of every name, address and principal name they ever had.
 * It stores no text; matches are checked against the entries. Ids are looked up in `vendor_id`.
 */

import type { ReadDb, WriteDb } from '../database/db.ts'
import { parseEntry } from '../evidence/cut.ts'
import { type Dataset, type HolderFacts, nestedOf } from '../vendors/provider.ts'
import { hasHolders } from './holders.ts'

/** A rowid combines series and holder: `series id * seriesStep + vendor id`. */
export const seriesStep = 2 ** 32

/** Letters that Unicode does not decompose into a base letter and a mark. */
const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' }

/** Text as compared in a search: without accents and case. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/g, (letter) => letters[letter]!)
}

/** The folded texts of an entry that a search can match. */
export function searchTexts(facts: HolderFacts): string[] {
  return [...new Set([facts.displayName, facts.userPrincipalName, facts.mail].flatMap((text) => (text === null ? [] : [foldText(text)])))]
}

/** Every searchable text of a holder in a series, from all snapshots (or those before a number); empty if its entries were wiped. */
export function textsOfHolder(
  db: ReadDb | WriteDb,
  dataset: Dataset,
): (seriesId: number, holderId: number, before?: number) => Set<string> {
  // Nested holders are stored below the charges that they hold.
  const entries = db.sqlite
    .prepare<[number, number], [number, string | null]>(
      nestedOf(dataset) === null
        ? 'select from_number, body from entry where series_id = ? and owner_id = 0 and owner_occurrence = 0 and vendor_id = ?'
        : `select e.from_number, e.body from (select distinct series_id, holder_id, sku_id from assignment where series_id = ? and holder_id = ?) a
           join entry e on e.series_id = a.series_id and e.owner_id = a.sku_id and e.vendor_id = a.holder_id`,
    )
    .raw()
  return (seriesId, holderId, before = Number.POSITIVE_INFINITY) => {
    const texts = new Set<string>()
    for (const [from, body] of entries.all(seriesId, holderId)) {
      if (body === null || from >= before) continue
      for (const text of searchTexts(dataset.holder(parseEntry(body)))) texts.add(text)
    }
    return texts
  }
}

/**
 * Indexes the holders whose entries began with a snapshot. Called in the transaction that records it, after its entries and
 * assignments are stored.
 */
export function indexPeople(db: WriteDb, dataset: Dataset, seriesId: number, number: number): void {
  if (!hasHolders(dataset)) return
  const owned = nestedOf(dataset) === null ? 'owner_id = 0' : 'owner_id <> 0'
  const begun = db.sqlite
    .prepare<[number, number], number>(
      `select distinct e.vendor_id from entry e join vendor_id v on v.id = e.vendor_id where e.series_id = ? and e.from_number = ? ${number > 1 ? 'and e.from_number > 1' : ''} and e.${owned} and v.value <> ''`,
    )
    .pluck()
    .all(seriesId, number)
  writeIndex(db, dataset, seriesId, begun, number)
}

/** Rebuilds the index of a series, after part of its history was removed. */
export function reindexPeople(db: WriteDb, dataset: Dataset, seriesId: number): void {
  forgetPeople(db, seriesId)
  if (!hasHolders(dataset)) return
  const owned = nestedOf(dataset) === null ? 'owner_id = 0' : 'owner_id <> 0'
  const all = db.sqlite
    .prepare<[number], number>(
      `select distinct e.vendor_id from entry e join vendor_id v on v.id = e.vendor_id where e.series_id = ? and e.${owned} and v.value <> ''`,
    )
    .pluck()
    .all(seriesId)
  writeIndex(db, dataset, seriesId, all)
}

/** Removes a series from the index. */
export function forgetPeople(db: WriteDb, seriesId: number): void {
  db.sqlite.prepare('delete from people_fts where rowid >= ? and rowid < ?').run(seriesId * seriesStep, (seriesId + 1) * seriesStep)
}

/** Call once after removing series: nothing of them is then left in the index once the file is vacuumed. */
export function compactPeopleIndex(db: WriteDb): void {
  db.sqlite.exec(`insert into people_fts(people_fts) values('optimize')`)
}

/** Stores the holders' texts; with `number`, only if the entries that begin with it added a new text. */
function writeIndex(db: WriteDb, dataset: Dataset, seriesId: number, holderIds: readonly number[], number?: number): void {
  const texts = textsOfHolder(db, dataset)
  const write = db.sqlite.prepare<[number, string]>('insert or replace into people_fts(rowid, text) values (?, ?)')
  for (const id of holderIds) {
    const all = texts(seriesId, id)
    const known = number === undefined ? 0 : texts(seriesId, id, number).size
    if (all.size > known) write.run(seriesId * seriesStep + id, [...all].join('\n'))
  }
}
