/** Who was in a tenant's list when, and with which licences: one cell per person and day or month. */
import type { PresenceAnswer, PresenceGroup, PresencePerson } from '../../../shared/contract/people-answers.ts'
import { addDays, lastDayOf, monthOfDay } from '../../../shared/domain/calendar.ts'
import { monthRange } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { resolveTenant } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { preparedRows } from '../database/prepared.ts'
import { hasHolders } from '../state/holders.ts'
import { type Dataset, hasPeriods, nestedOf } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'
import type { SideRef } from './bridge/side.ts'
import { sideOf } from './diff-side.ts'
import { itemNames } from './names.ts'
import { nameOfPerson } from './people.ts'
import type { Reading } from './reading.ts'
import type { At } from './series-state.ts'
import type { SnapshotRow } from './snapshots.ts'
import { allTenants, datasetOf, type ReportTenant } from './tenants.ts'

/** A longer span has a column per month instead of per day. */
const mostDays = 62

/** Answers `people.presence`. Throws `NOT_FOUND`, `AMBIGUOUS`, `BAD_REQUEST`. */
export function presence(
  reading: Reading,
  input: { tenant: number | string; from: string | number; to: string | number; ids?: readonly string[] | undefined; limit: number },
): PresenceAnswer {
  const { id } = resolveTenant(reading.db, input.tenant)
  const tenant = allTenants(reading.db).find((each) => each.id === id)!
  const dataset = datasetById(datasetOf(tenant.kind))
  if (!hasHolders(dataset)) {
    throw new AppError('BAD_REQUEST', `The vendor lists no people of tenant ${id}. Choose another tenant.`, { data: { tenant: id } })
  }
  const span = spanOf(reading, tenant, input)
  const grain = hasPeriods(dataset) || addDays(span.from, mostDays - 1) < span.to ? 'month' : 'day'
  const columns = grain === 'day' ? dayColumns(reading, id, dataset, span) : monthColumns(reading, id, dataset, span)
  const cells = readCells(reading.db, dataset, columns, input.ids)
  const sets = new Map<string, number>()
  const people = [...cells]
    .map(([holderId, row]) => ({
      holderId,
      group: groupOf(row, columns),
      cells: row.map((skus) => (skus === null ? null : getOrAdd(sets, skus.join(' '), () => sets.size))),
    }))
    .sort(inOrder)
  const nameOf = itemNames(reading)
  return {
    tenant: id,
    grain,
    columns: columns.map(({ at, snapshot }) => ({ at, snapshotId: snapshot?.id ?? null })),
    sets: [...sets.keys()].map((key) =>
      (key === '' ? [] : key.split(' '))
        .map((number) => reading.textOf(Number(number)))
        .map((skuId) => ({ skuId, name: nameOf(skuId) }))
        .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.skuId < b.skuId ? -1 : 1)),
    ),
    people: people.slice(0, input.limit).map(({ holderId, group, cells }): PresencePerson => {
      const named = nameOfPerson(reading.db, { tenantId: id, dataset: dataset.id, holderId }, reading.textOf)
      return { ...named, group, cells }
    }),
    total: people.length,
  }
}

/** The days of a span, `YYYY-MM-DD`. */
interface Days {
  from: string
  to: string
}

/** The days from one month-end or snapshot to another. A month without a snapshot counts as the month's end. */
function spanOf(reading: Reading, tenant: ReportTenant, input: { from: string | number; to: string | number }): Days {
  const dayOf = ({ month, end }: SideRef) =>
    end === undefined || end.snapshot.periodEnd !== null ? lastDayOf(month) : reading.calendar.dayOf(end.snapshot.reportedAt)
  const [from, to] = [sideOf(reading, tenant, input.from), sideOf(reading, tenant, input.to)].map(dayOf) as [string, string]
  if (from > to) throw new AppError('BAD_REQUEST', `The first day (${from}) is after the last (${to}). Swap them.`)
  return { from, to }
}

interface Column {
  /** `YYYY-MM-DD` or `YYYY-MM`. */
  at: string
  /** The last snapshot of the day or month; undefined without one. */
  snapshot: SnapshotRow | undefined
}

function dayColumns(
  { snapshots, calendar }: Reading,
  tenantId: number,
  { id }: Dataset,
  { from, to }: { from: string; to: string },
): Column[] {
  const lastOfDay = new Map(
    snapshots(tenantId, id)
      .filter(({ hasList }) => hasList)
      .map((snapshot) => [calendar.dayOf(snapshot.reportedAt), snapshot]),
  )
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days.map((at) => ({ at, snapshot: lastOfDay.get(at) }))
}

