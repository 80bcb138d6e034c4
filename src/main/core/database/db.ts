/** Handles on the history's file, and what a write is. */
import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'

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

/**
 * One kind of write, with structured-clonable input and output: synchronous, run inside one immediate transaction. With
 * `ownTransactions` it begins and ends them itself (and may be asynchronous), for what cannot run inside one.
 */
export interface Write {
  // biome-ignore lint/suspicious/noExplicitAny: the map of writes is typed where it is called
  (db: WriteDb, input: any): unknown
  ownTransactions?: true
}

/** A table of writes by name. */
export type WriteTable = Record<string, Write>

/**
 * Runs the writes of a table, one after the other. Each is committed (`synchronous=FULL`) before its promise resolves.
 * A writer of a larger table is assignable to one of a part of it, so that an area names only the writes that it uses.
 */
export interface WriterOf<W extends WriteTable> {
  /** Throws what the write threw; `AppError`s keep their code, message and data. */
  call<K extends keyof W>(name: K, input: Parameters<W[K]>[1], transfer?: ArrayBuffer[]): Promise<Awaited<ReturnType<W[K]>>>
}

/** Marks a write that begins and ends its transactions itself. */
export function withOwnTransactions<W extends (db: WriteDb, input: never) => unknown>(write: W): W & { ownTransactions: true } {
  return Object.assign(write, { ownTransactions: true as const })
}
