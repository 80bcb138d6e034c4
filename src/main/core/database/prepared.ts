/** Cached prepared statements: compiling a statement can cost more than running it. */
import type { Database, Statement } from 'better-sqlite3'
import { getOrAdd } from '../base/get-or-add.ts'

type Shape = 'objects' | 'arrays' | 'first column'

const cachedStatements = new WeakMap<Database, Map<string, Statement>>()

/** As `sqlite.prepare`, compiled once per handle. Do not call `raw` or `pluck` on it: the statement is shared and would stay switched. */
export function prepared<Bind extends unknown[] = unknown[], Row = unknown>(sqlite: Database, sql: string): Statement<Bind, Row> {
  return cached(sqlite, sql, 'objects', () => sqlite.prepare(sql)) as unknown as Statement<Bind, Row>
}

/** As `prepared`, with rows as arrays. */
export function preparedRows<Row extends unknown[]>(sqlite: Database, sql: string): Statement<unknown[], Row> {
  return cached(sqlite, sql, 'arrays', () => sqlite.prepare(sql).raw()) as unknown as Statement<unknown[], Row>
}

/** As `prepared`, with the first column only. */
export function preparedColumn<Value>(sqlite: Database, sql: string): Statement<unknown[], Value> {
  return cached(sqlite, sql, 'first column', () => sqlite.prepare(sql).pluck()) as unknown as Statement<unknown[], Value>
}

function cached(sqlite: Database, sql: string, shape: Shape, compile: () => Statement): Statement {
  return getOrAdd(
    getOrAdd(cachedStatements, sqlite, () => new Map()),
    `${shape}\n${sql}`,
    compile,
  )
}
