/** Cached prepared statements: compiling a statement can cost more than running it. */
import type { Database, Statement } from 'better-sqlite3'
import { getOrAdd } from '../base/get-or-add.ts'

type Statements = WeakMap<Database, Map<string, Statement>>

const ofObjects: Statements = new WeakMap()
const ofArrays: Statements = new WeakMap()
const ofFirstColumns: Statements = new WeakMap()

/** As `sqlite.prepare`, compiled once per handle. Do not call `raw` or `pluck` on it: the statement is shared and would stay switched. */
export function prepared<Bind extends unknown[] = unknown[], Row = unknown>(sqlite: Database, sql: string): Statement<Bind, Row> {
  return cached(ofObjects, sqlite, sql, () => sqlite.prepare(sql)) as unknown as Statement<Bind, Row>
}

/** As `prepared`, with rows as arrays. */
export function preparedRows<Row extends unknown[]>(sqlite: Database, sql: string): Statement<unknown[], Row> {
  return cached(ofArrays, sqlite, sql, () => sqlite.prepare(sql).raw()) as unknown as Statement<unknown[], Row>
}

/** As `prepared`, with the first column only. */
export function preparedColumn<Value>(sqlite: Database, sql: string): Statement<unknown[], Value> {
  return cached(ofFirstColumns, sqlite, sql, () => sqlite.prepare(sql).pluck()) as unknown as Statement<unknown[], Value>
}

// Keyed by the SQL text itself: a key built for each call would be hashed again each time, which costs as much as a small query.
function cached(statements: Statements, sqlite: Database, sql: string, compile: () => Statement): Statement {
  return getOrAdd(
    getOrAdd(statements, sqlite, () => new Map()),
    sql,
    compile,
  )
}
