/** A host of a team to be killed: it records answers one after another while it exchanges with the team. */
import { createApp } from '../../src/main/core/app.ts'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { silentLog } from '../../src/main/core/log/file-log.ts'
import { createMemoryStore } from '../../src/main/core/secrets/memory-store.ts'
import { responseOf } from './payloads.ts'

const [dataDir = '', host = '0'] = process.argv.slice(2)
const app = await createApp({
  dataDir,
  clock: systemClock,
  fetch: globalThis.fetch,
  secrets: createMemoryStore('a test has none'),
  log: silentLog,
  env: process.env,
  host: 'browser',
  saveAs: null,
})
const signal = new AbortController().signal
/** The minute of this host's answers, which differs from the other hosts'. */
const offset = Number(host) * 60_000
const tenants = app.reader.sqlite
  .prepare<[], { id: number; externalId: string }>('SELECT id, external_id externalId FROM tenant ORDER BY id')
  .all()
const recorded = app.reader.sqlite.prepare<[number], number>('SELECT count(*) FROM snapshot WHERE observed_at % 86400000 = ?').pluck()

void (async () => {
  for (;;) {
    await app.team.sync(signal, () => {}).catch(() => {})
    await systemClock.sleep(20)
  }
})()

process.send?.({ kind: 'ready' })
for (;;) {
  const done = recorded.get((responseOf(1, 0).reportedAt + 1000 + offset) % 86_400_000)!
  const tenant = tenants[done % tenants.length]!
  const step = Math.floor(done / tenants.length)
  const { payload, reportedAt } = responseOf(1 + (done % tenants.length), step)
  const time = reportedAt + offset
  await app.writer.call('snapshot.record', {
    runId: null,
    connectionId: 1,
    tenantId: tenant.id,
    dataset: 'petra.billable-users',
    asked: { externalId: tenant.externalId, microsoftTenantId: null },
    observedAt: time + 1000,
    bytes: new TextEncoder().encode(
      JSON.stringify({ ...payload, tenantId: tenant.externalId, reportGeneratedAt: new Date(time).toISOString() }),
    ),
  })
  process.send?.({ kind: 'recorded', mark: `${tenant.externalId} ${time + 1000}` })
  await systemClock.sleep(5)
}
