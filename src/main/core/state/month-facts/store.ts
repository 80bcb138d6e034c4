/** Reads, stores and replaces the rows of month facts. */

import { eq } from 'drizzle-orm'
import type { Month } from '../../../../shared/domain/month.ts'
import { booleansOf, type StoredRow } from '../../database/booleans.ts'
import type { ReadDb, WriteDb } from '../../database/db.ts'
import { prepared, preparedColumn } from '../../database/prepared.ts'
import { monthFactTable } from '../../database/schema/facts.ts'
import { snapshotKey } from '../../evidence/read-payload.ts'
import type { TenantTotals } from '../../vendors/provider.ts'
import type { FactOwner, MonthSnapshots } from './month-snapshots.ts'
import { type Move, movesBetween } from './moves.ts'
import { noRowFacts, type RowFacts, type SetHolders, type SnapshotFacts } from './snapshot-facts.ts'

/** A row of `month_fact`. */
export interface MonthRow extends MonthSnapshots, RowFacts {
  id: number
  month: Month
}

/** The columns of a `MonthRow`. */
export const monthRowColumns = `id, month, snapshot_id snapshotId, settling_id settlingId, previous_id previousId, reported, guests, holders,
  sku_holders skuHolders, charges_over chargesOver, charges_used chargesUsed, overage, overage_currency overageCurrency`

// A separate condition for each kind of owner, so that SQLite uses the index for that kind.
const ofOwner = ({ tenantId }: FactOwner) =>
  tenantId === null ? 'tenant_id is null and connection_id = ? and dataset = ?' : 'tenant_id = ? and dataset = ?'
const ownerValues = ({ connectionId, tenantId, dataset }: FactOwner) => [tenantId ?? connectionId, dataset]

/** The stored months of an owner's dataset. */
export function monthRows({ sqlite }: ReadDb, owner: FactOwner): Map<Month, MonthRow> {
  const rows = prepared<unknown[], MonthRow>(sqlite, `select ${monthRowColumns} from month_fact where ${ofOwner(owner)}`).all(
    ...ownerValues(owner),
  )
  return new Map(rows.map((row) => [row.month, row]))
}

/** Reads one stored month. */
export function monthRow({ sqlite }: ReadDb, owner: FactOwner, month: Month): MonthRow | undefined {
  return prepared<unknown[], MonthRow>(sqlite, `select ${monthRowColumns} from month_fact where ${ofOwner(owner)} and month = ?`).get(
    ...ownerValues(owner),
    month,
  )
}

/** The stored months next to a month. */
export function monthsAround(
  { sqlite }: ReadDb,
  owner: FactOwner,
  month: Month,
): { previous: MonthRow | undefined; next: MonthRow | undefined } {
  const nearest = (comparison: string, order: string) =>
    prepared<unknown[], MonthRow>(
      sqlite,
      `select ${monthRowColumns} from month_fact where ${ofOwner(owner)} and month ${comparison} ? order by month ${order} limit 1`,
    ).get(...ownerValues(owner), month)
  return { previous: nearest('<', 'desc'), next: nearest('>', 'asc') }
}

/** A row of `month_total`, without its keys. */
type TotalsRow = StoredRow<TenantTotals>

const totalsColumns = 'licensed, units, prorating, billable_status billableStatus, paused, first_billable_day firstBillableDay'

const totalsOfRow = booleansOf<TenantTotals>({ paused: true })

/** A tenant's totals in a snapshot of `month_total`; undefined if the snapshot does not name the tenant. */
export function storedTotals({ sqlite }: ReadDb, snapshotId: number, vendorId: number): TenantTotals | undefined {
  const row = prepared<[number, number], TotalsRow>(
    sqlite,
    `select ${totalsColumns} from month_total where snapshot_id = ? and vendor_id = ?`,
  ).get(snapshotId, vendorId)
  return row === undefined ? undefined : totalsOfRow(row)
}

/** The totals of every tenant in a snapshot of `month_total`, by the vendor's id of the tenant. */
export function allStoredTotals({ sqlite }: ReadDb, snapshotId: number): Map<string, TenantTotals> {
  const rows = prepared<[number], TotalsRow & { externalId: string }>(
    sqlite,
    `select v.value externalId, ${totalsColumns} from month_total m cross join vendor_id v on v.id = m.vendor_id where m.snapshot_id = ?`,
  ).all(snapshotId)
  return new Map(rows.map(({ externalId, ...totals }) => [externalId, totalsOfRow(totals)]))
}

