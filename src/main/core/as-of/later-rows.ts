/** Which rows of each table became known at or after an instant. Tables without a time are kept as they are. */
import type { WriteDb } from '../database/db.ts'

/** Tables whose rows have their creation time. */
const made: readonly { table: string; at: string; ended?: { at: string; with?: string } }[] = [
  { table: 'rule', at: 'at' },
  { table: 'service', at: 'at' },
  { table: 'service_exclusion', at: 'at' },
  { table: 'reconcile_decision', at: 'at' },
  { table: 'month_export', at: 'at' },
  { table: 'import_profile', at: 'at' },
  { table: 'invoice', at: 'brought_in_at' },
  { table: 'set_aside', at: 'at', ended: { at: 'taken_back_at' } },
  { table: 'mapping', at: 'at', ended: { at: 'removed_at' } },
  { table: 'approval', at: 'at', ended: { at: 'withdrawn_at' } },
  { table: 'attention_mute', at: 'at', ended: { at: 'unmuted_at', with: 'unmuted_by' } },
]

/** Tables whose rows belong to a row of a table above. */
const owned = [
  { table: 'invoice_line', of: 'invoice_id', owner: 'invoice' },
  { table: 'approved_value', of: 'approval_id', owner: 'approval' },
  { table: 'run_payload', of: 'run_id', owner: 'run' },
]

/** Removes decisions, invoices and runs made at or after `end`, and reopens what ended since. */
export function forgetLaterDecisions({ sqlite }: WriteDb, end: number): void {
  for (const { table, at, ended } of made) {
    sqlite.prepare(`DELETE FROM ${table} WHERE ${at} >= ?`).run(end)
    if (ended === undefined) continue
    const also = ended.with === undefined ? '' : `, ${ended.with} = NULL`
    sqlite.prepare(`UPDATE ${table} SET ${ended.at} = NULL${also} WHERE ${ended.at} >= ?`).run(end)
  }
  sqlite.prepare('DELETE FROM run WHERE started_at >= @end OR finished_at IS NULL OR finished_at >= @end').run({ end })
  for (const { table, of, owner } of owned) sqlite.exec(`DELETE FROM ${table} WHERE ${of} NOT IN (SELECT id FROM ${owner})`)
  // The collector's state is that of today, and nothing is collected from a copy.
  for (const table of ['wish', 'pace', 'target_state', 'connection_note']) sqlite.exec(`DELETE FROM ${table}`)
}

/** Removes connections and tenants added at or after `end` that have no older snapshots, and restores those removed since. */
export function forgetLaterTenants({ sqlite }: WriteDb, end: number): void {
  const hasHistory = (column: string, id: string) =>
    ['series', 'run'].map((table) => `EXISTS (SELECT 1 FROM ${table} h WHERE h.${column} = ${id})`).join(' OR ')
  const tenants = sqlite
    .prepare<[number], number>(`SELECT id FROM tenant WHERE created_at >= ? AND NOT (${hasHistory('tenant_id', 'tenant.id')})`)
    .pluck()
    .all(end)
  for (const table of ['mapping', 'service_exclusion', 'reconcile_decision', 'approved_value', 'attention_mute', 'month_export'])
    sqlite.prepare(`DELETE FROM ${table} WHERE tenant_id IN (SELECT value FROM json_each(?))`).run(JSON.stringify(tenants))
  sqlite.prepare('DELETE FROM tenant WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(tenants))
  sqlite
    .prepare(
      `DELETE FROM connection WHERE created_at >= ? AND NOT (${hasHistory('connection_id', 'connection.id')})
         AND NOT EXISTS (SELECT 1 FROM tenant t WHERE t.connection_id = connection.id)`,
    )
    .run(end)
  sqlite.prepare('UPDATE tenant SET gone_at = NULL WHERE gone_at >= ?').run(end)
  // Two connections with the same name are never active at once; the later one keeps the name.
  sqlite
    .prepare(
      `UPDATE connection SET removed_at = NULL WHERE removed_at >= ?
         AND NOT EXISTS (SELECT 1 FROM connection c WHERE c.name = connection.name AND c.removed_at IS NULL)`,
    )
    .run(end)
}

/** Removes the team's tables' rows, so that the copy neither publishes nor pulls. */
export function forgetTeam({ sqlite }: WriteDb): void {
  const tables = ['outbox', 'params', 'connection', 'tenant', 'refused', 'decision', 'conflict'].map((name) => `team_${name}`)
  for (const table of [...tables, 'team']) sqlite.exec(`DELETE FROM ${table}`)
}
