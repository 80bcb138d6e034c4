/** Warnings used by several answers. */
import type { Warning } from '../../../shared/contract/errors.ts'
import type { SnapshotRow } from './snapshots.ts'

/** One warning for all early month-ends. */
export function earlyWarning(early: readonly { tenant: number | null; month: string }[]): Warning[] {
  if (early.length === 0) return []
  const months = [...new Set(early.map(({ month }) => month))].sort()
  return [
    {
      code: 'EARLY_MONTH_END',
      message: `The last snapshot was taken more than two days before the end of ${months.length === 1 ? months[0] : `${months.length} months`}, so later changes are not in the figure.`,
      data: { monthEnds: early.map(({ tenant, month }) => ({ tenant, month })) },
    },
  ]
}

/** Warnings stored when the snapshot was recorded. */
export function recordedWarnings(snapshot: SnapshotRow): Warning[] {
  if (snapshot.warnings === null) return []
  const stored = JSON.parse(snapshot.warnings) as Warning[]
  return stored.map((warning) => ({ ...warning, data: { ...warning.data, snapshotId: snapshot.id, tenant: snapshot.tenantId } }))
}
