/**
 * The one writer. It runs in a worker thread (`writer-worker.ts`), so that recording 20,000 holders never blocks a host;
 * `openWriter` gives the handle that the rest of the core calls.
 */
import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Writes } from './writes.ts'

/** A handle that may write; Drizzle and prepared statements on the same connection. */
export interface WriteDb {
  sqlite: Database
  orm: BetterSQLite3Database
}

/** A handle that may only read (SQLite refuses the rest). */
export interface ReadDb {
  sqlite: Database
  orm: BetterSQLite3Database
}

/** One kind of write: synchronous, run inside one immediate transaction, with structured-clonable input and output. */
// biome-ignore lint/suspicious/noExplicitAny: the map of writes is typed where it is called
export type Write = (db: WriteDb, input: any) => unknown

/** Sends writes to the worker, one after the other; each is committed (`synchronous=FULL`) before its promise resolves. */
export interface Writer {
  call<K extends keyof Writes>(name: K, input: Parameters<Writes[K]>[1], transfer?: ArrayBuffer[]): Promise<ReturnType<Writes[K]>>
  /** Waits for what is under way, optimises, closes. */
  close(): Promise<void>
}
