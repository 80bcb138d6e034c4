/** Approved months with their figures. An approval is made by one person, once. */

import type { Month } from '../../../../shared/domain/month.ts'
import type { MonthValue } from '../../approvals/month-values.ts'
import { approvalWrites } from '../../approvals/writes.ts'
import { prepared, preparedColumn } from '../../database/prepared.ts'
import { canonicalText } from '../../evidence/canonical.ts'
import type { Decided, DecisionKind } from './kind.ts'

interface ApprovalRow {
  id: number
  month: string
  timeZone: string
  at: number
  by: string | null
  note: string | null
  withdrawnAt: number | null
}

/** A figure of a month, with the team's tenant id; the snapshot is identified by time and hash. */
type Value = Omit<MonthValue, 'tenantId' | 'snapshotId'> & { tenant: number; snapshot: string | null }

type Approved = { timeZone: string; note: string | null; by: string | null; values: Value[] } | null

/** Subject: the month. */
export const approvals: DecisionKind = {
  kind: 'approval',
  read({ sqlite }, ids) {
    const rows = prepared<[], ApprovalRow>(
      sqlite,
      'SELECT id, month, time_zone timeZone, at, by, note, withdrawn_at withdrawnAt FROM approval ORDER BY id',
    ).all()
    const values = prepared<[number], MonthValue>(
      sqlite,
      `SELECT tenant_id tenantId, figure, currency, value, state, snapshot_id snapshotId FROM approved_value WHERE approval_id = ?
       ORDER BY tenant_id, figure, currency`,
    )
    return new Map(
      rows.map(({ id, month, timeZone, at, by, note, withdrawnAt }): [string, Decided] => {
        if (withdrawnAt !== null) return [month, { value: 'null', by: by ?? 'unknown', at: withdrawnAt }]
        const portable = values.all(id).flatMap(({ tenantId, snapshotId, ...value }): Value[] => {
          const tenant = ids.teamTenant(tenantId)
          return tenant === undefined
            ? []
            : [{ ...value, tenant, snapshot: snapshotId === null ? null : (ids.snapshotName(snapshotId) ?? null) }]
        })
        const sorted = portable.sort(
          (a, b) => a.tenant - b.tenant || (a.figure < b.figure ? -1 : a.figure > b.figure ? 1 : a.currency < b.currency ? -1 : 1),
        )
        return [month, { value: canonicalText({ timeZone, note, by, values: sorted }), by: by ?? 'unknown', at }]
      }),
    )
  },
  write(db, ids, subject, { value, by, at }) {
    const month = subject as Month
    const decided = JSON.parse(value) as Approved
    const isOpen = prepared(db.sqlite, 'SELECT 1 FROM approval WHERE month = ? AND withdrawn_at IS NULL').get(month) !== undefined
    if (isOpen) approvalWrites['approval.withdraw'](db, { month, at })
    if (decided === null) return
    approvalWrites['approval.add'](db, {
      month,
      timeZone: decided.timeZone,
      // Each machine numbers rules itself. Rules decided before this approval are already applied here.
      ruleRevision: preparedColumn<number>(db.sqlite, 'SELECT coalesce(max(id), 0) FROM rule').get()!,
      at,
      by: decided.by ?? by,
      note: decided.note,
      values: decided.values.flatMap(({ tenant, snapshot, ...each }) => {
        const tenantId = ids.ourTenant(tenant)
        return tenantId === undefined
          ? []
          : [{ ...each, tenantId, snapshotId: snapshot === null ? null : (ids.ourSnapshot(snapshot) ?? null) }]
      }),
    })
  },
}
