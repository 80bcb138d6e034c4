/** Publishes the outbox in the order of recording, in batches of one transaction each. A batch that was already published changes nothing. */
import type { ReadDb, WriterOf } from '../database/db.ts'
import type { Query, TeamDb } from './client.ts'
import { linkedIds } from './links.ts'
import type { OutgoingKey, OutgoingPayloads, outgoingWrites } from './outgoing.ts'
import { serverMark } from './server-mark.ts'

const batchSize = 250
/** A longer outbox is first compared with the team: after the server was restored, it has most of it. */
const compareFrom = 100

/** The dependencies of publishing. */
export interface PublishDeps {
  db: TeamDb
  reader: ReadDb
  writer: WriterOf<typeof outgoingWrites>
  machineId: string
  signal: AbortSignal
  /** Called after each batch with the number of snapshots in it. */
  onBatch(count: number): void
}

/** Publishes the whole outbox. Returns how many snapshots the team did not have. */
export async function publish(deps: PublishDeps): Promise<number> {
  const { db, reader, writer, machineId, signal, onBatch } = deps
  let added = 0
  // The bodies sent by an earlier process or a failed batch may not have arrived.
  let again = true
  for (;;) {
    signal.throwIfAborted()
    const { connections, tenants } = linkedIds(reader)
    const waiting = (await writer.call('team.waiting', { limit: batchSize })).map((key) => ({
      ...key,
      connectionId: connections.get(key.connectionId) ?? null,
      tenantId: key.tenantId === null ? null : (tenants.get(key.tenantId) ?? 'unknown'),
    }))
    if (waiting.length === 0) return added
    // A connection or tenant newer than the sent directory is left for the next round, which sends the directory again.
    const ready = waiting.slice(
      0,
      indexOrLength(waiting, (key) => key.connectionId === null || key.tenantId === 'unknown'),
    ) as OutgoingKey[]
    if (ready.length === 0) return added
    const there = ready.length >= compareFrom ? await knownIds(db.query, ready) : new Set<number>()
    const missing = ready.filter(({ snapshotId }) => !there.has(snapshotId))
    const sent = await writer.call('team.payloads', { ids: missing.map(({ snapshotId }) => snapshotId), again })
    const taken = new Set([...sent.payloads.map(({ snapshotId }) => snapshotId), ...sent.wiped])
    const batch = missing.filter(({ snapshotId }) => taken.has(snapshotId))
    const inserted = sent.payloads.length === 0 ? [] : await db.inTransaction((query) => insertBatch(query, batch, sent, machineId))
    added += inserted.length
    again = false
    const done = [...there, ...taken]
    await writer.call('team.published', { ids: done, last: inserted.at(-1) ?? null })
    onBatch(done.length)
    if (done.length === 0) return added
  }
}

function indexOrLength<T>(list: readonly T[], is: (item: T) => boolean): number {
  const index = list.findIndex(is)
  return index === -1 ? list.length : index
}

async function knownIds(query: Query, keys: readonly OutgoingKey[]): Promise<Set<number>> {
  const rows = await query<{ id: number }>(
    `SELECT k.id FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bytea[])
       AS k (id, connection_id, tenant_id, dataset, observed_at, sha256)
     JOIN seatledger.snapshot s ON s.connection_id = k.connection_id AND s.tenant_id IS NOT DISTINCT FROM k.tenant_id
       AND s.dataset = k.dataset AND s.observed_at = k.observed_at AND s.sha256 = k.sha256`,
    columns(keys, ['snapshotId', 'connectionId', 'tenantId', 'dataset', 'observedAt', 'sha256']),
  )
  return new Set(rows.map(({ id }) => id))
}

/** A snapshot's sequence number and `serverMark`. */
interface Published {
  seq: number
  mark: string
}

async function insertBatch(query: Query, keys: readonly OutgoingKey[], sent: OutgoingPayloads, machineId: string): Promise<Published[]> {
  await query(
    `INSERT INTO seatledger.body (sha256, bytes) SELECT * FROM unnest($1::bytea[], $2::bytea[]) ORDER BY 1 ON CONFLICT DO NOTHING`,
    columns(sent.bodies, ['sha256', 'bytes']),
  )
  const payloads = new Map(sent.payloads.map((payload) => [payload.snapshotId, payload]))
  const rows = keys.flatMap((key) => {
    const payload = payloads.get(key.snapshotId)
    return payload === undefined ? [] : [{ ...key, ...payload }]
  })
  return query<Published>(
    `INSERT INTO seatledger.snapshot (connection_id, tenant_id, dataset, params, observed_at, sha256, body_sha256, volatile, received, machine_id)
     SELECT connection_id, tenant_id, dataset, params, observed_at, sha256, body_sha256, volatile, received, $10::uuid
     FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bytea[], $7::bytea[], $8::text[], $9::bytea[])
       WITH ORDINALITY AS k (connection_id, tenant_id, dataset, params, observed_at, sha256, body_sha256, volatile, received, place)
     ORDER BY place ON CONFLICT DO NOTHING RETURNING seq, ${serverMark} AS mark`,
    [
      ...columns(rows, ['connectionId', 'tenantId', 'dataset', 'params', 'observedAt', 'sha256', 'bodySha256', 'volatile', 'received']),
      machineId,
    ],
  )
}

/** Converts rows to arrays of columns; bytes become buffers, as the client requires. */
function columns<Row extends object>(rows: readonly Row[], names: (keyof Row)[]): unknown[][] {
  return names.map((name) => rows.map((row) => asBuffer(row[name])))
}

const asBuffer = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value)
