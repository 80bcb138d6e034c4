/** Database writes for connections and tenants. Secrets are never written here. */

import { and, eq, isNull } from 'drizzle-orm'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import type { WriteDb, WriterOf } from '../database/db.ts'
import { unknownTenant } from '../database/not-found.ts'
import { connectionNoteTable, runTable, targetStateTable } from '../database/schema/collecting.ts'
import { seriesTable } from '../database/schema/snapshots.ts'
import { connectionTable, tenantTable } from '../database/schema/tenants.ts'
import { removeRuns } from '../history/erase-rows.ts'
import type { TenantListing } from '../vendors/provider.ts'

/** A connection's row. */
export type ConnectionRow = typeof connectionTable.$inferSelect
/** A tenant's row. */
export type TenantRow = typeof tenantTable.$inferSelect

/** The writer as this folder uses it. */
export type ConnectionWriter = WriterOf<typeof connectionWrites>

type SecretColumns = Pick<ConnectionRow, 'secretKind' | 'secretEnv'>

/** The writes of this folder. */
export const connectionWrites = {
  /**
   * Adds a connection, or reactivates a disconnected one with the same name and vendor, so that its history continues.
   * Throws `ALREADY_EXISTS`.
   */
  'connection.add': (
    db: WriteDb,
    input: { name: string; provider: ProviderId; config: string; at: number } & SecretColumns,
  ): ConnectionRow => {
    const { name, provider, config, at, secretKind, secretEnv } = input
    const active = db.orm
      .select({ id: connectionTable.id })
      .from(connectionTable)
      .where(and(eq(connectionTable.name, name), isNull(connectionTable.removedAt)))
      .get()
    if (active)
      throw new AppError(
        'ALREADY_EXISTS',
        `A connection called "${name}" already exists. Choose another name, or replace its credential.`,
        { data: { name } },
      )
    const earlier = db.orm
      .select()
      .from(connectionTable)
      .where(and(eq(connectionTable.name, name), eq(connectionTable.provider, provider)))
      .get()
    if (earlier) {
      return db.orm
        .update(connectionTable)
        .set({
          config,
          secretKind,
          secretEnv,
          state: 'ok',
          stateCode: null,
          stateMessage: null,
          paused: false,
          removedAt: null,
          tenantsListedAt: null,
        })
        .where(eq(connectionTable.id, earlier.id))
        .returning()
        .get()
    }
    return db.orm.insert(connectionTable).values({ name, provider, config, secretKind, secretEnv, createdAt: at }).returning().get()
  },

  /** Reverts `connection.add` when the credential could not be stored: deletes a new connection, disconnects a reactivated one. */
  'connection.undoAdd': (db: WriteDb, input: { id: number; at: number }): void => {
    const hasTenants = db.orm.select({ id: tenantTable.id }).from(tenantTable).where(eq(tenantTable.connectionId, input.id)).limit(1).get()
    db.orm.delete(connectionNoteTable).where(eq(connectionNoteTable.connectionId, input.id)).run()
    if (hasTenants) db.orm.update(connectionTable).set({ removedAt: input.at }).where(eq(connectionTable.id, input.id)).run()
    else db.orm.delete(connectionTable).where(eq(connectionTable.id, input.id)).run()
  },

  /** Records where the credential is, and resets the state to `ok`. */
  'connection.credential': (db: WriteDb, input: { id: number } & SecretColumns): void => {
    const { id, secretKind, secretEnv } = input
    db.orm
      .update(connectionTable)
      .set({ secretKind, secretEnv, state: 'ok', stateCode: null, stateMessage: null })
      .where(eq(connectionTable.id, id))
      .run()
  },

  /** Sets the state. The schedule skips `stopped` and `needs-credential`; code and message give the reason. */
  'connection.state': (
    db: WriteDb,
    input: { id: number; state: ConnectionRow['state']; code: string | null; message: string | null },
  ): void => {
    db.orm
      .update(connectionTable)
      .set({ state: input.state, stateCode: input.code, stateMessage: input.message })
      .where(eq(connectionTable.id, input.id))
      .run()
  },

  /** Pauses or resumes a connection for the schedule and `collect`. */
  'connection.pause': (db: WriteDb, input: { id: number; paused: boolean }): void => {
    db.orm.update(connectionTable).set({ paused: input.paused }).where(eq(connectionTable.id, input.id)).run()
  },

  /** Replaces the options (JSON, checked by the provider's schema). Existing snapshots do not change. */
  'connection.config': (db: WriteDb, input: { id: number; config: string }): void => {
    db.orm.update(connectionTable).set({ config: input.config }).where(eq(connectionTable.id, input.id)).run()
  },

  /** Stores a note of a connection; null deletes it. */
  'connection.note': (db: WriteDb, input: { connectionId: number; key: string; value: string | null }): void => {
    const { connectionId, key, value } = input
    if (value === null) {
      db.orm
        .delete(connectionNoteTable)
        .where(and(eq(connectionNoteTable.connectionId, connectionId), eq(connectionNoteTable.key, key)))
        .run()
      return
    }
    db.orm
      .insert(connectionNoteTable)
      .values({ connectionId, key, value })
      .onConflictDoUpdate({ target: [connectionNoteTable.connectionId, connectionNoteTable.key], set: { value } })
      .run()
  },

  /** Disconnects: nothing is collected any more, the history is kept, and the name becomes free. */
  'connection.remove': (db: WriteDb, input: { id: number; at: number }): void => {
    db.orm
      .update(connectionTable)
      .set({ removedAt: input.at, stateCode: null, stateMessage: null })
      .where(eq(connectionTable.id, input.id))
      .run()
    db.orm.delete(targetStateTable).where(eq(targetStateTable.connectionId, input.id)).run()
  },

  /** Adds a tenant by the vendor's id or (Petra) its Microsoft id. Throws `ALREADY_EXISTS` with the existing tenant. */
  'tenant.add': (
    db: WriteDb,
    input: { connectionId: number; externalId: string; kind: TenantRow['kind']; name: string; at: number },
  ): TenantRow => {
    const { connectionId, externalId, kind, name, at } = input
    const existing = db.orm
      .select()
      .from(tenantTable)
      .where(and(eq(tenantTable.connectionId, connectionId), eq(tenantTable.kind, kind)))
      .all()
      .find((row) => keyOf(row) === keyOf({ kind, externalId }) || isNamedBy(row, externalId))
    if (existing)
      throw new AppError(
        'ALREADY_EXISTS',
        `This tenant already exists as "${existing.name}" (id ${existing.id}). Use that tenant, and resume it if it is paused.`,
        {
          data: { tenant: existing.id },
        },
      )
    return db.orm.insert(tenantTable).values({ connectionId, externalId, kind, name, origin: 'manual', createdAt: at }).returning().get()
  },

  /**
   * Removes a tenant that was added by hand, with its failed runs. Throws `BAD_REQUEST` if the vendor lists it, if it has a snapshot,
   * or while it is being collected.
   */
  'tenant.remove': (db: WriteDb, { id }: { id: number }): void => {
    const tenant = db.orm.select().from(tenantTable).where(eq(tenantTable.id, id)).get()
    if (tenant === undefined) throw unknownTenant(id)
    const refuse = (why: string): never => {
      throw new AppError('BAD_REQUEST', why, { data: { tenant: id } })
    }
    if (tenant.origin !== 'manual') refuse('The vendor lists this tenant, so it cannot be removed. To stop collecting it, pause it.')
    if (db.orm.select({ id: seriesTable.id }).from(seriesTable).where(eq(seriesTable.tenantId, id)).limit(1).get()) {
      refuse('This tenant has history. Pause it, or delete its history.')
    }
    const reconcileOfTenant = eq(runTable.tenantId, id)
    if (
      db.orm
        .select({ id: runTable.id })
        .from(runTable)
        .where(and(reconcileOfTenant, isNull(runTable.outcome)))
        .limit(1)
        .get()
    ) {
      refuse('This tenant is being collected. Stop collecting and try again.')
    }
    removeRuns(db, 'tenant_id = ?', id)
    db.orm
      .delete(targetStateTable)
      .where(and(eq(targetStateTable.connectionId, tenant.connectionId), eq(targetStateTable.tenantId, id)))
      .run()
    db.orm.delete(tenantTable).where(eq(tenantTable.id, id)).run()
  },

  /** Pauses or resumes a tenant for the schedule and `collect`. */
  'tenant.pause': (db: WriteDb, input: { id: number; paused: boolean }): void => {
    db.orm.update(tenantTable).set({ paused: input.paused }).where(eq(tenantTable.id, input.id)).run()
  },

  /** Applies the vendor's list: adds new tenants, updates known ones, and marks discovered ones as gone if a complete list omits them. */
  'tenants.listed': (db: WriteDb, input: { connectionId: number; listing: TenantListing; at: number }): { added: number; gone: number } => {
    const known = db.orm.select().from(tenantTable).where(eq(tenantTable.connectionId, input.connectionId)).all()
    const byKey = new Map(known.map((row) => [keyOf(row), row]))
    const byHand = known.filter((row) => row.origin === 'manual')
    let added = 0
    let gone = 0
    for (const { externalId, kind, name, microsoftTenantId, vendorPaused } of input.listing.tenants) {
      // A tenant added by its Microsoft id is the same one; it gets the vendor's id.
      const row =
        byKey.get(keyOf({ kind, externalId })) ??
        byHand.find((each) => each.kind === kind && isNamedBy({ microsoftTenantId }, each.externalId))
      if (row) byKey.delete(keyOf(row))
      if (!row) {
        added++
        db.orm
          .insert(tenantTable)
          .values({
            connectionId: input.connectionId,
            externalId,
            kind,
            name,
            microsoftTenantId,
            vendorPaused,
            origin: 'discovered',
            createdAt: input.at,
          })
          .onConflictDoNothing()
          .run()
        continue
      }
      db.orm
        .update(tenantTable)
        .set({
          externalId,
          name,
          microsoftTenantId: microsoftTenantId ?? row.microsoftTenantId,
          vendorPaused,
          goneAt: null,
          origin: 'discovered',
        })
        .where(eq(tenantTable.id, row.id))
        .run()
      if (row.goneAt !== null || row.vendorPaused !== vendorPaused) forgetStops(db, row)
    }
    for (const row of byKey.values()) {
      if (row.origin !== 'discovered' || row.goneAt !== null || !input.listing.complete.includes(row.kind)) continue
      gone++
      db.orm.update(tenantTable).set({ goneAt: input.at }).where(eq(tenantTable.id, row.id)).run()
    }
    db.orm.update(connectionTable).set({ tenantsListedAt: input.at }).where(eq(connectionTable.id, input.connectionId)).run()
    return { added, gone }
  },
}

/** Whether `id` is the tenant's Microsoft id. */
function isNamedBy({ microsoftTenantId }: Pick<TenantRow, 'microsoftTenantId'>, id: string): boolean {
  return microsoftTenantId !== null && normaliseId(microsoftTenantId) === normaliseId(id)
}

/** Identity of a tenant within a connection. Only GUIDs are compared in lower case. */
function keyOf({ kind, externalId }: Pick<TenantRow, 'kind' | 'externalId'>): string {
  return `${kind} ${normaliseId(externalId)}`
}

/** A tenant that came back or changed at the vendor is collected again. */
function forgetStops(db: WriteDb, tenant: TenantRow): void {
  db.orm
    .update(targetStateTable)
    .set({ stopCode: null, notBefore: null })
    .where(and(eq(targetStateTable.connectionId, tenant.connectionId), eq(targetStateTable.tenantId, tenant.id)))
    .run()
}
