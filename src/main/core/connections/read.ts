/** Current connections and tenants, and lookup by what a user enters. */

import { and, eq, isNull, sql } from 'drizzle-orm'
import type { ConnectionAnswer, TenantAnswer } from '../../../shared/contract/connection-answers.ts'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { isGuid } from '../../../shared/domain/vendor-id.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { datasetIds, optionalDatasets } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { connectionTable, tenantTable } from '../database/schema/tenants.ts'
import { undecidedCodes } from './failure-kind.ts'
import type { ConnectionRow, TenantRow } from './writes.ts'

/** All connections that are not disconnected, by name. */
export function readConnections(db: ReadDb): ConnectionRow[] {
  return db.orm.select().from(connectionTable).where(isNull(connectionTable.removedAt)).orderBy(connectionTable.name).all()
}

/** The connection of this name. Throws `NOT_FOUND`. */
export function findConnection(db: ReadDb, name: string): ConnectionRow {
  const row = db.orm
    .select()
    .from(connectionTable)
    .where(and(eq(connectionTable.name, name), isNull(connectionTable.removedAt)))
    .get()
  if (row) return row
  const names = readConnections(db).map((connection) => connection.name)
  const known = names.length === 0 ? 'There are no connections yet. Add one first.' : `Connections: ${names.join(', ')}.`
  throw new AppError('NOT_FOUND', `There is no connection "${name}". ${known}`, { data: { connection: name } })
}

/**
 * Finds a tenant by our id, else its external id (GUIDs in any case), else its unique name.
 * Throws `NOT_FOUND`, or `AMBIGUOUS` with the candidates.
 */
export function resolveTenant(db: ReadDb, ref: number | string): TenantRow {
  const text = String(ref).trim()
  if (/^[1-9]\d{0,14}$/.test(text)) {
    const own = db.orm
      .select()
      .from(tenantTable)
      .where(eq(tenantTable.id, Number(text)))
      .get()
    if (own) return own
  }
  const byExternalId = isGuid(text) ? sql`lower(${tenantTable.externalId}) = ${text.toLowerCase()}` : eq(tenantTable.externalId, text)
  const candidates =
    preferAsked(db, db.orm.select().from(tenantTable).where(byExternalId).all()) ??
    preferAsked(db, db.orm.select().from(tenantTable).where(eq(tenantTable.name, text)).all()) ??
    []
  const [only, ...others] = candidates
  if (!only)
    throw new AppError(
      'NOT_FOUND',
      `There is no tenant "${text}". See the list of tenants, or add a tenant that the vendor does not list.`,
      { data: { tenant: text } },
    )
  if (others.length === 0) return only
  const named = candidates.map((row) => ({
    id: row.id,
    connection: connectionName(db, row.connectionId),
    externalId: row.externalId,
    name: row.name,
  }))
  throw new AppError(
    'AMBIGUOUS',
    `"${text}" matches more than one tenant: ${named.map((row) => `${row.id} (${row.name}, ${row.connection})`).join('; ')}. Use the id.`,
    { data: { candidates: named } },
  )
}

/** Prefers tenants of active connections over those of disconnected ones; null if there are none. */
function preferAsked(db: ReadDb, rows: TenantRow[]): TenantRow[] | null {
  if (rows.length <= 1) return rows.length === 0 ? null : rows
  const asked = new Set(readConnections(db).map((connection) => connection.id))
  const preferred = rows.filter((row) => asked.has(row.connectionId))
  return preferred.length === 0 ? rows : preferred
}

function connectionName(db: ReadDb, id: number): string {
  return db.orm.select({ name: connectionTable.name }).from(connectionTable).where(eq(connectionTable.id, id)).get()?.name ?? ''
}

/** SQL condition for a `run` that decides its target's state: it collected or failed. */
const isDecided = `outcome is not null and outcome <> 'skipped' and coalesce(error_code, '') not in (${undecidedCodes.map((code) => `'${code}'`).join(', ')})`

/**
 * All connections as shown to users. `optionsOf` reads a connection's options (throws `STOPPED` if unreadable); `lostSession` says
 * whether a credential kept in memory is lost.
 */
export async function listConnections(
  db: ReadDb,
  optionsOf: (row: ConnectionRow) => ShownOptions,
  lostSession: (row: ConnectionRow) => Promise<boolean>,
): Promise<ConnectionAnswer[]> {
  // The unary plus makes SQLite scan back from the newest run instead of sorting all runs of a connection.
  const facts = prepared<[number], { tenants: number; lastRunAt: number | null }>(
    db.sqlite,
    `select (select count(*) from tenant where connection_id = c.id and gone_at is null) tenants,
            (select started_at from run where +connection_id = c.id order by id desc limit 1) lastRunAt
     from connection c where c.id = ?`,
  )
  const lastFinished = prepared<[number], { outcome: string; code: ErrorCode | null; message: string | null }>(
    db.sqlite,
    `select outcome, error_code code, error_message message from run where +connection_id = ? and ${isDecided} and dataset not in (${optionalDatasets.map((dataset) => `'${dataset}'`).join(', ')})
     order by id desc limit 1`,
  )
  return Promise.all(
    readConnections(db).map(async (row) => {
      const { tenants, lastRunAt } = facts.get(row.id) ?? { tenants: 0, lastRunAt: null }
      const { url, cycleDay, unreadable } = shownOptions(row, optionsOf)
      const lost = row.state === 'ok' && (await lostSession(row))
      const stateError =
        unreadable ?? (row.stateCode === null ? null : { code: row.stateCode as ErrorCode, message: row.stateMessage ?? '' })
      return {
        name: row.name,
        provider: row.provider,
        url,
        cycleDay,
        state: unreadable !== null ? 'stopped' : lost ? 'needs-credential' : row.state,
        paused: row.paused,
        secret: row.secretKind === 'env' ? `env:${row.secretEnv}` : row.secretKind,
        tenants,
        lastRunAt: isoTime(lastRunAt),
        lastError: stateError ?? errorOf(lastFinished.get(row.id)),
      } satisfies ConnectionAnswer
    }),
  )
}

