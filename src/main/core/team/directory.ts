/** The team's shared connections and tenants, as stored in this history. Credentials stay on each machine. */
import type { Database } from 'better-sqlite3'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import type { WriteDb } from '../database/db.ts'
import { prepared, preparedColumn } from '../database/prepared.ts'
import type { connectionTable, tenantTable } from './schema.ts'

/** A connection of the team; `listedAt`: when any machine last read the vendor's list of tenants. */
export type TeamConnection = typeof connectionTable.$inferSelect

/** A tenant of the team. */
export type TeamTenant = Omit<typeof tenantTable.$inferSelect, 'externalKey'>

/** The team's connections and tenants. */
export interface Directory {
  connections: TeamConnection[]
  tenants: TeamTenant[]
}

/** The writes of this file. */
export const directoryWrites = {
  /**
   * Adds the team's connections and tenants that are missing here, without a credential, since other machines collect them. A tenant gets the name
   * and state of the team's list if that is newer than ours.
   */
  'team.directory': ({ sqlite }: WriteDb, { connections, tenants, at }: Directory & { at: number }): void => {
    for (const connection of connections) takeConnection(sqlite, connection)
    // After the tenants, whose comparison needs the time of our own list.
    for (const tenant of tenants) takeTenant(sqlite, tenant, at)
    for (const { id, listedAt } of connections) {
      prepared(
        sqlite,
        `UPDATE connection SET tenants_listed_at = @listedAt WHERE (@listedAt > coalesce(tenants_listed_at, 0) OR tenants_listed_at > @at)
           AND id = (SELECT connection_id FROM team_connection WHERE team_connection_id = @id AND erased = 0)`,
      ).run({ id, listedAt, at })
    }
  },
}

function takeConnection(sqlite: Database, { id, provider, name, config, createdAt }: TeamConnection): void {
  if (preparedColumn<number>(sqlite, 'SELECT 1 FROM team_connection WHERE team_connection_id = ?').get(id) === 1) return
  const same = preparedColumn<number>(
    sqlite,
    `SELECT id FROM connection WHERE provider = ? AND name = ? AND id NOT IN (SELECT connection_id FROM team_connection)
     ORDER BY removed_at IS NOT NULL, id LIMIT 1`,
  ).get(provider, name)
  const isTaken = preparedColumn<number>(sqlite, 'SELECT 1 FROM connection WHERE name = ? AND removed_at IS NULL').get(name) === 1
  const local =
    same ??
    Number(
      prepared(
        sqlite,
        `INSERT INTO connection (name, provider, config, secret_kind, state, state_code, state_message, created_at)
         VALUES (?, ?, ?, 'session', 'needs-credential', 'COLLECTED_ELSEWHERE', ?, ?)`,
      ).run(isTaken ? `${name} (team)` : name, provider, config, withoutCredential, createdAt).lastInsertRowid,
    )
  prepared(sqlite, 'INSERT INTO team_connection (connection_id, team_connection_id) VALUES (?, ?)').run(local, id)
}

const withoutCredential =
  'Other machines of the team collect this connection, and this one has no credential for it. To collect it on this machine as well, enter one (seatledger credential).'

function takeTenant(sqlite: Database, tenant: TeamTenant, at: number): void {
  const { id, kind, externalId, name, microsoftTenantId, origin, createdAt, goneAt, listedAt } = tenant
  const vendorPaused = tenant.vendorPaused === null ? null : Number(tenant.vendorPaused)
  const link = prepared<[number], { connectionId: number; erased: 0 | 1 }>(
    sqlite,
    'SELECT connection_id connectionId, erased FROM team_connection WHERE team_connection_id = ?',
  ).get(tenant.connectionId)
  if (link === undefined || link.erased === 1) return
  const { connectionId } = link
  const known = prepared<[number], { tenantId: number; erased: 0 | 1 }>(
    sqlite,
    'SELECT tenant_id tenantId, erased FROM team_tenant WHERE team_tenant_id = ?',
  ).get(id)
  if (known?.erased === 1) return
  const values = { connectionId, kind, externalId, name, microsoftTenantId, vendorPaused, origin, createdAt, goneAt, listedAt }
  if (known !== undefined) {
    prepared(
      sqlite,
      `UPDATE tenant SET name = @name, microsoft_tenant_id = coalesce(@microsoftTenantId, microsoft_tenant_id), vendor_paused = @vendorPaused,
         gone_at = @goneAt WHERE id = @tenantId AND EXISTS (SELECT 1 FROM connection
           WHERE id = @connectionId AND (@listedAt > coalesce(tenants_listed_at, 0) OR tenants_listed_at > @at))`,
    ).run({ name, microsoftTenantId, vendorPaused, goneAt, listedAt, at, connectionId, tenantId: known.tenantId })
    return
  }
  const ours = prepared<[number, string], { id: number; externalId: string; microsoftTenantId: string | null }>(
    sqlite,
    `SELECT id, external_id externalId, microsoft_tenant_id microsoftTenantId FROM tenant
     WHERE connection_id = ? AND kind = ? AND id NOT IN (SELECT tenant_id FROM team_tenant)`,
  )
    .all(connectionId, kind)
    .find((each) => isSameTenant(each, { externalId, microsoftTenantId }))
  const local =
    ours?.id ??
    Number(
      prepared(
        sqlite,
        `INSERT INTO tenant (connection_id, external_id, kind, name, microsoft_tenant_id, vendor_paused, origin, created_at, gone_at)
         VALUES (@connectionId, @externalId, @kind, @name, @microsoftTenantId, @vendorPaused, @origin, @createdAt, @goneAt)`,
      ).run(withoutListedAt(values)).lastInsertRowid,
    )
  prepared(sqlite, 'INSERT INTO team_tenant (tenant_id, team_tenant_id) VALUES (?, ?)').run(local, id)
}

const withoutListedAt = <T extends { listedAt: number }>({ listedAt: _, ...values }: T) => values

interface TenantIds {
  externalId: string
  microsoftTenantId: string | null
}

/** Compares the vendor's ids, or the Microsoft id of a tenant that was added by it. */
function isSameTenant(a: TenantIds, b: TenantIds): boolean {
  const ids = ({ externalId, microsoftTenantId }: TenantIds) =>
    [externalId, microsoftTenantId].flatMap((id) => (id === null ? [] : [normaliseId(id)]))
  return (
    normaliseId(a.externalId) === normaliseId(b.externalId) ||
    ids(a).includes(normaliseId(b.externalId)) ||
    ids(b).includes(normaliseId(a.externalId))
  )
}
