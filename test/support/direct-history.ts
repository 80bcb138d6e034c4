/** A migrated history in memory whose writer runs in the test's own thread. */
import { readdirSync, readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { ReadDb } from '../../src/main/core/database/db.ts'
import { ensureFacts } from '../../src/main/core/state/month-facts/refresh.ts'
import type { Writer } from '../../src/main/core/writer/writer.ts'
import { writes } from '../../src/main/core/writer/writes.ts'

/** Reader and writer share one handle. */
export function directHistory(): { reader: ReadDb; writer: Writer; close(): void } {
  const sqlite = new Database(':memory:')
  for (const file of readdirSync('drizzle')
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    sqlite.exec(readFileSync(`drizzle/${file}`, 'utf8').replaceAll('--> statement-breakpoint', ''))
  }
  sqlite.pragma('foreign_keys = ON')
  const db = { sqlite, orm: drizzle(sqlite, { casing: 'snake_case' }) }
  ensureFacts(db, 'UTC')
  const writer: Writer = {
    call: async (name, input) => {
      // biome-ignore lint/suspicious/noExplicitAny: one of the writes, called with its own input
      const write = writes[name] as any
      return write.ownTransactions === true ? write(db, input) : sqlite.transaction(() => write(db, input)).immediate()
    },
    close: async () => {},
  }
  return { reader: db, writer, close: () => sqlite.close() }
}
