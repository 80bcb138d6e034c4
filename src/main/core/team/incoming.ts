/**
 * Records the team's snapshots that this history lacks, with the same code that records a vendor's answer. A batch and the position up to which
 * the team was read are stored in one transaction, so a killed process neither loses nor duplicates a snapshot.
 */
import { zstdDecompressSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { markCollected } from '../collector/targets.ts'
import { type WriteDb, withOwnTransactions } from '../database/db.ts'
import { prepared, preparedColumn } from '../database/prepared.ts'
import { joinTexts } from '../evidence/read-payload.ts'
import { recordAnswer } from '../history/record.ts'
import { datasetById } from '../vendors/providers.ts'

/** What identifies a snapshot of the team. */
export interface IncomingKey {
  seq: number
  connectionId: number
  tenantId: number | null
  dataset: string
  observedAt: number
  sha256: Uint8Array
}

/** A snapshot of the team that is missing here. */
export interface Incoming extends IncomingKey {
  params: string
  /** Canonical JSON (zstd) without volatile members; null if `received` has the answer. */
  body: Uint8Array | null
  volatile: string | null
  received: Uint8Array | null
}

/** Up to where the team has been read. `mark` is `serverMark`. */
export interface PulledMark {
  seq: number
  mark: string
}

/** Identifies a snapshot among those of the same target. */
const markOf = ({ sha256, observedAt }: Pick<IncomingKey, 'sha256' | 'observedAt'>): string =>
  `${Buffer.from(sha256).toString('hex')} ${observedAt}`

/** The writes of this file. */
export const incomingWrites = {
  /** The sequence numbers of snapshots that this history lacks, except those of tenants whose history was deleted here. */
  'team.missing': withOwnTransactions((db: WriteDb, { keys }: { keys: IncomingKey[] }): number[] =>
    keys.filter((key) => isWanted(db, key) && !isKnown(db, key)).map(({ seq }) => seq),
  ),

  /** Records snapshots in order, and up to where the team has been read. Those that cannot be recorded are listed with the reason. */
  'team.record': (db: WriteDb, { snapshots, pulled, at }: { snapshots: Incoming[]; pulled: PulledMark; at: number }): number => {
    let recorded = 0
    for (const snapshot of snapshots) {
      if (isKnown(db, snapshot)) continue
      try {
        db.sqlite.transaction(() => record(db, snapshot, at))()
        recorded += 1
      } catch (error) {
        if (!(error instanceof AppError)) {
          // The transaction is rolled back, and its ids are reused.
          knownMarks.delete(db.sqlite)
          throw error
        }
        prepared(db.sqlite, 'INSERT OR REPLACE INTO team_refused (seq, code, message, at) VALUES (?, ?, ?, ?)').run(
          snapshot.seq,
          error.code,
          error.message,
          at,
        )
      }
    }
    prepared(db.sqlite, 'UPDATE team SET pulled_seq = ?, pulled_mark = ?').run(pulled.seq, pulled.mark)
    return recorded
  },
}

interface Place {
  connectionId: number
  tenantId: number | null
  externalId: string | null
  microsoftTenantId: string | null
}

function isWanted({ sqlite }: WriteDb, { connectionId, tenantId }: IncomingKey): boolean {
  const erased = (table: string, column: string, id: number) =>
    preparedColumn<number>(sqlite, `SELECT erased FROM ${table} WHERE ${column} = ?`).get(id) === 1
  return (
    !erased('team_connection', 'team_connection_id', connectionId) &&
    (tenantId === null || !erased('team_tenant', 'team_tenant_id', tenantId))
  )
}

function placeOf({ sqlite }: WriteDb, { connectionId, tenantId }: IncomingKey): Place | null {
  const connection = preparedColumn<number>(sqlite, 'SELECT connection_id FROM team_connection WHERE team_connection_id = ?').get(
    connectionId,
  )
  if (connection === undefined) return null
  if (tenantId === null) return { connectionId: connection, tenantId: null, externalId: null, microsoftTenantId: null }
  const tenant = prepared<[number], { id: number; externalId: string; microsoftTenantId: string | null }>(
    sqlite,
    `SELECT t.id, t.external_id externalId, t.microsoft_tenant_id microsoftTenantId FROM team_tenant k JOIN tenant t ON t.id = k.tenant_id
     WHERE k.team_tenant_id = ?`,
  ).get(tenantId)
  if (tenant === undefined) return null
  return { connectionId: connection, tenantId: tenant.id, externalId: tenant.externalId, microsoftTenantId: tenant.microsoftTenantId }
}

function record(db: WriteDb, snapshot: Incoming, at: number): void {
  const place = placeOf(db, snapshot)
  if (place === null) throw new AppError('NOT_FOUND', 'The team has no connection or tenant for this snapshot.')
  const { params, observedAt } = snapshot
  const dataset = knownDataset(snapshot.dataset)
  const asked = {
    externalId: place.externalId,
    microsoftTenantId: place.microsoftTenantId,
    ...(params === '' ? {} : { params: JSON.parse(params) as Record<string, string> }),
  }
  const { connectionId, tenantId } = place
  const known = marksOf(db, place, dataset.id)
  const { snapshotId } = recordAnswer(
    db,
    { runId: null, connectionId, tenantId, dataset: dataset.id, asked, observedAt, bytes: bytesOf(snapshot) },
    dataset,
  )
  const hash = preparedColumn<Buffer>(db.sqlite, 'SELECT sha256 FROM snapshot WHERE id = ?').get(snapshotId)!
  if (!hash.equals(snapshot.sha256)) {
    throw new AppError('TEAM_MISMATCH', 'The hash of the team’s copy of this snapshot is wrong, so it was not recorded.')
  }
  follow(known, snapshotId, snapshot)
  prepared(db.sqlite, 'DELETE FROM team_outbox WHERE snapshot_id = ?').run(snapshotId)
  if (params !== '') prepared(db.sqlite, 'INSERT INTO team_params (snapshot_id, params) VALUES (?, ?)').run(snapshotId, params)
  // The schedule must not request what another machine has just collected.
  const target = { connectionId, tenantId, dataset: dataset.id, params }
  const last =
    preparedColumn<number | null>(
      db.sqlite,
      'SELECT last_success_at FROM target_state WHERE connection_id = ? AND tenant_id = ? AND dataset = ? AND params = ?',
    ).get(connectionId, tenantId ?? 0, dataset.id, params) ?? 0
  // A success from the future was dated by a clock that was ahead, and does not count.
  if (last < observedAt || last > at) markCollected(db, target, observedAt)
}

function knownDataset(id: string): ReturnType<typeof datasetById> {
  try {
    return datasetById(id as DatasetId)
  } catch {
    throw new AppError('TEAM_OTHER_VERSION', `This version of Seatledger does not know the dataset ${id}. Update it.`)
  }
}

function bytesOf({ body, volatile, received }: Incoming): Uint8Array {
  if (received !== null) return zstdDecompressSync(received)
  if (body === null) throw new AppError('TEAM_MISMATCH', 'The team has no payload for this snapshot, so it was not recorded.')
  return new TextEncoder().encode(joinTexts(zstdDecompressSync(body).toString('utf8'), volatile))
}

/** The marks of a target's snapshots, and the latest snapshot among them. */
interface KnownMarks {
  lastId: number | null
  marks: Set<string>
}

const knownMarks = new WeakMap<Database, Map<string, KnownMarks>>()

/** Read once per target and then updated, since every snapshot of the team is looked up. */
function marksOf(db: WriteDb, { connectionId, tenantId }: Place, dataset: string): KnownMarks {
  const { sqlite } = db
  const of = [connectionId, tenantId, dataset]
  const ofPlace = 'series r WHERE r.connection_id = ? AND r.tenant_id IS ? AND r.dataset = ?'
  const lastId = preparedColumn<number | null>(
    sqlite,
    `SELECT max((SELECT s.id FROM snapshot s WHERE s.series_id = r.id ORDER BY s.number DESC LIMIT 1)) FROM ${ofPlace}`,
  ).get(of)!
  const ofDb = getOrAdd(knownMarks, sqlite, () => new Map<string, KnownMarks>())
  const name = JSON.stringify(of)
  const cached = ofDb.get(name)
  if (cached?.lastId === lastId) return cached
  const rows = prepared<unknown[], Pick<IncomingKey, 'observedAt' | 'sha256'>>(
    sqlite,
    `SELECT s.observed_at observedAt, s.sha256 FROM snapshot s WHERE s.series_id IN (SELECT r.id FROM ${ofPlace})`,
  ).all(of)
  const read = { lastId, marks: new Set(rows.map(markOf)) }
  ofDb.set(name, read)
  return read
}

function isKnown(db: WriteDb, key: IncomingKey): boolean {
  const place = placeOf(db, key)
  return place !== null && marksOf(db, place, key.dataset).marks.has(markOf(key))
}

/** Adds a recorded snapshot. If its transaction is rolled back, the latest id no longer matches and the marks are read again. */
function follow(known: KnownMarks, snapshotId: number, snapshot: IncomingKey): void {
  known.marks.add(markOf(snapshot))
  known.lastId = snapshotId
}
