/**
 * A team: 300 tenants and three years published to an empty PostgreSQL and pulled into an empty folder: time, bytes on the wire, and bytes on the server
 * against those of the history. `npm run bench:ui` records the history, which takes minutes; here it is copied from its cache.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

try {
  await largeHistory(join(folder, 'anna'), 'http://127.0.0.1:9')
  const anna = await openApp('anna')
  await exchange(anna, 'published')
  const ben = await openApp('ben')
  await exchange(ben, 'pulled')
  const [sizes] = await postgres.sql<{ snapshot: string; body: string; total: string; figures: string }>(
    database,
    `SELECT pg_total_relation_size('seatledger.snapshot') AS snapshot, pg_total_relation_size('seatledger.body') AS body,
       pg_total_relation_size('seatledger.figure') + pg_total_relation_size('seatledger.person') AS figures, pg_database_size(current_database()) AS total`,
  )
  const evidence = (app: TerminalApp) => app.reader.sqlite.prepare('SELECT hex(sha256) FROM snapshot ORDER BY observed_at, 1').pluck().all()
  assert.deepEqual(evidence(ben), evidence(anna))
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

async function exchange(app: TerminalApp, what: string): Promise<void> {
  const url = postgres.url(database).replace(String(postgres.port), String((proxy.address() as { port: number }).port))
  await app.api['team.connect']({ url, secret: { env: 'DB_PASSWORD' } }, { signal })
  Object.assign(wire, { sent: 0, received: 0 })
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()]
  const { published, pulled } = await app.team.sync(signal, () => {})
  const seconds = (performance.now() - startedAt) / 1_000
  const cpu = process.cpuUsage(cpuBefore)
  console.log(
    `${what}: ${published + pulled} snapshots in ${seconds.toFixed(0)} s (${((cpu.user + cpu.system) / 1e6).toFixed(0)} s of processor time), ${megabytes(wire.sent)} sent, ${megabytes(wire.received)} received`,
  )
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

/** Passes everything on to a port and counts it. */
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
