/** Invited guests, known by the mark that Microsoft puts into their user principal name. */
import type { ReadDb } from '../history/db.ts'
import type { Dataset } from '../providers/provider.ts'
import { type At, parseEntry } from './series-state.ts'

const mark = '#EXT#'

/** Whether a user principal name is a guest's. */
export function isGuest(userPrincipalName: string | null): boolean {
  return userPrincipalName?.toUpperCase().includes(mark) === true
}

/** Distinct guests in the list at a snapshot. */
export function countGuests(db: ReadDb, dataset: Dataset, at: At): number {
  if (dataset.skuField === null) return 0
  const candidates = db.sqlite
    .prepare<unknown[], { id: number; body: string }>(
      `select e.vendor_id id, e.body from entry e join vendor_id v on v.id = e.vendor_id
       where e.series_id = @s and e.owner_id = 0 and e.owner_occurrence = 0 and +e.from_number <= @n and (e.to_number is null or e.to_number > @n)
       and e.body like '%' || @mark || '%' and v.value <> ''`,
    )
    .all({ s: at.seriesId, n: at.number, mark })
  const guests = candidates.filter(({ body }) => isGuest(dataset.holder(parseEntry(body)).userPrincipalName))
  return new Set(guests.map(({ id }) => id)).size
}
