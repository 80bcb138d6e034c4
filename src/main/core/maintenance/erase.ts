/**
 * Permanently deletes history at the user's request: a tenant, a connection, or everything before a month. Rows that are no longer referenced
 * are deleted too, and the file is rewritten so that it contains no remains.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, lt } from 'drizzle-orm'
import { type Calendar, monthOfDay } from '../../../shared/domain/calendar.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { type WriteDb, withOwnTransactions } from '../database/db.ts'
import { unknownTenant } from '../database/not-found.ts'
import { targetStateTable } from '../database/schema/collecting.ts'
import { seriesTable } from '../database/schema/snapshots.ts'
import { teamConnectionTable, teamTenantTable } from '../database/schema/team.ts'
import { tenantTable } from '../database/schema/tenants.ts'
import { approvalTable, approvedValueTable, attentionMuteTable, monthExportTable } from '../database/schema/user.ts'
import { reportTimeSql } from '../evidence/report-time.ts'
import { removeOrphans, removeRuns, removeSeries, wipeEntries } from '../history/erase-rows.ts'
import { eraseCustomer, eraseInvoicesBefore } from '../invoices/erase.ts'
import { hasHolders } from '../state/holders.ts'
import { factOwners, refreshFacts } from '../state/month-facts/refresh.ts'
import { forgetSeries, removeStrayFacts } from '../state/month-facts/store.ts'
import { compactPeopleIndex, forgetPeople, reindexPeople } from '../state/people-index.ts'
import { nestedOf } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'
import { pruneSnapshots } from './prune.ts'

/** Numbers of removed snapshots, and of holders who are no longer in their tenant's history. */
export interface Removed {
  snapshots: number
  holders: number
}

/** The writes of this file. */
export const eraseWrites = {
  /** Removes a tenant's history. The tenant is kept with its id only, paused, so that the schedule does not collect it again. */
  'history.deleteTenant': withOwnTransactions(async (db: WriteDb, input: { tenantId: number }): Promise<Removed> => {
    const removed = erasing(db, () => eraseTenant(db, input.tenantId))
    await rewriteFile(db)
    return removed
  }),

  /** Removes the history of a connection and of its tenants, and the tenants themselves. */
  'history.deleteConnection': withOwnTransactions(async (db: WriteDb, input: { connectionId: number }): Promise<Removed> => {
    const removed = erasing(db, () => eraseConnection(db, input.connectionId))
    await rewriteFile(db)
    return removed
  }),

  /** Removes what each series has before a month, whenever it was collected. `startMs` is when the month begins. */
  'history.deleteBefore': withOwnTransactions(async (db: WriteDb, input: { month: Month; startMs: number }): Promise<Removed> => {
    const removed = erasing(db, () => eraseBefore(db, input))
    await rewriteFile(db)
    return removed
  }),
}

/** The input of `history.deleteBefore`. */
export const beforeMonth = (month: Month, calendar: Calendar) => ({ month, startMs: calendar.bounds(month).start })

/** Runs `work` in one transaction in which evidence may be deleted, and counts what it deleted. */
function erasing(db: WriteDb, work: () => void): Removed {
  const { sqlite } = db
  return sqlite
    .transaction(() => {
      const before = counts(db)
      sqlite.prepare('INSERT INTO wipe_permit (id) VALUES (1)').run()
      work()
      removeStrayFacts(db)
      refreshFacts(db, factOwners(db))
      removeOrphans(db)
      compactPeopleIndex(db)
      sqlite.prepare('DELETE FROM wipe_permit').run()
      const after = counts(db)
      return { snapshots: before.snapshots - after.snapshots, holders: before.holders - after.holders }
    })
    .immediate()
}

function counts({ sqlite }: WriteDb): Removed {
  const datasets = sqlite.prepare<[], DatasetId>('SELECT DISTINCT dataset FROM series').pluck().all()
  const ofPeople = datasets.filter((id) => hasHolders(datasetById(id)))
  const holders = sqlite.prepare<[string, number], number>(
    `SELECT count(*) FROM (SELECT DISTINCT r.tenant_id, e.vendor_id FROM series r JOIN entry e ON e.series_id = r.id
       JOIN vendor_id v ON v.id = e.vendor_id WHERE r.dataset = ? AND v.value <> '' AND (e.owner_id <> 0) = ?)`,
  )
  return {
    snapshots: sqlite.prepare<[], number>('SELECT count(*) FROM snapshot').pluck().get()!,
    holders: ofPeople.reduce((sum, id) => sum + holders.pluck().get(id, nestedOf(datasetById(id)) === null ? 0 : 1)!, 0),
  }
}