/** The stored facts of a snapshot of `month_fact`; `row` is its month's row if it is the month-end. */
export function storedFacts({ sqlite }: ReadDb, snapshotId: number, row: MonthRow | undefined): SnapshotFacts {
  const sets = prepared<[number], SetHolders & { skus: string }>(
    sqlite,
    `select s.skus, m.holders, m.enabled, m.disabled, m.disabled_ids disabledIds
     from month_sku_set m join sku_set s on s.id = m.sku_set_id where m.snapshot_id = ?`,
  ).all(snapshotId)
  const totals = prepared<[number], TotalsRow & { vendorId: number }>(
    sqlite,
    `select vendor_id vendorId, ${totalsColumns} from month_total where snapshot_id = ?`,
  ).all(snapshotId)
  return {
    sets: new Map(sets.map(({ skus, ...holders }) => [skus, holders])),
    ...rowFactsOf(row),
    totals: new Map(totals.map(({ vendorId, ...each }) => [vendorId, totalsOfRow(each)])),
  }
}

function rowFactsOf(row: RowFacts | undefined): RowFacts {
  const { reported, guests, holders, skuHolders, chargesOver, chargesUsed, overage, overageCurrency } = row ?? noRowFacts
  return { reported, guests, holders, skuHolders, chargesOver, chargesUsed, overage, overageCurrency }
}

/** A month whose snapshots may differ from the stored ones; undefined means no row. */
export interface MonthChange {
  month: Month
  before: MonthRow | undefined
  after: MonthSnapshots | undefined
}

/**
 * Updates the months of an owner to other snapshots: their rows, and the facts of added and dropped snapshots. Months that do not differ are
 * not touched. `factsOf` returns the facts of a snapshot that was in no month before. Returns the number of months that differed.
 */
export function replaceMonths(
  db: WriteDb,
  owner: FactOwner,
  changes: readonly MonthChange[],
  factsOf: (snapshotId: number) => SnapshotFacts,
): number {
  const differing = changes.filter(
    ({ before, after }) =>
      before?.snapshotId !== after?.snapshotId || before?.settlingId !== after?.settlingId || before?.previousId !== after?.previousId,
  )
  const old = new Map(differing.flatMap(({ before }) => idsOf(before).map((id) => [id, before] as const)))
  const next = new Set(differing.flatMap(({ after }) => idsOf(after)))
  const remove = prepared<[number]>(db.sqlite, 'delete from month_fact where id = ?')
  // Rows are removed first, since a snapshot that moves to another month must be in one row only.
  for (const { before } of differing) if (before !== undefined) remove.run(before.id)
  for (const id of old.keys()) if (!next.has(id)) dropFacts(db, id)
  const found = new Map<number, RowFacts>()
  for (const id of next) {
    const row = old.get(id)
    if (row?.snapshotId === id) found.set(id, row)
    else if (row !== undefined) found.set(id, factsOf(id))
    else {
      const facts = factsOf(id)
      writeFacts(db, id, facts)
      found.set(id, facts)
    }
  }
  for (const { month, after } of differing) if (after !== undefined) insertMonth(db, owner, month, after, found.get(after.snapshotId)!)
  for (const { before, after } of differing) {
    if (after === undefined || (before?.snapshotId === after.snapshotId && before.previousId === after.previousId)) continue
    replaceMoves(db, after)
  }
  return differing.length
}

const idsOf = (month: MonthSnapshots | undefined): number[] =>
  month === undefined ? [] : month.settlingId === null ? [month.snapshotId] : [month.snapshotId, month.settlingId]

function insertMonth({ orm }: WriteDb, owner: FactOwner, month: Month, snapshots: MonthSnapshots, facts: RowFacts): void {
  const { connectionId, tenantId, dataset } = owner
  const { snapshotId, settlingId, previousId } = snapshots
  orm
    .insert(monthFactTable)
    .values({ connectionId, tenantId, dataset, month, snapshotId, settlingId, previousId, ...rowFactsOf(facts) })
    .run()
}

/** Changes a month's last snapshot to another one with the same list. */
export function moveMonth({ sqlite, orm }: WriteDb, { id, snapshotId }: MonthRow, to: { id: number; reported: number | null }): void {
  orm.update(monthFactTable).set({ snapshotId: to.id, reported: to.reported }).where(eq(monthFactTable.id, id)).run()
  orm.update(monthFactTable).set({ previousId: to.id }).where(eq(monthFactTable.previousId, snapshotId)).run()
  for (const table of factTables) prepared(sqlite, `update ${table} set snapshot_id = ? where snapshot_id = ?`).run(to.id, snapshotId)
}

/** Tables of facts by snapshot. */
const factTables = ['month_sku_set', 'month_move', 'month_total']

