/**
 * The size of a history: 5,000 people for 365 days, 0.5 % of them changing each day, compared with a plain table with
 * one row per person and day, filled from the same payloads. Sizes are whole pages including indexes, on both sides.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import { makePeople, nextDay, type Person, reportOf } from '../support/changing-people.ts'
import { addTestConnections, firstDay, recordUsers } from '../support/test-connections.ts'

const people = 5_000
const days = 365
const dailyChange = 0.005
const unchangedDays = 100

const folder = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
const history = await openHistory(join(folder, 'data'), firstDay)
const { sqlite } = history.db
addTestConnections(history.db)
const plain = new Database(join(folder, 'plain.db'))
plain.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
  CREATE TABLE person_day (day INTEGER, id TEXT, display_name TEXT, user_principal_name TEXT, mail TEXT, account_enabled INTEGER, skus TEXT,
    PRIMARY KEY (day, id)) WITHOUT ROWID`)
const addPlain = plain.prepare('INSERT INTO person_day VALUES (?, ?, ?, ?, ?, ?, ?)')
const keepPlain = plain.transaction((day: number, list: Person[]) => {
  for (const { id, displayName, userPrincipalName, mail, accountEnabled, assignedLicenseSkuIds } of list) {
    addPlain.run(day, id, displayName, userPrincipalName, mail, accountEnabled ? 1 : 0, JSON.stringify(assignedLicenseSkuIds))
  }
})

function record(list: Person[], day: number) {
  const at = firstDay + day * dayMs
  return recordUsers(history.db, new TextEncoder().encode(JSON.stringify(reportOf(list, at))), at)
}

/** Bytes of tables with their indexes. */
function sizeOf(db: Database.Database, names: string): number {
  return db
    .prepare<[], number>(
      `SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE AND name IN (SELECT name FROM sqlite_master WHERE tbl_name ${names})`,
    )
    .pluck()
    .get()!
}
const historyTables = `IN ('series', 'snapshot', 'frame', 'entry_row', 'entry_sku_list', 'sku_list', 'assignment', 'sku_rollup', 'vendor_id', 'received')`
const historySize = () => sizeOf(sqlite, historyTables)

let list = makePeople(people)
const recording: number[] = []
for (let day = 0; day < days; day += 1) {
  if (day > 0) list = nextDay(list, day, dailyChange)
  const begun = performance.now()
  record(list, day)
  recording.push(performance.now() - begun)
  keepPlain(day, list)
}
const kept = historySize()
const search = sizeOf(sqlite, "LIKE 'people_fts%'")
const plainSize = sizeOf(plain, "= 'person_day'")
for (let day = days; day < days + unchangedDays; day += 1) assert.equal(record(list, day).outcome, 'unchanged')
const unchangedDay = (historySize() - kept) / unchangedDays

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`
recording.sort((a, b) => a - b)
console.log(`one row per person and day   ${megabytes(plainSize)} (${plain.prepare('SELECT count(*) FROM person_day').pluck().get()} rows)`)
console.log(`history tables               ${megabytes(kept)}, ${Math.round(plainSize / kept)} times smaller`)
const parts = sqlite
  .prepare<[], { name: string; bytes: number }>(
    `SELECT name, sum(pgsize) bytes FROM dbstat WHERE aggregate = TRUE AND name IN (SELECT name FROM sqlite_master WHERE tbl_name ${historyTables}) GROUP BY name ORDER BY 2 DESC LIMIT 8`,
  )
  .all()
for (const { name, bytes } of parts) console.log(`  ${name.padEnd(26)} ${megabytes(bytes)}`)
console.log(`search index beside them     ${megabytes(search)}`)
console.log(`an unchanged day             ${Math.round(unchangedDay)} bytes`)
console.log(`recording ${people} people        median ${recording[days >> 1]!.toFixed(0)} ms, slowest ${recording.at(-1)!.toFixed(0)} ms`)
history.close()
plain.close()
rmSync(folder, { recursive: true, force: true })
assert(plainSize / kept >= 150, 'the history must be at least 150 times smaller')
assert(unchangedDay <= 300, 'an unchanged day must take at most 300 bytes')
