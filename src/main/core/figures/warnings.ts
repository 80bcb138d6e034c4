/** Warnings that several answers share. */
import type { Warning } from '../../../shared/contract/errors.ts'
import type { SnapshotRow } from './snapshots.ts'

/** Month-ends that lie more than two days before the end: one warning that names them. */
export function earlyWarning(early: readonly { tenant: number | null; month: string }[]): Warning[] {
  if (early.length === 0) return []
  const months = [...new Set(early.map(({ month }) => month))].sort()
  return [
    {
      code: 'EARLY_MONTH_END',
      message: `The last snapshot lies more than two days before the end of ${months.length === 1 ? months[0] : `${months.length} months`}: what happened after it is not in the figure.`,
      data: { monthEnds: early.map(({ tenant, month }) => ({ tenant, month })) },
    },
  ]
}

/** What was noted about a snapshot when it was recorded. */
export function recordedWarnings(snapshot: SnapshotRow): Warning[] {
  if (snapshot.warnings === null) return []
  const stored = JSON.parse(snapshot.warnings) as Warning[]
  return stored.map((warning) => ({ ...warning, data: { ...warning.data, snapshotId: snapshot.id, tenant: snapshot.tenantId } }))
}
