/** Counts what a deletion would remove. */

import type { LossAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { type Calendar, monthOfDay } from '../../../shared/domain/calendar.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { ReadDb } from '../database/db.ts'
import { reportTimeSql } from '../evidence/report-time.ts'
import { hasHolders } from '../state/holders.ts'
import { nestedOf } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'

/** What would be deleted: a tenant, a connection, or everything before a month. */
export type LossScope = { tenantId: number } | { connectionId: number } | { before: Month }

interface SeriesRow {
  id: number
  dataset: DatasetId
}

interface DatedSnapshot {
  number: number
  reportedAt: number
  periodEnd: string | null
  hasList: boolean
}

const readDatedSnapshot = booleansOf<DatedSnapshot>({ hasList: true })

/** Counts snapshots that would be removed, and people who would no longer be in the history. */
export function losses(db: ReadDb, scope: LossScope, calendar: Calendar): LossAnswer {
  const [condition, value] =
    'tenantId' in scope
      ? ['tenant_id = ?', scope.tenantId]
      : 'connectionId' in scope
        ? ['connection_id = ?', scope.connectionId]
        : ['? = 0', 0]
  const series = db.sqlite.prepare<[number | string], SeriesRow>(`SELECT id, dataset FROM series WHERE ${condition}`).all(value)
  const months: string[] = []
  const people = new Map<string, boolean>()
  const snapshotsOf = db.sqlite.prepare<[number], StoredRow<DatedSnapshot>>(
    `SELECT s.number, ${reportTimeSql} reportedAt, s.period_end periodEnd, s.has_list hasList FROM snapshot s WHERE s.series_id = ? ORDER BY s.number`,
  )
  for (const { id, dataset } of series) {
    const all = snapshotsOf
      .all(id)
      .map(readDatedSnapshot)
      .map((row) => ({
        ...row,
        month: row.periodEnd === null ? calendar.monthOf(row.reportedAt) : monthOfDay(row.periodEnd),
      }))
    const stays = (row: { month: string }) => 'before' in scope && row.month >= scope.before
    months.push(...all.filter((row) => !stays(row)).map((row) => row.month))
    const lists = all.filter((row) => stays(row) && row.hasList).map((row) => row.number)
    for (const [person, isKept] of peopleOf(db, id, dataset, lists)) people.set(person, (people.get(person) ?? false) || isKept)
  }
  months.sort()
  return {
    snapshots: months.length,
    people: [...people.values()].filter((stays) => !stays).length,
    firstMonth: months[0] ?? null,
    lastMonth: months.at(-1) ?? null,
  }
}

/** Everyone in a series, and whether one of the remaining lists still contains them. */
function peopleOf({ sqlite }: ReadDb, seriesId: number, dataset: DatasetId, keptLists: number[]): [string, boolean][] {
  const rules = datasetById(dataset)
  if (!hasHolders(rules)) return []
  return sqlite
    .prepare<[number], [tenant: number, holder: number, from: number, to: number | null]>(
      `SELECT r.tenant_id, e.vendor_id, e.from_number, e.to_number FROM series r JOIN entry_row e ON e.series_id = r.id
       JOIN vendor_id v ON v.id = e.vendor_id WHERE r.id = ? AND v.value <> '' AND e.owner_id ${nestedOf(rules) === null ? '=' : '<>'} 0`,
    )
    .raw()
    .all(seriesId)
    .map(([tenant, holder, from, to]) => {
      const first = keptLists.find((number) => number >= from)
      return [`${tenant} ${holder}`, first !== undefined && (to === null || first < to)]
    })
}
