/**
 * The demo: how long until the overview has a figure for every tenant of the first sweep (from the command's start, and from the click in an
 * open window), and how long until it is completely filled. Every snapshot is verified afterwards.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { figureHandlers } from '../../src/main/core/api/figure-handlers.ts'
import { createApp } from '../../src/main/core/app.ts'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { readCatalogue } from '../../src/main/core/catalogue/catalogue.ts'
import { historyFile } from '../../src/main/core/database/files.ts'
import { silentLog } from '../../src/main/core/log/file-log.ts'
import { openReader } from '../../src/main/core/maintenance/open.ts'
import { createMemoryStore } from '../../src/main/core/secrets/memory-store.ts'
import { fillDemo } from '../../src/main/demo/fill-demo.ts'
import type { OverviewAnswer } from '../../src/shared/contract/overview-answers.ts'
import { within } from './measure.ts'

const usableMs = 3_000
const filledMs = 20_000

/** The tenants of the first sweep; one Petra tenant and one customer are added later. */
const firstTenants = 32

const folder = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
const context = { signal: new AbortController().signal }
const isUsable = ({ tenants: rows }: OverviewAnswer) => rows.length >= firstTenants && rows.every((row) => row.evidence !== null)
const kept: boolean[] = []

const commandFolder = join(folder, 'command')
const startedAt = performance.now()
const child = spawn(process.execPath, ['bin/seatledger.js', 'demo', '--data-dir', commandFolder], { stdio: 'ignore' })
while (!(await usableIn(commandFolder))) await sleep(10)
kept.push(within('usable, from the command', performance.now() - startedAt, usableMs))
child.kill('SIGKILL')
await once(child, 'exit')

const app = await createApp({
  dataDir: join(folder, 'click'),
  clock: systemClock,
  fetch: globalThis.fetch,
  secrets: createMemoryStore('a benchmark has none'),
  log: silentLog,
  env: {},
  host: 'browser',
  saveAs: null,
  fillDemo,
})
const filled = new Promise<void>((resolve) => {
  app.events.on('collect.progress', ({ running }) => {
    if (!running) resolve()
  })
})
const [clickedAt, cpuBefore] = [performance.now(), process.cpuUsage()]
await app.api['demo.open']({}, context)
assert(isUsable(await app.api['overview.get']({}, context)))
kept.push(within('usable, from the click', performance.now() - clickedAt, usableMs))
await filled
const wallMs = performance.now() - clickedAt
const cpu = process.cpuUsage(cpuBefore)
kept.push(within('filled', wallMs, filledMs))
const { snapshots, damaged } = await app.api['history.verify']({}, context)
console.log(
  `${snapshots} snapshots, ${((snapshots / wallMs) * 1_000).toFixed(0)} a second; ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of processor time`,
)
await app.stop()
rmSync(folder, { recursive: true, force: true })
assert.deepEqual(damaged, [])
assert(kept.every(Boolean), `the demo must be usable within ${usableMs} ms and filled within ${filledMs} ms`)

/** Whether the demo that another process fills can be shown, read as every host reads it. */
async function usableIn(dataDir: string): Promise<boolean> {
  if (!existsSync(historyFile(dataDir))) return false
  let reader: ReturnType<typeof openReader> | null = null
  try {
    reader = openReader(dataDir)
    const catalogue = readCatalogue(reader)
    const api = figureHandlers({ reader, clock: systemClock, catalogue: () => catalogue })
    return isUsable(await api['overview.get']({}, context))
  } catch {
    // Not ready yet.
    return false
  } finally {
    reader?.sqlite.close()
  }
}