function writeFacts({ sqlite }: WriteDb, snapshotId: number, { sets, totals }: SnapshotFacts): void {
  const addSet = prepared(
    sqlite,
    'insert into month_sku_set (snapshot_id, sku_set_id, holders, enabled, disabled, disabled_ids) values (?, ?, ?, ?, ?, ?)',
  )
  for (const [skus, { holders, enabled, disabled, disabledIds }] of sets) {
    addSet.run(snapshotId, setId(sqlite, skus), holders, enabled, disabled, disabledIds)
  }
  const addTotal = prepared(
    sqlite,
    `insert into month_total (snapshot_id, vendor_id, licensed, units, prorating, billable_status, paused, first_billable_day)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  for (const [vendorId, { licensed, units, prorating, billableStatus, paused, firstBillableDay }] of totals) {
    const pausedNumber = paused === null ? null : Number(paused)
    addTotal.run(snapshotId, vendorId, licensed, units, prorating, billableStatus, pausedNumber, firstBillableDay)
  }
}

/** The id of a set of SKUs, which is added if it is new. */
function setId(sqlite: WriteDb['sqlite'], skus: string): number {
  const found = preparedColumn<number>(sqlite, 'select id from sku_set where skus = ?').get(skus)
  return found ?? Number(prepared<[string]>(sqlite, 'insert into sku_set (skus) values (?)').run(skus).lastInsertRowid)
}

/** Replaces the moves of a month-end by those since its previous one. None if either has no list. */
function replaceMoves(db: WriteDb, { snapshotId, previousId }: MonthSnapshots): void {
  const { sqlite } = db
  prepared(sqlite, 'delete from month_move where snapshot_id = ?').run(snapshotId)
  if (previousId === null) return
  const [before, after] = [snapshotKey(db, previousId), snapshotKey(db, snapshotId)]
  if (!before.hasList || !after.hasList) return
  const add = prepared(sqlite, 'insert into month_move (snapshot_id, holder_id, before_set_id, after_set_id) values (?, ?, ?, ?)')
  const idOf = (skus: string | null) => (skus === null ? null : setId(sqlite, skus))
  for (const { holder, before: was, after: is } of movesBetween(db, before, after)) add.run(snapshotId, holder, idOf(was), idOf(is))
}

/** The stored moves of a month-end, by holder. */
export function storedMoves({ sqlite }: ReadDb, snapshotId: number): Move[] {
  return prepared<[number], Move>(
    sqlite,
    `select m.holder_id holder, b.skus before, a.skus after from month_move m left join sku_set b on b.id = m.before_set_id
     left join sku_set a on a.id = m.after_set_id where m.snapshot_id = ? order by m.holder_id`,
  ).all(snapshotId)
}

function dropFacts({ sqlite }: WriteDb, snapshotId: number): void {
  for (const table of factTables) prepared(sqlite, `delete from ${table} where snapshot_id = ?`).run(snapshotId)
}

/** Removes every fact that a snapshot is part of, before the snapshot itself is removed. */
export function forgetSnapshots({ sqlite }: Pick<WriteDb, 'sqlite'>, snapshotIds: readonly number[]): void {
  const ids = JSON.stringify(snapshotIds)
  const those = '(select value from json_each(?))'
  // `refreshFacts` restores what this removes of other snapshots: the row of a month's other snapshot, and the moves from a removed one.
  sqlite.prepare(`delete from month_fact where snapshot_id in ${those} or settling_id in ${those}`).run(ids, ids)
  sqlite.prepare(`delete from month_move where snapshot_id in (select snapshot_id from month_fact where previous_id in ${those})`).run(ids)
  sqlite.prepare(`update month_fact set previous_id = null where previous_id in ${those}`).run(ids)
  for (const table of factTables) sqlite.prepare(`delete from ${table} where snapshot_id in ${those}`).run(ids)
}

/** Removes every fact of a series, whose evidence is about to change. */
export function forgetSeries({ sqlite }: Pick<WriteDb, 'sqlite'>, seriesId: number): void {
  forgetSnapshots({ sqlite }, sqlite.prepare<[number], number>('select id from snapshot where series_id = ?').pluck().all(seriesId))
}

/** Removes facts that no month refers to, and sets of SKUs that no fact refers to. */
export function removeStrayFacts({ sqlite }: Pick<WriteDb, 'sqlite'>): void {
  for (const table of factTables) {
    sqlite.exec(`delete from ${table} where snapshot_id not in (select snapshot_id from month_fact
      union select settling_id from month_fact where settling_id is not null)`)
  }
  sqlite.exec(`delete from sku_set where id not in (select sku_set_id from month_sku_set
    union select before_set_id from month_move where before_set_id is not null
    union select after_set_id from month_move where after_set_id is not null)`)
}
