/** The rows of a snapshot, its series and its frame. */
import type { InferSelectModel } from 'drizzle-orm'
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { WriteDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { snapshotTable } from '../database/schema/snapshots.ts'
import { type Dataset, hasPeriods, type Interpretation } from '../vendors/provider.ts'

/** The id of a dataset's series, which is added with its first snapshot. */
export function findOrAddSeries(
  { sqlite }: WriteDb,
  of: { connectionId: number; tenantId: number | null; dataset: string },
  dataset: Dataset,
  interpretation: Interpretation,
): number {
  const periodKey = hasPeriods(dataset) ? (interpretation.periodStart ?? '') : ''
  const found =
    of.tenantId === null
      ? prepared<unknown[], { id: number }>(
          sqlite,
          'SELECT id FROM series WHERE connection_id = ? AND tenant_id IS NULL AND dataset = ? AND period_key = ?',
        ).get(of.connectionId, of.dataset, periodKey)
      : prepared<unknown[], { id: number }>(sqlite, 'SELECT id FROM series WHERE tenant_id = ? AND dataset = ? AND period_key = ?').get(
          of.tenantId,
          of.dataset,
          periodKey,
        )
  if (found !== undefined) return found.id
  const added = prepared(sqlite, 'INSERT INTO series (connection_id, tenant_id, dataset, period_key) VALUES (?, ?, ?, ?)').run(
    of.connectionId,
    of.tenantId,
    of.dataset,
    periodKey,
  )
  return Number(added.lastInsertRowid)
}

/** The columns of the previous snapshot that decide whether the next one is unchanged. */
export interface PreviousSnapshot {
  id: number
  number: number
  frameId: number
  frame: string
  hasList: boolean
  reported: number | null
  units: number | null
  periodEnd: string | null
  sha256: Buffer
}

const readPreviousSnapshot = booleansOf<PreviousSnapshot>({ hasList: true })

/** The latest snapshot of a series. */
export function previousSnapshot({ sqlite }: WriteDb, seriesId: number): PreviousSnapshot | undefined {
  const row = prepared<[number], StoredRow<PreviousSnapshot>>(
    sqlite,
    `SELECT s.id, s.number, s.frame_id frameId, f.body frame, s.has_list hasList, s.reported, s.units, s.period_end periodEnd, s.sha256
       FROM snapshot s JOIN frame f ON f.id = s.frame_id WHERE s.series_id = ? ORDER BY s.number DESC LIMIT 1`,
  ).get(seriesId)
  return row && readPreviousSnapshot(row)
}

/** Stores a frame and returns its row id. */
export function insertFrame({ sqlite }: WriteDb, body: string): number {
  return Number(prepared(sqlite, 'INSERT INTO frame (body) VALUES (?)').run(body).lastInsertRowid)
}

/** A snapshot's columns; `schema/snapshots.ts` explains them. */
export type SnapshotColumns = InferSelectModel<typeof snapshotTable>

/** Stores a snapshot's row and returns its id. */
export function insertSnapshot({ orm }: WriteDb, columns: Omit<SnapshotColumns, 'id'>): number {
  return Number(orm.insert(snapshotTable).values(columns).run().lastInsertRowid)
}
