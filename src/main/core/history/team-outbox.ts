/** The outbox of a team: snapshots that are still to be published. */
import type { WriteDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { canonicalText } from '../evidence/canonical.ts'
import type { AskedFor } from '../vendors/provider.ts'

/** Queues a snapshot in the transaction that records it, if this data folder belongs to a team. */
export function queueForTeam({ sqlite }: WriteDb, snapshotId: number, params: AskedFor['params'] = {}): void {
  const text = Object.keys(params).length === 0 ? '' : canonicalText(params)
  prepared(sqlite, 'INSERT OR REPLACE INTO team_outbox (snapshot_id, params) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM team)').run(
    snapshotId,
    text,
  )
}
