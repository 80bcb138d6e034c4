/** Connections, and the tenants that they give access to. */
import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** One set of credentials at one provider. Secrets are not stored here, only where to find them. */
export const connectionTable = sqliteTable(
  'connection',
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    provider: text({ enum: ['petra', 'genesys'] }).notNull(),
    /** The provider's own options as JSON (base URL, rate, region …), checked by the provider's schema. */
    config: text().notNull(),
    secretKind: text({ enum: ['keychain', 'env', 'session'] }).notNull(),
    /** Name of the environment variable when `secretKind` is `env`. */
    secretEnv: text(),
    state: text({ enum: ['ok', 'needs-credential', 'stopped'] })
      .notNull()
      .default('ok'),
    /** Why the state is not `ok`: an error code and its sentence. */
    stateCode: text(),
    stateMessage: text(),
    /** Paused by the user: neither it nor its tenants are collected. */
    paused: integer({ mode: 'boolean' }).notNull().default(false),
    createdAt: integer().notNull(),
    tenantsListedAt: integer(),
    /** When it was disconnected; its history is kept, and nothing more is collected. */
    removedAt: integer(),
  },
  (t) => [
    uniqueIndex('connection_name').on(t.name).where(sql`removed_at is null`),
    check('connection_provider', sql`provider in ('petra', 'genesys')`),
    check('connection_secret_kind', sql`secret_kind in ('keychain', 'env', 'session')`),
    check('connection_state', sql`state in ('ok', 'needs-credential', 'stopped')`),
  ],
)

/** An organisation that a connection gives access to. */
export const tenantTable = sqliteTable(
  'tenant',
  {
    id: integer().primaryKey(),
    connectionId: integer()
      .notNull()
      .references(() => connectionTable.id),
    /** The vendor's id, spelled as the vendor spells it (Petra's ids are case-sensitive). */
    externalId: text().notNull(),
    /** `customer` is a Genesys trustor, `own` the Genesys client's own organisation. */
    kind: text({ enum: ['petra', 'own', 'customer'] }).notNull(),
    name: text().notNull(),
    microsoftTenantId: text(),
    /** Paused by the user: not collected. */
    paused: integer({ mode: 'boolean' }).notNull().default(false),
    /** Paused (Petra) or disabled (Genesys) by the vendor; null if the vendor does not say. */
    vendorPaused: integer({ mode: 'boolean' }),
    origin: text({ enum: ['discovered', 'manual'] }).notNull(),
    createdAt: integer().notNull(),
    /** When the vendor's list first lacked it. */
    goneAt: integer(),
  },
  (t) => [
    uniqueIndex('tenant_external').on(t.connectionId, t.externalId, t.kind),
    check('tenant_kind', sql`kind in ('petra', 'own', 'customer')`),
    check('tenant_origin', sql`origin in ('discovered', 'manual')`),
  ],
)
