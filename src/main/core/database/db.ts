/** Database handles, and the type of a write. */
import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'

/** A read-write handle: Drizzle and prepared statements share one connection. */
export interface WriteDb {
  sqlite: Database
  orm: BetterSQLite3Database
}

/** A read-only handle: SQLite refuses writes. */
export interface ReadDb {
  sqlite: Database
  orm: BetterSQLite3Database
}

/**
 * A write. Its input and output must be structured-clonable. It is synchronous and runs inside one immediate transaction. With
 * `ownTransactions` it manages transactions itself and may be asynchronous: for example `VACUUM` cannot run inside one.
 */
export interface Write {
  // biome-ignore lint/suspicious/noExplicitAny: the map of writes is typed where it is called
  (db: WriteDb, input: any): unknown
  ownTransactions?: true
}

/** A table of writes by name. */
export type WriteTable = Record<string, Write>

/**
 * Runs the writes of a table one at a time. Each is committed (`synchronous=FULL`) before its promise resolves.
 * A writer of a larger table is assignable to a writer of a subset, so each area names only the writes that it uses.
 */
export interface WriterOf<W extends WriteTable> {
  /** Rethrows the write's error; an `AppError` keeps its code, message and data. */
  call<K extends keyof W>(name: K, input: Parameters<W[K]>[1], transfer?: ArrayBuffer[]): Promise<Awaited<ReturnType<W[K]>>>
}

/** Marks a write that manages its own transactions. */
export function withOwnTransactions<W extends (db: WriteDb, input: never) => unknown>(write: W): W & { ownTransactions: true } {
  return Object.assign(write, { ownTransactions: true as const })
}
