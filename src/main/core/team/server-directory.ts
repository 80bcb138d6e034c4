/** Sends and reads the team's shared connections and tenants. */
import { getTableColumns } from 'drizzle-orm'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared, preparedColumn } from '../database/prepared.ts'
import type { Query, TeamDb } from './client.ts'
import type { Directory, TeamConnection, TeamTenant } from './directory.ts'
import { connectionTable, tenantTable } from './schema.ts'

/** A text that changes whenever `sendDirectory` would send something else. */
export function directoryState({ sqlite }: ReadDb): string {
  return preparedColumn<string>(
    sqlite,
    `SELECT coalesce((SELECT json_group_array(json_array(id, name, config, tenants_listed_at)) FROM connection), '') ||
      coalesce((SELECT json_group_array(json_array(id, connection_id, external_id, name, microsoft_tenant_id, vendor_paused, gone_at)) FROM tenant), '')`,
  ).get()!
}

/**
 * Adds our connections and tenants to the team's, and updates names and states there if our vendor's list is newer. Returns the team's ids.
 * A connection is identified by its vendor and name, a tenant by the vendor's id.
 */
export async function sendDirectory(query: Query, db: ReadDb) {
  const { sqlite } = db
  const [{ now }] = (await query<{ now: number }>('SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now')) as [
    { now: number },
  ]
  const connections = prepared<[], Omit<TeamConnection, 'id'> & { id: number }>(
    sqlite,
    `SELECT id, provider, name, config, created_at createdAt, coalesce(tenants_listed_at, 0) listedAt FROM connection
     WHERE id NOT IN (SELECT connection_id FROM team_connection WHERE erased = 1) ORDER BY removed_at IS NOT NULL, id`,
  ).all()
  const links: { connectionId: number; teamConnectionId: number }[] = []
  for (const { id, provider, name, config, createdAt, listedAt } of connections) {
    const [row] = await query<{ id: number }>(
      `INSERT INTO seatledger.connection AS c (provider, name, config, created_at, listed_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (provider, name) DO UPDATE SET listed_at = CASE WHEN c.listed_at > $6 THEN EXCLUDED.listed_at ELSE greatest(c.listed_at, EXCLUDED.listed_at) END RETURNING id`,
      [provider, name, config, createdAt, Math.min(listedAt, now), now],
    )
    links.push({ connectionId: id, teamConnectionId: row!.id })
  }
  const teamIds = new Map(links.map((link) => [link.connectionId, link.teamConnectionId]))
  const tenants = prepared<[], Omit<TeamTenant, 'vendorPaused'> & { vendorPaused: 0 | 1 | null; teamTenantId: number | null }>(
    sqlite,
    `SELECT t.id, t.connection_id connectionId, t.kind, t.external_id externalId, t.name, t.microsoft_tenant_id microsoftTenantId,
       t.vendor_paused vendorPaused, t.origin, t.created_at createdAt, t.gone_at goneAt, coalesce(c.tenants_listed_at, 0) listedAt,
       k.team_tenant_id teamTenantId
     FROM tenant t JOIN connection c ON c.id = t.connection_id LEFT JOIN team_tenant k ON k.tenant_id = t.id
     WHERE coalesce(k.erased, 0) = 0 ORDER BY t.id`,
  )
    .all()
    .filter(({ connectionId }) => teamIds.has(connectionId))
  const tenantLinks: { tenantId: number; teamTenantId: number }[] = []
  for (const tenant of tenants) {
    const { id, kind, externalId, name, microsoftTenantId, origin, createdAt, goneAt, teamTenantId } = tenant
    const listedAt = Math.min(tenant.listedAt, now)
    const key = normaliseId(externalId)
    const vendorPaused = tenant.vendorPaused === null ? null : tenant.vendorPaused === 1
    if (teamTenantId !== null) {
      // The tenant may have another id now: it was added by its Microsoft id, and the vendor has since sent its own id.
      await query(
        `UPDATE seatledger.tenant t SET external_id = $2, external_key = $3, name = $4, vendor_paused = $6, origin = $7, gone_at = $8, listed_at = $9,
           microsoft_tenant_id = coalesce($5, t.microsoft_tenant_id)
         WHERE t.id = $1 AND (t.listed_at < $9 OR t.listed_at > $10) AND NOT EXISTS (SELECT FROM seatledger.tenant o
           WHERE o.connection_id = t.connection_id AND o.kind = t.kind AND o.external_key = $3 AND o.id <> t.id)`,
        [teamTenantId, externalId, key, name, microsoftTenantId, vendorPaused, origin, goneAt, listedAt, now],
      )
      continue
    }
    const [row] = await query<{ id: number }>(
      `INSERT INTO seatledger.tenant AS t (connection_id, kind, external_id, external_key, name, microsoft_tenant_id, vendor_paused, origin,
         created_at, gone_at, listed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (connection_id, kind, external_key) DO UPDATE SET
         name = CASE WHEN t.listed_at < EXCLUDED.listed_at OR t.listed_at > $12 THEN EXCLUDED.name ELSE t.name END,
         listed_at = CASE WHEN t.listed_at > $12 THEN EXCLUDED.listed_at ELSE greatest(t.listed_at, EXCLUDED.listed_at) END RETURNING id`,
      [
        teamIds.get(tenant.connectionId),
        kind,
        externalId,
        key,
        name,
        microsoftTenantId,
        vendorPaused,
        origin,
        createdAt,
        goneAt,
        listedAt,
        now,
      ],
    )
    tenantLinks.push({ tenantId: id, teamTenantId: row!.id })
  }
  return { links, tenantLinks }
}

/** The team's connections and tenants. */
export async function readDirectory(db: TeamDb): Promise<Directory> {
  const { externalKey: _, ...tenantColumns } = getTableColumns(tenantTable)
  return db.typed(async (orm) => ({
    connections: await orm.select().from(connectionTable).orderBy(connectionTable.id),
    tenants: await orm.select(tenantColumns).from(tenantTable).orderBy(tenantTable.id),
  }))
}
