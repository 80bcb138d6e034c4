/** Translates ids for the team: decisions refer to tenants, connections and snapshots, whose ids differ between machines. */
import type { WriteDb } from '../database/db.ts'
import { prepared, preparedColumn } from '../database/prepared.ts'
import { linkedIds } from './links.ts'

/** Translates ids in both directions; undefined if the other side does not have them. */
export interface TeamIds {
  teamTenant(tenantId: number): number | undefined
  ourTenant(teamTenantId: number): number | undefined
  teamConnection(connectionId: number): number | undefined
  ourConnection(teamConnectionId: number): number | undefined
  /** A snapshot's identifier on all machines: its time and hash. */
  snapshotName(snapshotId: number): string | undefined
  ourSnapshot(name: string): number | undefined
}

/** Reads all links once. */
export function teamIds(db: WriteDb): TeamIds {
  const { sqlite } = db
  const { connections, tenants } = linkedIds(db)
  const inverse = (map: Map<number, number>) => new Map([...map].map(([ours, theirs]) => [theirs, ours]))
  const [ourConnections, ourTenants] = [inverse(connections), inverse(tenants)]
  return {
    teamTenant: (id) => tenants.get(id),
    ourTenant: (id) => ourTenants.get(id),
    teamConnection: (id) => connections.get(id),
    ourConnection: (id) => ourConnections.get(id),
    snapshotName(id) {
      const row = prepared<[number], { teamTenant: number | null; teamConnection: number; observedAt: number; sha256: string }>(
        sqlite,
        `SELECT t.team_tenant_id teamTenant, c.team_connection_id teamConnection, s.observed_at observedAt, lower(hex(s.sha256)) sha256
         FROM snapshot s JOIN series r ON r.id = s.series_id JOIN team_connection c ON c.connection_id = r.connection_id
         LEFT JOIN team_tenant t ON t.tenant_id = r.tenant_id WHERE s.id = ?`,
      ).get(id)
      return row === undefined ? undefined : `${row.teamConnection}/${row.teamTenant ?? ''}/${row.observedAt}/${row.sha256}`
    },
    ourSnapshot(name) {
      const [connection, tenant, observedAt, sha256] = name.split('/')
      return preparedColumn<number>(
        sqlite,
        `SELECT s.id FROM series r JOIN snapshot s ON s.series_id = r.id WHERE r.connection_id = ? AND r.tenant_id IS ?
         AND s.observed_at = ? AND s.sha256 = unhex(?)`,
      ).get(
        ourConnections.get(Number(connection)) ?? 0,
        tenant === '' ? null : (ourTenants.get(Number(tenant)) ?? 0),
        Number(observedAt),
        sha256,
      )
    },
  }
}
