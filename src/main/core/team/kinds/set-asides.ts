import type { Json } from '../../../../shared/domain/json.ts'
import { prepared } from '../../database/prepared.ts'
import { canonicalText } from '../../evidence/canonical.ts'
import { setAsideWrites } from '../../history/set-aside.ts'
import type { DecisionKind } from './kind.ts'

/** Snapshots that are set aside. `user` names who did it, which the rows do not record. */
export function setAsides(user: string): DecisionKind {
  return {
    kind: 'set-aside',
    read({ sqlite }, ids) {
      const rows = prepared<[], { snapshotId: number; reason: string; at: number; takenBackAt: number | null }>(
        sqlite,
        'SELECT snapshot_id snapshotId, reason, at, taken_back_at takenBackAt FROM set_aside ORDER BY id',
      ).all()
      return new Map(
        rows.flatMap(({ snapshotId, reason, at, takenBackAt }) => {
          const name = ids.snapshotName(snapshotId)
          const value: Json = takenBackAt === null ? { reason } : null
          return name === undefined ? [] : [[name, { value: canonicalText(value), by: user, at: takenBackAt ?? at }] as const]
        }),
      )
    },
    write(db, ids, subject, { value, at }) {
      const snapshotId = ids.ourSnapshot(subject)
      if (snapshotId === undefined) return
      const decided = JSON.parse(value) as { reason: string } | null
      const isOpen =
        prepared(db.sqlite, 'SELECT 1 FROM set_aside WHERE snapshot_id = ? AND taken_back_at IS NULL').get(snapshotId) !== undefined
      if (isOpen) setAsideWrites['snapshot.takeBack'](db, { snapshotId, at })
      if (decided !== null) setAsideWrites['snapshot.setAside'](db, { snapshotId, reason: decided.reason, at })
    },
  }
}
