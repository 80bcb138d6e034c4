/** Writes figures, people and charges of months to the server for BI: derived rows, replaced when their sources have changed. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Month } from '../../../shared/domain/month.ts'
import type { ReadingDeps } from '../figures/reading.ts'
import { type BiRows, biRows, columns } from './bi-rows.ts'
import type { Query, TeamDb } from './client.ts'

/** The dependencies of publishing figures. */
export interface FigureDeps {
  db: TeamDb
  reading: ReadingDeps
  signal: AbortSignal
}

/** Publishes what has changed in these months. Returns how many tenants' months were written. */
export async function publishFigures({ db, reading, signal }: FigureDeps, months: readonly Month[]): Promise<number> {
  let written = 0
  for (const month of months) {
    const states = await db.query<{ tenantId: number; kind: string; madeFrom: string }>(
      'SELECT tenant_id "tenantId", kind, made_from "madeFrom" FROM seatledger.figure_state WHERE month = $1',
      [month],
    )
    const known = new Map(states.map(({ tenantId, kind, madeFrom }) => [`${kind} ${tenantId}`, madeFrom]))
    for (const rows of biRows(reading, month)) {
      if (known.get(`${rows.kind} ${rows.tenantId}`) === rows.madeFrom) continue
      signal.throwIfAborted()
      await db.inTransaction((query) => replace(query, rows))
      written += 1
      // Reading a long list blocks the thread, so other work gets a turn in between.
      await nextTurn()
    }
  }
  return written
}

/** What text in PostgreSQL's JSON cannot hold: U+0000, and half a surrogate pair. */
const storable = (value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value)

async function replace(query: Query, { kind, tenantId, month, madeFrom, rows }: BiRows): Promise<void> {
  const of = [tenantId, month]
  // Only one machine at a time writes a tenant's month.
  await query(
    `INSERT INTO seatledger.figure_state (tenant_id, month, kind, made_from) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant_id, month, kind) DO UPDATE SET made_from = EXCLUDED.made_from, at = now()`,
    [...of, kind, madeFrom],
  )
  await query(`DELETE FROM seatledger.${kind} WHERE tenant_id = $1 AND month = $2`, of)
  const names = columns[kind]
  // As JSON, since a column can itself be a list.
  const objects = rows().map((row) => Object.fromEntries(names.map((name, index) => [name, storable(row[index])])))
  await query(
    `INSERT INTO seatledger.${kind} (tenant_id, month, ${names.join(', ')})
     SELECT $1, $2, ${names.map((name) => `r.${name}`).join(', ')} FROM jsonb_populate_recordset(NULL::seatledger.${kind}, $3::jsonb) r`,
    [...of, JSON.stringify(objects)],
  )
}
