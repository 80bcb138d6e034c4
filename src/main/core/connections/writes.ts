/** What is written about connections and their tenants. Secrets never come here. */
import { and, eq, isNull } from 'drizzle-orm'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import { AppError } from '../base/errors.ts'
import type { WriteDb, WriterOf } from '../database/db.ts'
import { connectionNoteTable, runTable, targetStateTable } from '../database/schema/collecting.ts'
import { seriesTable } from '../database/schema/snapshots.ts'
import { connectionTable, tenantTable } from '../database/schema/tenants.ts'
import { unknownTenant } from '../database/unknown.ts'
import { removeRuns } from '../history/erase-rows.ts'
import type { ProviderId, TenantListing } from '../vendors/provider.ts'

/** A connection's row. */
export type ConnectionRow = typeof connectionTable.$inferSelect
/** A tenant's row. */
export type TenantRow = typeof tenantTable.$inferSelect

/** What this folder asks of the writer. */
export type ConnectionWriter = WriterOf<typeof connectionWrites>

type SecretColumns = Pick<ConnectionRow, 'secretKind' | 'secretEnv'>

/** The writes of this folder. */
export const connectionWrites = {
  /**
   * A new connection, or a disconnected one of the same name and vendor taken up again, so that its tenants' history goes on.
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
        `A connection called "${name}" exists already. Choose another name, or replace its credential.`,
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

  /** A connection whose credential could not be kept never existed; one that was taken up again goes back to rest. */
  'connection.undoAdd': (db: WriteDb, input: { id: number; at: number }): void => {
    const hasTenants = db.orm.select({ id: tenantTable.id }).from(tenantTable).where(eq(tenantTable.connectionId, input.id)).limit(1).get()
    db.orm.delete(connectionNoteTable).where(eq(connectionNoteTable.connectionId, input.id)).run()
    if (hasTenants) db.orm.update(connectionTable).set({ removedAt: input.at }).where(eq(connectionTable.id, input.id)).run()
    else db.orm.delete(connectionTable).where(eq(connectionTable.id, input.id)).run()
  },

  /** Where the credential is now; the connection may be asked again. */
  'connection.credential': (db: WriteDb, input: { id: number } & SecretColumns): void => {
    const { id, secretKind, secretEnv } = input
    db.orm
      .update(connectionTable)
      .set({ secretKind, secretEnv, state: 'ok', stateCode: null, stateMessage: null })
      .where(eq(connectionTable.id, id))
      .run()
  },

  /** `stopped` and `needs-credential` are not asked by the schedule until the state is `ok` again; code and sentence say why. */
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

  /** Paused by the user: nothing of it is asked by the schedule or by `collect`, until it is resumed. */
  'connection.pause': (db: WriteDb, input: { id: number; paused: boolean }): void => {
    db.orm.update(connectionTable).set({ paused: input.paused }).where(eq(connectionTable.id, input.id)).run()
  },

  /** Other options (JSON, checked by the provider's schema) from now on; what was collected with the earlier ones stays as it is. */
  'connection.config': (db: WriteDb, input: { id: number; config: string }): void => {
    db.orm.update(connectionTable).set({ config: input.config }).where(eq(connectionTable.id, input.id)).run()
  },

  /** What a connection remembers between processes; null forgets. */
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

  /** Disconnects: no longer asked, history kept, name free. */
  'connection.remove': (db: WriteDb, input: { id: number; at: number }): void => {
    db.orm
      .update(connectionTable)
      .set({ removedAt: input.at, stateCode: null, stateMessage: null })
      .where(eq(connectionTable.id, input.id))
      .run()
    db.orm.delete(targetStateTable).where(eq(targetStateTable.connectionId, input.id)).run()
  },

  /** A tenant named by hand, by the vendor's id or (Petra) its Microsoft id. Throws `ALREADY_EXISTS` with the tenant that is known by it. */
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
        `This tenant is known already, as "${existing.name}" (id ${existing.id}). Use that one; where it is paused, resume it.`,
        {
          data: { tenant: existing.id },
        },
      )
    return db.orm.insert(tenantTable).values({ connectionId, externalId, kind, name, origin: 'manual', createdAt: at }).returning().get()
  },

  /**
   * Takes back a tenant that was added by hand, with its failed runs. Throws `BAD_REQUEST` where the vendor lists it, where it has a
   * snapshot, and while it is being asked.
   */
  'tenant.remove': (db: WriteDb, { id }: { id: number }): void => {
    const tenant = db.orm.select().from(tenantTable).where(eq(tenantTable.id, id)).get()
    if (tenant === undefined) throw unknownTenant(id)
    const refuse = (why: string): never => {
      throw new AppError('BAD_REQUEST', why, { data: { tenant: id } })
    }
    if (tenant.origin !== 'manual')
      refuse('The vendor lists this tenant, so it cannot be taken back. Pause it where it should not be collected.')
    if (db.orm.select({ id: seriesTable.id }).from(seriesTable).where(eq(seriesTable.tenantId, id)).limit(1).get()) {
      refuse('There is history of this tenant. Pause it, or delete its history.')
    }
    const ofTenant = eq(runTable.tenantId, id)
    if (
      db.orm
        .select({ id: runTable.id })
        .from(runTable)
        .where(and(ofTenant, isNull(runTable.outcome)))
        .limit(1)
        .get()
    ) {
      refuse('This tenant is being asked right now. Stop collecting and try again.')
    }
    removeRuns(db, 'tenant_id = ?', id)
    db.orm
      .delete(targetStateTable)
      .where(and(eq(targetStateTable.connectionId, tenant.connectionId), eq(targetStateTable.tenantId, id)))
      .run()
    db.orm.delete(tenantTable).where(eq(tenantTable.id, id)).run()
  },

  /** Paused by the user: not asked by the schedule or by `collect`. */
  'tenant.pause': (db: WriteDb, input: { id: number; paused: boolean }): void => {
    db.orm.update(tenantTable).set({ paused: input.paused }).where(eq(tenantTable.id, input.id)).run()
  },

  /** The vendor's own list: new tenants come, known ones are brought up to date, discovered ones that a complete list no longer names are gone. */
  'tenants.listed': (db: WriteDb, input: { connectionId: number; listing: TenantListing; at: number }): { added: number; gone: number } => {
    const known = db.orm.select().from(tenantTable).where(eq(tenantTable.connectionId, input.connectionId)).all()
    const byKey = new Map(known.map((row) => [keyOf(row), row]))
    const byHand = known.filter((row) => row.origin === 'manual')
    let added = 0
    let gone = 0
    for (const { externalId, kind, name, microsoftTenantId, vendorPaused } of input.listing.tenants) {
      // One that was added by hand by its Microsoft id is the same tenant, and is called by the vendor's id from now on.
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

/** Whether an id is a tenant's Microsoft id. */
function isNamedBy({ microsoftTenantId }: Pick<TenantRow, 'microsoftTenantId'>, id: string): boolean {
  return microsoftTenantId !== null && normaliseId(microsoftTenantId) === normaliseId(id)
}

/** What makes two tenants of a connection one: ids that are GUIDs compare in lower case, nothing else does. */
function keyOf({ kind, externalId }: Pick<TenantRow, 'kind' | 'externalId'>): string {
  return `${kind} ${normaliseId(externalId)}`
}

/** A tenant that came back or changed at the vendor is worth asking again. */
function forgetStops(db: WriteDb, tenant: TenantRow): void {
  db.orm
    .update(targetStateTable)
    .set({ stopCode: null, notBefore: null })
    .where(and(eq(targetStateTable.connectionId, tenant.connectionId), eq(targetStateTable.tenantId, tenant.id)))
    .run()
}