/** The options of a connection that users see. */
type ShownOptions = Pick<ConnectionAnswer, 'url' | 'cycleDay'>

/** An unreadable connection must not hide the others. */
function shownOptions(
  row: ConnectionRow,
  optionsOf: (row: ConnectionRow) => ShownOptions,
): ShownOptions & { unreadable: ConnectionAnswer['lastError'] } {
  try {
    return { ...optionsOf(row), unreadable: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { url: '', cycleDay: null, unreadable: { code: error.code, message: error.message } }
  }
}

/** The datasets that decide a tenant's state. Optional reports may fail for lack of a permission, which `tenants.reports` shows. */
const mainDatasets = datasetIds.filter((dataset) => !optionalDatasets.includes(dataset))

/** A tenant's row with its latest run and snapshot. */
interface TenantFacts {
  id: number
  connection: string
  provider: ProviderId
  kind: TenantAnswer['kind']
  externalId: string
  name: string
  microsoftTenantId: string | null
  pausedItself: boolean
  connectionPaused: boolean
  vendorPaused: boolean | null
  gone: boolean
  lastSnapshotAt: number | null
  outcome: string | null
  code: ErrorCode | null
  message: string | null
}

const readTenantFacts = booleansOf<TenantFacts>({ pausedItself: true, connectionPaused: true, vendorPaused: true, gone: true })

/**
 * Tenants as shown to users, by connection and name. Tenants that the vendor no longer lists and those of disconnected connections
 * are included while they have snapshots. Tenants of disconnected or paused connections count as paused. A run that is dated after `now` (ms) does not
 * decide a tenant's state: the clock was ahead then, and later runs may seem earlier.
 */
export function listTenants(db: ReadDb, now: number, filter: { connectionId?: number; tenantId?: number } = {}): TenantAnswer[] {
  const rows = prepared<unknown[], StoredRow<TenantFacts>>(
    db.sqlite,
    `with seen as (
         select tenant_id, max(newest_at) at from series
         where tenant_id is not null and dataset in (select value from json_each(@datasets)) group by tenant_id
       ), last_run as (
         select run.tenant_id, outcome, error_code, error_message, max(started_at * 1000000 + run.id)
         from tenant join json_each(@datasets) dataset join run on run.id = (select id from run where connection_id = tenant.connection_id
           and tenant_id = tenant.id and dataset = dataset.value and ${isDecided} and started_at <= @now order by started_at desc, id desc limit 1)
         group by run.tenant_id
       )
       select tenant.id, connection.name connection, connection.provider, tenant.kind, tenant.external_id externalId, tenant.name,
         tenant.microsoft_tenant_id microsoftTenantId, tenant.paused or connection.removed_at is not null pausedItself, connection.paused connectionPaused,
         tenant.vendor_paused vendorPaused,
         tenant.gone_at is not null gone,
         seen.at lastSnapshotAt, last_run.outcome, last_run.error_code code, last_run.error_message message
       from tenant join connection on connection.id = tenant.connection_id
       left join seen on seen.tenant_id = tenant.id left join last_run on last_run.tenant_id = tenant.id
       where (tenant.gone_at is null and connection.removed_at is null or seen.at is not null or tenant.id = @tenantId)
         and (@connectionId is null or connection.id = @connectionId) and (@tenantId is null or tenant.id = @tenantId)
       order by connection.name, tenant.name, tenant.id`,
  ).all({ connectionId: filter.connectionId ?? null, tenantId: filter.tenantId ?? null, now, datasets: JSON.stringify(mainDatasets) })
  return rows.map(readTenantFacts).map((row) => ({
    id: row.id,
    connection: row.connection,
    provider: row.provider,
    kind: row.kind,
    externalId: row.externalId,
    name: row.name,
    microsoftTenantId: row.microsoftTenantId,
    paused: row.pausedItself || row.connectionPaused,
    pausedItself: row.pausedItself,
    vendorPaused: row.vendorPaused,
    gone: row.gone,
    lastSnapshotAt: isoTime(row.lastSnapshotAt),
    lastError: errorOf(row),
  }))
}

function errorOf(
  run: { outcome: string | null; code: ErrorCode | null; message: string | null } | undefined,
): { code: ErrorCode; message: string } | null {
  return run?.outcome === 'failed' && run.code !== null ? { code: run.code, message: run.message ?? '' } : null
}
