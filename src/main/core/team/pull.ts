/**
 * Pulls what other machines have published, in the order of the team's sequence numbers. Numbers become visible in order (a trigger lets only one
 * transaction at a time assign them), so nothing can appear later below the last number that was read.
 */
import type { WriterOf } from '../database/db.ts'
import type { Query, TeamDb } from './client.ts'
import type { Incoming, IncomingKey, incomingWrites } from './incoming.ts'
import type { TeamRow } from './local-state.ts'
import { serverMark } from './server-mark.ts'

const batchSize = 250
/** Known snapshots are skipped in larger steps. */
const keysAtOnce = 2_000
const maxBytes = 8 * 1024 * 1024

/** The dependencies of pulling. */
export interface PullDeps {
  db: TeamDb
  writer: WriterOf<typeof incomingWrites>
  now(): number
  signal: AbortSignal
  /** Takes over the team's connections and tenants. */
  pullDirectory(): Promise<void>
  /** Called after each batch with the number of recorded snapshots and of read rows of the team. */
  onBatch(recorded: number, read: number): void
}

/** Whether the server still has the last pulled and the last published snapshot, which it may lack after a restore from a backup. */
export async function hasMarks(query: Query, team: TeamRow): Promise<boolean> {
  const marks = new Map([
    [team.pulledSeq, team.pulledMark],
    [team.publishedSeq, team.publishedMark],
  ])
  marks.delete(0)
  const rows = await query<{ seq: number; mark: string }>(
    `SELECT seq, ${serverMark} AS mark FROM seatledger.snapshot WHERE seq = ANY($1::bigint[])`,
    [[...marks.keys()]],
  )
  return rows.length === marks.size && rows.every(({ seq, mark }) => marks.get(seq) === mark)
}

/** Records everything after `from` that is missing here. Returns the number of recorded snapshots. */
export async function pull({ db, writer, now, signal, pullDirectory, onBatch }: PullDeps, from: number): Promise<number> {
  const bodies = new BodyCache(db.query)
  let after = from
  let total = 0
  for (;;) {
    signal.throwIfAborted()
    const keys = await db.query<IncomingKey & { mark: string }>(
      `SELECT seq, ${serverMark} AS mark, connection_id "connectionId", tenant_id "tenantId", dataset, observed_at "observedAt", sha256
       FROM seatledger.snapshot WHERE seq > $1 ORDER BY seq LIMIT $2`,
      [after, keysAtOnce],
    )
    if (keys.length === 0) return total
    // A tenant is sent before its snapshots, so the directory read now has those of all these rows, even of a tenant that was added during this round.
    await pullDirectory()
    const missing = new Set(await writer.call('team.missing', { keys }))
    const last = keys.at(-1)!
    const marks = new Map(keys.map(({ seq, mark }) => [seq, mark]))
    const seqs = keys.map(({ seq }) => seq).filter((seq) => missing.has(seq))
    for (let start = 0; start < seqs.length; ) {
      signal.throwIfAborted()
      const snapshots = await bodies.read(seqs.slice(start, start + batchSize))
      start += snapshots.length
      const end = start >= seqs.length ? last : snapshots.at(-1)!
      const recorded = await writer.call('team.record', { snapshots, pulled: { seq: end.seq, mark: marks.get(end.seq)! }, at: now() })
      total += recorded
      onBatch(recorded, snapshots.length)
    }
    if (seqs.length === 0) await writer.call('team.record', { snapshots: [], pulled: { seq: last.seq, mark: last.mark }, at: now() })
    after = last.seq
  }
}

/** Reads payloads. Caches each target's last body, since an unchanged snapshot has the same. */
class BodyCache {
  readonly #query: Query
  readonly #last = new Map<string, { hash: string; bytes: Buffer }>()

  constructor(query: Query) {
    this.#query = query
  }

  /** The payloads of the first of these snapshots: at least one, and as many as fit into a batch. */
  async read(seqs: readonly number[]): Promise<Incoming[]> {
    const rows = await this.#query<Omit<Incoming, 'body'> & { bodySha256: Buffer | null; bodyLength: number | null }>(
      `SELECT s.seq, s.connection_id "connectionId", s.tenant_id "tenantId", s.dataset, s.params, s.observed_at "observedAt", s.sha256,
         s.volatile, s.received, s.body_sha256 "bodySha256", length(b.bytes) "bodyLength"
       FROM seatledger.snapshot s LEFT JOIN seatledger.body b ON b.sha256 = s.body_sha256 WHERE s.seq = ANY($1::bigint[]) ORDER BY s.seq`,
      [seqs],
    )
    const wanted = new Map<string, Buffer>()
    const taken: typeof rows = []
    let size = 0
    const latest = new Map([...this.#last].map(([place, { hash }]) => [place, hash]))
    for (const row of rows) {
      if (taken.length > 0 && size >= maxBytes) break
      taken.push(row)
      if (row.bodySha256 === null) continue
      const hash = row.bodySha256.toString('hex')
      const place = placeOf(row)
      if (latest.get(place) !== hash && !wanted.has(hash)) {
        wanted.set(hash, row.bodySha256)
        size += row.bodyLength ?? 0
      }
      latest.set(place, hash)
    }
    const read = await this.#bodies([...wanted.values()])
    return taken.map(({ bodySha256, bodyLength: _, ...row }) => {
      if (bodySha256 === null) return { ...row, body: null }
      const hash = bodySha256.toString('hex')
      const place = placeOf(row)
      const kept = this.#last.get(place)
      const bytes = read.get(hash) ?? (kept?.hash === hash ? kept.bytes : null)
      if (bytes !== null) this.#last.set(place, { hash, bytes })
      return { ...row, body: bytes }
    })
  }

  async #bodies(hashes: Buffer[]): Promise<Map<string, Buffer>> {
    if (hashes.length === 0) return new Map()
    const rows = await this.#query<{ sha256: Buffer; bytes: Buffer }>(
      'SELECT sha256, bytes FROM seatledger.body WHERE sha256 = ANY($1::bytea[])',
      [hashes],
    )
    return new Map(rows.map(({ sha256, bytes }) => [sha256.toString('hex'), bytes]))
  }
}

const placeOf = ({ connectionId, tenantId, dataset }: IncomingKey) => `${connectionId} ${tenantId ?? ''} ${dataset}`
