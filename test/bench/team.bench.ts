/**
 * A team: 300 tenants and three years published to an empty PostgreSQL and pulled into an empty folder: time, bytes transferred, and bytes on the
 * server compared with the history's. `npm run bench:ui` records the history, which takes minutes; this benchmark copies it from that cache.
 * SEATLEDGER_BENCH_TENANTS=N publishes only the last N tenants, eight of which are Genesys customers.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createApp, type TerminalApp } from '../../src/main/core/app.ts'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { historyFile } from '../../src/main/core/database/files.ts'
import { silentLog } from '../../src/main/core/log/file-log.ts'
import { createMemoryStore } from '../../src/main/core/secrets/memory-store.ts'
import { postgresObstacle, startPostgres } from '../support/postgres.ts'
import { largeHistory } from './ui/large-history.ts'

const obstacle = postgresObstacle()
if (obstacle !== null) {
  console.log(`Skipped: ${obstacle}.`)
  process.exit(0)
}
const signal = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
const postgres = await startPostgres()
const wire = { sent: 0, received: 0 }
const proxy = await countingProxy(postgres.port)
const database = await postgres.createDatabase()
const only = process.env.SEATLEDGER_BENCH_TENANTS === undefined ? null : Number(process.env.SEATLEDGER_BENCH_TENANTS)
/** SQL: whether a series is published. */
const ofPublished = only === null ? 'true' : `r.tenant_id > (SELECT max(id) FROM tenant) - ${only}`
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

try {
  await largeHistory(join(folder, 'anna'), 'http://127.0.0.1:9')
  const anna = await openApp('anna')
  await exchange(anna, 'anna', 'published')
  const ben = await openApp('ben')
  await exchange(ben, 'ben', 'pulled')
  const [sizes] = await postgres.sql<{ snapshot: string; body: string; total: string; figures: string }>(
    database,
    `SELECT pg_total_relation_size('seatledger.snapshot') AS snapshot, pg_total_relation_size('seatledger.body') AS body,
       pg_total_relation_size('seatledger.figure') + pg_total_relation_size('seatledger.person') AS figures, pg_database_size(current_database()) AS total`,
  )
  const [left, right] = [evidence(anna), evidence(ben)]
  assert.ok(right.length > 0)
  assert.deepEqual(right, left)
  if (only === null) assert.deepEqual(await figures(ben), await figures(anna))
  console.log(`compared: ${right.length} snapshots`)
  console.log(
    `PostgreSQL: ${megabytes(Number(sizes!.total))} (snapshots ${megabytes(Number(sizes!.snapshot))}, payloads ${megabytes(Number(sizes!.body))}, for BI ${megabytes(Number(sizes!.figures))})`,
  )
  await Promise.all([anna.stop(), ben.stop()])
  for (const name of ['anna', 'ben']) console.log(`SQLite, ${name}: ${megabytes(statSync(historyFile(join(folder, name))).size)}`)
} finally {
  proxy.close()
  await postgres.remove()
  rmSync(folder, { recursive: true, force: true })
}

/** Targets, times and hashes of what was published. The history has a few answers recorded twice in one millisecond, which count once. */
function evidence({ reader: { sqlite } }: TerminalApp): unknown[] {
  return sqlite
    .prepare(
      `SELECT DISTINCT r.dataset, t.external_id, s.observed_at, hex(s.sha256) FROM snapshot s JOIN series r ON r.id = s.series_id
       LEFT JOIN tenant t ON t.id = r.tenant_id WHERE ${ofPublished} ORDER BY 1, 2, 3, 4`,
    )
    .raw()
    .all()
}

/** Costs and figures of the latest month, over all tenants. */
async function figures({ api }: TerminalApp): Promise<unknown> {
  const { month, cost, figures } = await api['overview.get']({}, { signal })
  return { month, cost, figures }
}

async function exchange(app: TerminalApp, name: string, what: string): Promise<void> {
  const url = postgres.url(database).replace(String(postgres.port), String((proxy.address() as { port: number }).port))
  await app.api['team.connect']({ url, secret: { env: 'DB_PASSWORD' } }, { signal })
  if (only !== null) leaveOut(name)
  Object.assign(wire, { sent: 0, received: 0 })
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()]
  const { published, pulled } = await app.team.sync(signal, () => {})
  const seconds = (performance.now() - startedAt) / 1_000
  const cpu = process.cpuUsage(cpuBefore)
  console.log(
    `${what}: ${published + pulled} snapshots in ${seconds.toFixed(0)} s (${((cpu.user + cpu.system) / 1e6).toFixed(0)} s of processor time), ${megabytes(wire.sent)} sent, ${megabytes(wire.received)} received`,
  )
}

/** Removes from the outbox what is not to be published. */
function leaveOut(name: string): void {
  const sqlite = new Database(historyFile(join(folder, name)))
  sqlite.exec(
    `DELETE FROM team_outbox WHERE snapshot_id NOT IN (SELECT s.id FROM snapshot s JOIN series r ON r.id = s.series_id WHERE ${ofPublished})`,
  )
  sqlite.close()
}

function openApp(name: string): Promise<TerminalApp> {
  return createApp({
    dataDir: join(folder, name),
    clock: systemClock,
    fetch: globalThis.fetch,
    secrets: createMemoryStore('a benchmark has none'),
    log: silentLog,
    env: { DB_PASSWORD: postgres.password },
    host: 'browser',
    saveAs: null,
  })
}

/** Forwards everything to a port and counts the bytes. */
function countingProxy(port: number): Promise<Server> {
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    client.on('data', (chunk) => {
      wire.sent += chunk.length
    })
    upstream.on('data', (chunk) => {
      wire.received += chunk.length
    })
    client.pipe(upstream).pipe(client)
    for (const socket of [client, upstream]) socket.on('error', () => {})
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
