/** Updates a series' assignments and counts per SKU to the holders of a new snapshot. */
import type { Database } from 'better-sqlite3'
import { prepared } from '../database/prepared.ts'
import type { ChangedIds } from '../evidence/entry-intervals.ts'
import type { Intern } from '../evidence/intern.ts'
import { countSkus, type Holder, type SkuCount } from './holders.ts'

interface Target {
  sqlite: Database
  seriesId: number
  number: number
}

/** Closes and opens assignments at snapshot `number`, and stores the counts that changed. With `changed`, only those holders are compared. */
export function updateHolders(target: Target, holders: Map<string, Holder>, vendorId: Intern, changed: ChangedIds | null): void {
  updateAssignments(target, holders, vendorId, changed)
  updateRollup(target, countSkus(holders.values()), vendorId)
}

interface OpenAssignment {
  holderId: number
  skuId: number
}

const openAssignment = 'SELECT holder_id holderId, sku_id skuId FROM assignment WHERE series_id = ? AND to_number IS NULL'

function updateAssignments(
  { sqlite, seriesId, number }: Target,
  holders: Map<string, Holder>,
  vendorId: Intern,
  changed: ChangedIds | null,
): void {
  const ofHolder = prepared<[number, number], OpenAssignment>(sqlite, `${openAssignment} AND holder_id = ?`)
  const rows =
    changed === null
      ? prepared<[number], OpenAssignment>(sqlite, openAssignment).all(seriesId)
      : [...changed].flatMap((id) => ofHolder.all(seriesId, vendorId(id)))
  const open = new Map<number, Set<number>>()
  for (const { holderId, skuId } of rows) {
    const skus = open.get(holderId)
    if (skus === undefined) open.set(holderId, new Set([skuId]))
    else skus.add(skuId)
  }
  const add = prepared(sqlite, 'INSERT INTO assignment (series_id, holder_id, sku_id, from_number) VALUES (?, ?, ?, ?)')
  for (const id of changed ?? holders.keys()) {
    const holderId = vendorId(id)
    const before = open.get(holderId)
    for (const sku of holders.get(id)?.skus ?? []) {
      const skuId = vendorId(sku)
      if (before?.delete(skuId) !== true) add.run(seriesId, holderId, skuId, number)
    }
  }
  const close = prepared(
    sqlite,
    'UPDATE assignment SET to_number = ? WHERE series_id = ? AND holder_id = ? AND sku_id = ? AND to_number IS NULL',
  )
  for (const [holderId, gone] of open) for (const skuId of gone) close.run(number, seriesId, holderId, skuId)
}

function updateRollup({ sqlite, seriesId, number }: Target, counts: Map<string, SkuCount>, vendorId: Intern): void {
  // SQLite takes the other columns from the row with the maximum.
  const latest = prepared<[number], SkuCount & { skuId: number }>(
    sqlite,
    'SELECT sku_id skuId, max(from_number), holders, enabled, disabled FROM sku_rollup WHERE series_id = ? GROUP BY sku_id',
  ).all(seriesId)
  const before = new Map(latest.map((row) => [row.skuId, row]))
  const add = prepared(
    sqlite,
    'INSERT INTO sku_rollup (series_id, sku_id, from_number, holders, enabled, disabled) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (const [sku, count] of counts) {
    const skuId = vendorId(sku)
    const old = before.get(skuId)
    before.delete(skuId)
    if (old === undefined || !sameCount(old, count)) add.run(seriesId, skuId, number, count.holders, count.enabled, count.disabled)
  }
  for (const [skuId, old] of before) if (old.holders > 0) add.run(seriesId, skuId, number, 0, 0, 0)
}

/** Whether two counts are equal. */
export const sameCount = (a: SkuCount, b: SkuCount): boolean =>
  a.holders === b.holders && a.enabled === b.enabled && a.disabled === b.disabled