function eraseTenant(db: WriteDb, tenantId: number): void {
  const { sqlite, orm } = db
  const tenant = orm.select().from(tenantTable).where(eq(tenantTable.id, tenantId)).get()
  if (tenant === undefined) throw unknownTenant(tenantId)
  for (const seriesId of seriesOf(db, 'tenant_id = ?', tenantId)) eraseSeries(db, seriesId)
  // In reports about all tenants of the connection, the tenant's entry becomes a tombstone.
  for (const seriesId of seriesOf(db, 'tenant_id IS NULL AND connection_id = ?', tenant.connectionId)) {
    forgetSeries(db, seriesId)
    wipeEntries(db, seriesId, tenant.externalId)
  }
  removeRuns(db, 'tenant_id = ?', tenantId)
  sqlite
    .prepare('DELETE FROM run_payload WHERE run_id IN (SELECT id FROM run WHERE tenant_id IS NULL AND connection_id = ?)')
    .run(tenant.connectionId)
  for (const table of [approvedValueTable, attentionMuteTable]) orm.delete(table).where(eq(table.tenantId, tenantId)).run()
  eraseCustomer(db, tenantId)
  orm
    .delete(targetStateTable)
    .where(and(eq(targetStateTable.connectionId, tenant.connectionId), eq(targetStateTable.tenantId, tenantId)))
    .run()
  // It must not be pulled from the team again.
  orm.update(teamTenantTable).set({ erased: true }).where(eq(teamTenantTable.tenantId, tenantId)).run()
  orm.update(tenantTable).set({ name: tenant.externalId, microsoftTenantId: null, paused: true }).where(eq(tenantTable.id, tenantId)).run()
}

function eraseConnection(db: WriteDb, connectionId: number): void {
  const { sqlite } = db
  for (const seriesId of seriesOf(db, 'connection_id = ?', connectionId)) eraseSeries(db, seriesId)
  for (const tenantId of sqlite.prepare<[number], number>('SELECT id FROM tenant WHERE connection_id = ?').pluck().all(connectionId))
    eraseCustomer(db, tenantId)
  removeRuns(db, 'connection_id = ?', connectionId)
  for (const table of ['approved_value', 'attention_mute', 'month_export']) {
    sqlite.prepare(`DELETE FROM ${table} WHERE tenant_id IN (SELECT id FROM tenant WHERE connection_id = ?)`).run(connectionId)
  }
  db.orm.update(teamConnectionTable).set({ erased: true }).where(eq(teamConnectionTable.connectionId, connectionId)).run()
  for (const table of ['target_state', 'connection_note', 'tenant']) {
    sqlite.prepare(`DELETE FROM ${table} WHERE connection_id = ?`).run(connectionId)
  }
}

function eraseBefore(db: WriteDb, { month, startMs }: { month: Month; startMs: number }): void {
  const { sqlite, orm } = db
  const snapshots = sqlite.prepare<[number], { number: number; reportedAt: number; periodEnd: string | null }>(
    `SELECT s.number, ${reportTimeSql} reportedAt, s.period_end periodEnd FROM snapshot s WHERE s.series_id = ? ORDER BY s.number`,
  )
  for (const seriesId of seriesOf(db, '? = 0', 0)) {
    const all = snapshots.all(seriesId)
    const removed = all.filter(({ reportedAt, periodEnd }) => (periodEnd === null ? reportedAt < startMs : monthOfDay(periodEnd) < month))
    if (removed.length === all.length) eraseSeries(db, seriesId)
    else if (removed.length > 0) {
      const dataset = datasetOf(db, seriesId)
      pruneSnapshots(db, seriesId, new Set(removed.map(({ number }) => number)), dataset)
      reindexPeople(db, dataset, seriesId)
    }
  }
  sqlite.prepare('DELETE FROM run_payload WHERE run_id IN (SELECT id FROM run WHERE started_at < ?)').run(startMs)
  sqlite.prepare('DELETE FROM approved_value WHERE approval_id IN (SELECT id FROM approval WHERE month < ?)').run(month)
  for (const table of [approvalTable, monthExportTable]) orm.delete(table).where(lt(table.month, month)).run()
  eraseInvoicesBefore(db, month)
}

function eraseSeries(db: WriteDb, seriesId: number): void {
  forgetPeople(db, seriesId)
  removeSeries(db, seriesId)
}

const datasetOf = ({ orm }: WriteDb, seriesId: number) =>
  datasetById(orm.select().from(seriesTable).where(eq(seriesTable.id, seriesId)).get()!.dataset as DatasetId)

function seriesOf({ sqlite }: WriteDb, condition: string, value: number): number[] {
  return sqlite.prepare<[number], number>(`SELECT id FROM series WHERE ${condition}`).pluck().all(value)
}

/** Rewrites the file without the removed rows, and truncates its write-ahead log. Throws `DB_LOCKED` if another program is using the log. */
async function rewriteFile({ sqlite }: WriteDb): Promise<void> {
  sqlite.exec('VACUUM')
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const [result] = sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (result?.busy === 0) return
    await sleep(100)
  }
  throw new AppError(
    'DB_LOCKED',
    'The history was deleted, but another program is reading it, so the write-ahead log still contains the old data. Quit all other Seatledger processes. The last one to quit clears the log.',
  )
}
