/** Invited guests, known by the mark that Microsoft puts into their user principal name. */
import { parseEntry } from '../history/cut.ts'
import type { ReadDb } from '../history/db.ts'
import { prepared } from '../history/prepared.ts'
import type { Dataset } from '../providers/provider.ts'
import { keptWith } from './kept-with.ts'
import type { At } from './series-state.ts'

const mark = '#EXT#'

/** Whether a user principal name is a guest's. */
export function isGuest(userPrincipalName: string | null): boolean {
  return userPrincipalName?.toUpperCase().includes(mark) === true
}

/** Distinct guests in the list at a snapshot. */
export function countGuests(db: ReadDb, dataset: Dataset, at: At): number {
  return dataset.skuField === null ? 0 : keptWith(at, 'guests', () => readGuests(db, dataset, at))
}

function readGuests(db: ReadDb, dataset: Dataset, at: At): number {
  // The mark survives packing, so that only those who may be guests are unpacked.
  const candidates = prepared<unknown[], { id: number; body: string }>(
    db.sqlite,
    `select r.vendor_id id, (select e.body from entry e where e.series_id = @s and e.owner_id = 0 and e.owner_occurrence = 0 and e.vendor_id = r.vendor_id
         and e.occurrence = r.occurrence and e.from_number = r.from_number) body
       from entry_row r join vendor_id v on v.id = r.vendor_id
       where r.series_id = @s and r.owner_id = 0 and r.owner_occurrence = 0 and +r.from_number <= @n and (r.to_number is null or r.to_number > @n)
       and r.packed like '%' || @mark || '%' and v.value <> ''`,
  ).all({ s: at.seriesId, n: at.number, mark })
  const guests = candidates.filter(({ body }) => isGuest(dataset.holder(parseEntry(body)).userPrincipalName))
  return new Set(guests.map(({ id }) => id)).size
}
