/** Statements that recording uses again and again: compiling them anew for each snapshot would cost more than running them. */
import type { Database, Statement } from 'better-sqlite3'

const caches = new WeakMap<Database, Map<string, Statement>>()

/** As `sqlite.prepare`, compiled once per handle. Only for `run`, `get` and `all`: a statement that is switched to `raw` or `pluck` stays so. */
export function prepared<Bind extends unknown[] = unknown[], Row = unknown>(sqlite: Database, sql: string): Statement<Bind, Row> {
  let cache = caches.get(sqlite)
  if (cache === undefined) {
    cache = new Map()
    caches.set(sqlite, cache)
  }
  let statement = cache.get(sql)
  if (statement === undefined) {
    statement = sqlite.prepare(sql)
    cache.set(sql, statement)
  }
  return statement as unknown as Statement<Bind, Row>
}
