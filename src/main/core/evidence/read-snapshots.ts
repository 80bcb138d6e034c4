/** Lists snapshots, and reads the received bytes. */

import { zstdDecompressSync } from 'node:zlib'
import type { Warning } from '../../../shared/contract/errors.ts'
import type { SnapshotAnswer } from '../../../shared/contract/snapshot-answers.ts'
import { type Calendar, monthOfDay } from '../../../shared/domain/calendar.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import type { ReadDb } from '../database/db.ts'
import { unknownSnapshot } from '../database/not-found.ts'
import { reportTimeSql } from './report-time.ts'

interface ListedRow {
  id: number
  tenant: number | null
  dataset: DatasetId
  periodStart: string | null
  periodEnd: string | null
  /** As stored; `countsAt` corrects an implausible time. */
  reportedAt: number
  /** The time that decides the month. */
  countsAt: number
  observedAt: number
  holders: number | null
  sha256: Buffer
  warnings: string | null
  reason: string | null
  setAsideAt: number | null
}

/** Which snapshots to list: they must meet all given conditions. */
export interface SnapshotFilter {
  id?: number
  tenantId?: number
  dataset?: string
  month?: Month
  /** Only those among this many newest snapshots. */
  newest?: number
}

/** Lists snapshots, including those set aside, ordered by connection, tenant, dataset, period and report time. */
export function listSnapshots({ sqlite }: ReadDb, filter: SnapshotFilter, calendar: Calendar): SnapshotAnswer[] {
  const bounds = filter.month === undefined ? null : calendar.bounds(filter.month)
  const rows = sqlite
    .prepare<unknown[], ListedRow>(
      `SELECT s.id, r.tenant_id tenant, r.dataset, s.period_start periodStart, s.period_end periodEnd, s.reported_at reportedAt, ${reportTimeSql} countsAt,
         s.observed_at observedAt, s.holders, s.sha256, s.warnings, a.reason, a.at setAsideAt
       FROM series r JOIN snapshot s ON s.series_id = r.id LEFT JOIN set_aside a ON a.snapshot_id = s.id AND a.taken_back_at IS NULL
       WHERE ${filter.id === undefined ? '@id IS NULL' : 's.id = @id'} AND (@newest IS NULL OR s.id > (SELECT coalesce(max(id), 0) - @newest FROM snapshot))
         AND (@tenantId IS NULL OR r.tenant_id = @tenantId) AND (@dataset IS NULL OR r.dataset = @dataset)
         AND (@month IS NULL OR CASE WHEN s.period_end IS NULL THEN countsAt >= @start AND countsAt < @end
           ELSE substr(s.period_end, 1, 7) = @month END)
       ORDER BY r.connection_id, r.tenant_id, r.dataset, r.period_key, s.reported_at, s.number`,
    )
    .all({
      id: filter.id ?? null,
      newest: filter.newest ?? null,
      tenantId: filter.tenantId ?? null,
      dataset: filter.dataset ?? null,
      month: filter.month ?? null,
      start: bounds?.start ?? null,
      end: bounds?.end ?? null,
    })
  return rows.map((row) => snapshotAnswer(row, calendar))
}

/** Reads one snapshot. Throws `NOT_FOUND`. */
export function readSnapshot(db: ReadDb, id: number, calendar: Calendar): SnapshotAnswer {
  const [row] = listSnapshots(db, { id }, calendar)
  if (row === undefined) {
    throw unknownSnapshot(id)
  }
  return row
}

function snapshotAnswer(row: ListedRow, calendar: Calendar): SnapshotAnswer {
  const { id, tenant, dataset, periodStart, periodEnd, holders } = row
  return {
    id,
    tenant,
    dataset,
    periodStart,
    periodEnd,
    month: periodEnd === null ? calendar.monthOf(row.countsAt) : monthOfDay(periodEnd),
    reportedAt: isoTime(row.reportedAt),
    observedAt: isoTime(row.observedAt),
    holders,
    sha256: row.sha256.toString('hex'),
    warnings: storedWarnings(row.warnings).map((warning) => warning.code),
    setAside: row.reason === null || row.setAsideAt === null ? null : { reason: row.reason, at: isoTime(row.setAsideAt) },
  }
}

/** A snapshot's totals and warnings. */
export function snapshotNumbers({ sqlite }: ReadDb, id: number) {
  const row = sqlite
    .prepare<[number], { reported: number | null; listed: number | null; units: number | null; warnings: string | null }>(
      'SELECT reported, listed, units, warnings FROM snapshot WHERE id = ?',
    )
    .get(id)!
  return { reported: row.reported, listed: row.listed, units: row.units, warnings: storedWarnings(row.warnings) }
}

const storedWarnings = (text: string | null): Warning[] => (text === null ? [] : (JSON.parse(text) as Warning[]))

/** The received bytes of a `NOT_CANONICAL` snapshot. Throws `NOT_FOUND`. */
export function receivedBytes({ sqlite }: ReadDb, snapshotId: number): Buffer {
  const bytes = sqlite.prepare<[number], Buffer>('SELECT bytes FROM received WHERE snapshot_id = ?').pluck().get(snapshotId)
  if (bytes !== undefined) return zstdDecompressSync(bytes)
  throw new AppError(
    'NOT_FOUND',
    `The received bytes of snapshot ${snapshotId} are not stored, because parsing loses nothing. \`--raw\` shows the rebuilt payload.`,
    { data: { snapshotId } },
  )
}
