/**
 * CPU time on the host's thread of the answers that screens request, over a history of 300 tenants and three years: the first one in a new process,
 * and the median of the next ones. Other threads are not measured, because they still compile TypeScript after the start. `npm run bench:ui` records
 * the history, which takes minutes; this benchmark copies it from that cache.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { attentionHandlers } from '../../src/main/core/api/attention-handlers.ts'
import { closingHandlers } from '../../src/main/core/api/closing-handlers.ts'
import { figureHandlers } from '../../src/main/core/api/figure-handlers.ts'
import { readCatalogue } from '../../src/main/core/catalogue/catalogue.ts'
import { listTenants } from '../../src/main/core/connections/read.ts'
import { openReader } from '../../src/main/core/maintenance/open.ts'
import type { Writer } from '../../src/main/core/writer/writer.ts'
import { addMonths } from '../../src/shared/domain/month.ts'
import { largeHistory } from './ui/large-history.ts'

const rounds = 9
/** The limit for the first overview's CPU time, ms: about three times its value on the machine that this was written on. */
const overviewBudgetMs = 100

const names = [
  'overview.get',
  'licences.get',
  'trend.get recounted',
  'trend.get units',
  'diff.tenants',
  'tenants.list',
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
    const warmMs = new Map<Name, number>()
    let overviewMs = 0
    for (const name of names) {
      const { stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name, folder], { encoding: 'utf8' })
      if (stderr !== '') process.stderr.write(stderr)
      const [cold, warm] = JSON.parse(stdout) as [number, number]
      console.log(`${name}: first ${cold.toFixed(1)} ms of CPU, then ${warm.toFixed(1)} ms`)
      warmMs.set(name, warm)
      if (name === 'overview.get') overviewMs = cold
    }
    const [ours, plain] = [warmMs.get('attention.get with items')!, warmMs.get('licences.holders disabled')!]
    console.log(`attention.get with items, against reading everybody's entry: ${(plain / ours).toFixed(1)} times faster`)
    console.log(`overview.get: at most ${overviewBudgetMs} ms ${overviewMs <= overviewBudgetMs ? 'ok' : 'TOO SLOW'}`)
    if (overviewMs > overviewBudgetMs) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(name: Name, folder: string): Promise<void> {
  const reader = openReader(folder)
  const catalogue = readCatalogue(reader)
  const deps = { reader, clock: { now: () => Date.now() }, catalogue: () => catalogue }
  const noWriter: Writer = { call: () => Promise.reject(new Error('answers do not write')), close: async () => {} }
  const api = { ...figureHandlers(deps), ...attentionHandlers({ ...deps, writer: noWriter }), ...closingHandlers(deps) }
  const context = { signal: new AbortController().signal }
  const to = new Date().toISOString().slice(0, 7)
  const span = { sum: true, grain: 'month', from: addMonths(to, -11), to } as const
  const work: Record<Name, () => unknown> = {
    'overview.get': () => api['overview.get']({}, context),
    'licences.get': () => api['licences.get']({}, context),
    'trend.get recounted': () => api['trend.get']({ figure: 'recounted', ...span }, context),
    'trend.get units': () => api['trend.get']({ figure: 'units', ...span }, context),
    'diff.tenants': () => api['diff.tenants']({ from: addMonths(to, -2), to: addMonths(to, -1) }, context),
    'tenants.list': async () => listTenants(reader, Date.now()),
    'attention.get': () => api['attention.get']({ items: false }, context),
    'attention.get with items': () => api['attention.get']({ items: true }, context),
    // The plain way of the largest part of `attention.get`: the disabled people, found in everybody's entries.
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
  const [cold, ...warm] = times
  console.log(JSON.stringify([cold, warm.sort((a, b) => a - b)[rounds >> 1]]))
  reader.sqlite.close()
}