function monthColumns({ monthEnds }: Reading, tenantId: number, { id }: Dataset, { from, to }: Days): Column[] {
  const ends = monthEnds(tenantId, id)
  return monthRange(monthOfDay(from), monthOfDay(to)).map((at) => {
    const snapshot = ends.get(at)?.snapshot
    return { at, snapshot: snapshot?.hasList ? snapshot : undefined }
  })
}

/** A person's SKUs in each column, as row ids; null if the list lacks them or there is no list. */
type Row = (number[] | null)[]

/** The rows of everyone (or of `ids`) who is listed in any column, by internal id. */
function readCells(db: ReadDb, dataset: Dataset, columns: readonly Column[], ids: readonly string[] | undefined): Map<number, Row> {
  const rows = new Map<number, Row>()
  const ofHolder = (holderId: number) => getOrAdd(rows, holderId, () => columns.map((): number[] | null => null))
  const placed = columns.flatMap(({ snapshot }, index) => (snapshot === undefined ? [] : [{ index, ...snapshot }]))
  for (const [seriesId, looks] of Map.groupBy(placed, (look) => look.seriesId)) {
    const span = { seriesId, first: looks[0]!.number, last: looks.at(-1)!.number, ids: ids === undefined ? null : JSON.stringify(ids) }
    const mark = (intervals: Iterable<Interval>) => {
      for (const [holderId, skuId, from, to] of intervals) {
        const row = ofHolder(holderId)
        for (const { index, number } of looks) {
          if (from > number || (to !== null && to <= number)) continue
          row[index] ??= []
          if (skuId !== null) row[index].push(skuId)
        }
      }
    }
    if (nestedOf(dataset) === null) mark(listed(db, span))
    mark(held(db, span))
  }
  for (const row of rows.values()) for (const skus of row) skus?.sort((a, b) => a - b)
  return rows
}

type Interval = [holderId: number, skuId: number | null, from: number, to: number | null]

interface Span {
  seriesId: At['seriesId']
  first: number
  last: number
  /** Vendor ids as a JSON array; null: everyone. */
  ids: string | null
}

const inSpan = '+from_number <= @last and (to_number is null or to_number > @first)'
const only = (column: string) =>
  `(@ids is null or ${column} in (select v.id from json_each(@ids) i cross join vendor_id v on v.value = i.value))`

/** When people were in the list, with or without licences. */
const listed = ({ sqlite }: ReadDb, span: Span) =>
  preparedRows<Interval>(
    sqlite,
    `select vendor_id, null, from_number, to_number from entry_row where series_id = @seriesId and owner_id = 0 and owner_occurrence = 0
       and vendor_id not in (select id from vendor_id where value = '') and ${inSpan} and ${only('vendor_id')}`,
  ).all(span)

/** When people held licences. */
const held = ({ sqlite }: ReadDb, span: Span) =>
  preparedRows<Interval>(
    sqlite,
    `select holder_id, sku_id, from_number, to_number from assignment where series_id = @seriesId and ${inSpan} and ${only('holder_id')}`,
  ).all(span)

/** How a person differs between the first and the last column that has a list. */
function groupOf(row: Row, columns: readonly Column[]): PresenceGroup {
  const known = row.filter((_, index) => columns[index]!.snapshot !== undefined)
  const [first, last] = [known[0] ?? null, known.at(-1) ?? null]
  if (first === null && last === null) return 'between'
  if (first === null) return 'added'
  if (last === null) return 'removed'
  return first.join() === last.join() ? 'same' : 'changed'
}

const groups: readonly PresenceGroup[] = ['added', 'removed', 'between', 'changed', 'same']

interface Sorted {
  holderId: number
  group: PresenceGroup
  cells: readonly (number | null)[]
}

/** By group, then by the first column in which the person is listed (the last one for removed people). */
function inOrder(a: Sorted, b: Sorted): number {
  const at = ({ group, cells }: Sorted) =>
    group === 'removed' ? cells.findLastIndex((cell) => cell !== null) : cells.findIndex((cell) => cell !== null)
  return groups.indexOf(a.group) - groups.indexOf(b.group) || at(a) - at(b) || a.holderId - b.holderId
}
