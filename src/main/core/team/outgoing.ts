/** Reads what is published: the oldest snapshots of the outbox, each with its payload split into a body, which many share, and volatile members. */
import { zstdCompressSync } from 'node:zlib'
import { getOrAdd } from '../base/get-or-add.ts'
import { type WriteDb, withOwnTransactions } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { sha256 } from '../evidence/canonical.ts'
import { bodyText, volatileText } from '../evidence/read-payload.ts'

/** What identifies a snapshot in the team. */
export interface OutgoingKey {
  snapshotId: number
  connectionId: number
  tenantId: number | null
  dataset: string
  params: string
  observedAt: number
  sha256: Uint8Array
}

/** A snapshot's payload as it is published. */
export interface OutgoingPayload {
  snapshotId: number
  /** Null if `received` has the answer. */
  bodySha256: Uint8Array | null
  volatile: string | null
  /** The received bytes (zstd), if parsing would lose something. */
  received: Uint8Array | null
}

/** Payloads, and the bodies among them that were not returned before. */
export interface OutgoingPayloads {
  payloads: OutgoingPayload[]
  bodies: { sha256: Uint8Array; bytes: Uint8Array }[]
  /** Snapshots that cannot be rebuilt, because part of them was deleted. */
  wiped: number[]
}

/** A batch ends when its bodies reach this size. */
const maxBytes = 4 * 1024 * 1024

interface LastBody {
  snapshotId: number
  sha256: Buffer
}

/** The body of each series' last published snapshot; an unchanged next one has the same body. */
const lastBodies = new WeakMap<WriteDb['sqlite'], Map<number, LastBody>>()

/** The writes of this file. They run in the writer's thread, which rebuilds and compresses without blocking a host. */
export const outgoingWrites = {
  /** The oldest unpublished snapshots. */
  'team.waiting': ({ sqlite }: WriteDb, { limit }: { limit: number }): OutgoingKey[] =>
    prepared<[number], OutgoingKey>(
      sqlite,
      `SELECT o.snapshot_id snapshotId, r.connection_id connectionId, r.tenant_id tenantId, r.dataset, o.params, s.observed_at observedAt, s.sha256
       FROM team_outbox o JOIN snapshot s ON s.id = o.snapshot_id JOIN series r ON r.id = s.series_id ORDER BY o.snapshot_id LIMIT ?`,
    ).all(limit),

  /** The payloads of the first of these snapshots, as many as fit into a batch. `again`: bodies that were returned before are returned again. */
  'team.payloads': withOwnTransactions((db: WriteDb, { ids, again }: { ids: number[]; again: boolean }): OutgoingPayloads => {
    if (again) lastBodies.delete(db.sqlite)
    const result: OutgoingPayloads = { payloads: [], bodies: [], wiped: [] }
    let size = 0
    for (const id of ids) {
      if (size >= maxBytes) break
      size += addPayload(db, id, result)
    }
    return result
  }),

  /** Removes published snapshots from the outbox; `last` is the last of them on the server. */
  'team.published': ({ sqlite }: WriteDb, { ids, last }: { ids: number[]; last: { seq: number; mark: string } | null }): void => {
    if (last !== null) prepared(sqlite, 'UPDATE team SET published_seq = @seq, published_mark = @mark').run(last)
    const remove = prepared(sqlite, 'DELETE FROM team_outbox WHERE snapshot_id = ?')
    for (const id of ids) remove.run(id)
  },
}

interface PayloadRow {
  seriesId: number
  unchanged: 0 | 1
  previousId: number | null
  received: Buffer | null
}

/** Adds a snapshot to the batch; returns its size in bytes. */
function addPayload(db: WriteDb, snapshotId: number, result: OutgoingPayloads): number {
  const { sqlite } = db
  const row = prepared<[number], PayloadRow>(
    sqlite,
    `SELECT s.series_id seriesId, s.unchanged, b.id previousId, c.bytes received FROM snapshot s
     LEFT JOIN snapshot b ON b.series_id = s.series_id AND b.number = s.number - 1 LEFT JOIN received c ON c.snapshot_id = s.id WHERE s.id = ?`,
  ).get(snapshotId)
  // Deleted meanwhile, together with its row in the outbox.
  if (row === undefined) return 0
  if (row.received !== null) {
    result.payloads.push({ snapshotId, bodySha256: null, volatile: null, received: row.received })
    return row.received.length
  }
  const last = getOrAdd(lastBodies, sqlite, () => new Map<number, LastBody>())
  const before = last.get(row.seriesId)
  const volatile = volatileText(db, snapshotId)
  if (row.unchanged === 1 && before !== undefined && before.snapshotId === row.previousId) {
    last.set(row.seriesId, { snapshotId, sha256: before.sha256 })
    result.payloads.push({ snapshotId, bodySha256: before.sha256, volatile, received: null })
    return 0
  }
  const text = bodyText(db, snapshotId)
  if (text === null) {
    result.wiped.push(snapshotId)
    return 0
  }
  const hash = sha256(text)
  const isNew = !(before?.sha256.equals(hash) ?? false)
  last.set(row.seriesId, { snapshotId, sha256: hash })
  result.payloads.push({ snapshotId, bodySha256: hash, volatile, received: null })
  if (!isNew) return 0
  const bytes = zstdCompressSync(text)
  result.bodies.push({ sha256: hash, bytes })
  return bytes.length
}
