/**
 * CPU time on the host's thread of the answers that screens request, over a history of 300 tenants and three years: the first one after the history was
 * opened in a new process, and the median of the next ones. Other threads are not measured. `npm run bench:ui` records the history, which takes minutes;
 * this benchmark copies it from that cache.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createApp } from '../../src/main/core/app.ts'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { silentLog } from '../../src/main/core/log/file-log.ts'
import { createMemoryStore } from '../../src/main/core/secrets/memory-store.ts'
import { addMonths } from '../../src/shared/domain/month.ts'
import { compare } from './measure.ts'
import { largeHistory } from './ui/large-history.ts'

const rounds = 9

const names = [
  'overview.get',
  'licences.get',
  'trend.get recounted',
  'trend.get units',
  'diff.tenants',
  'diff.all',
  'tenants.list',
  'months.list',
  'attention.get',
  'attention.get with items',
  'licences.holders disabled',
  'forecast.get',
  'closing.get',
] as const
type Name = (typeof names)[number]

const [asked, dataDir] = process.argv.slice(2) as [Name | undefined, string | undefined]
if (asked !== undefined && dataDir !== undefined) await measure(asked, dataDir)
else await measureAll()

async function measureAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
  try {
    await largeHistory(folder, 'http://127.0.0.1:9')
    const nextMs = new Map<Name, number>()
    for (const name of names) {
      const { stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name, folder], { encoding: 'utf8' })
      if (stderr !== '') process.stderr.write(stderr)
      const [first, next] = JSON.parse(stdout) as [number, number]
      console.log(`${name}: first ${first.toFixed(1)} ms of CPU, then ${next.toFixed(1)} ms`)
      nextMs.set(name, next)
    }
    // The plain way reads everybody's entry: once for the people to check, and at both ends of a change.
    const entriesMs = nextMs.get('licences.holders disabled')!
    const kept = [
      compare('overview.get, against the entries of two months', 2 * entriesMs, nextMs.get('overview.get')!, 6),
      compare('attention.get with items, against the entries', entriesMs, nextMs.get('attention.get with items')!, 2),
    ]
    if (kept.includes(false)) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(name: Name, folder: string): Promise<void> {
  const app = await createApp({
    dataDir: folder,
    clock: systemClock,
    fetch: globalThis.fetch,
    secrets: createMemoryStore('a benchmark has none'),
    log: silentLog,
    env: {},
    host: 'terminal',
    saveAs: null,
  })
  const { api } = app
  const context = { signal: new AbortController().signal }
  const to = new Date().toISOString().slice(0, 7)
  const span = { sum: true, grain: 'month', from: addMonths(to, -11), to } as const
  const before = { from: addMonths(to, -1), to }
  const work: Record<Name, () => Promise<unknown>> = {
    'overview.get': () => api['overview.get']({}, context),
    'licences.get': () => api['licences.get']({}, context),
    'trend.get recounted': () => api['trend.get']({ figure: 'recounted', ...span }, context),
    'trend.get units': () => api['trend.get']({ figure: 'units', ...span }, context),
    'diff.tenants': () => api['diff.tenants'](before, context),
    'diff.all': () => api['diff.all'](before, context),
    'tenants.list': () => api['tenants.list']({ refresh: false }, context),
    'months.list': () => api['months.list']({}, context),
    'attention.get': () => api['attention.get']({ items: false }, context),
    'attention.get with items': () => api['attention.get']({ items: true }, context),
    'licences.holders disabled': () => api['licences.holders']({ disabled: true }, context),
    'forecast.get': () => api['forecast.get']({}, context),
    'closing.get': () => api['closing.get']({}, context),
  }
  const times: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const before = process.threadCpuUsage()
    await work[name]()
    const { user, system } = process.threadCpuUsage(before)
    times.push((user + system) / 1000)
  }
  const [first, ...next] = times
  console.log(JSON.stringify([first, next.sort((a, b) => a - b)[rounds >> 1]]))
  await app.stop()
}
