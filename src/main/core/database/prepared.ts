/** Statements that are used again and again: compiling one anew can cost more than running it. */
import type { Database, Statement } from 'better-sqlite3'
import { getOrAdd } from '../base/get-or-add.ts'

type Shape = 'objects' | 'arrays' | 'first column'

const caches = new WeakMap<Database, Map<string, Statement>>()

/** As `sqlite.prepare`, compiled once per handle. Only for `run`, `get` and `all`: a statement that is switched to `raw` or `pluck` stays so. */
export function prepared<Bind extends unknown[] = unknown[], Row = unknown>(sqlite: Database, sql: string): Statement<Bind, Row> {
  return once(sqlite, sql, 'objects', () => sqlite.prepare(sql)) as unknown as Statement<Bind, Row>
}

/** The same with rows as arrays. */
export function preparedRows<Row extends unknown[]>(sqlite: Database, sql: string): Statement<unknown[], Row> {
  return once(sqlite, sql, 'arrays', () => sqlite.prepare(sql).raw()) as unknown as Statement<unknown[], Row>
}

/** The same with the first column only. */
export function preparedColumn<Value>(sqlite: Database, sql: string): Statement<unknown[], Value> {
  return once(sqlite, sql, 'first column', () => sqlite.prepare(sql).pluck()) as unknown as Statement<unknown[], Value>
}

function once(sqlite: Database, sql: string, shape: Shape, compile: () => Statement): Statement {
  return getOrAdd(
    getOrAdd(caches, sqlite, () => new Map()),
    `${shape}\n${sql}`,
    compile,
  )
}
