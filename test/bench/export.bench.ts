/**
 * Complete exports of 100,000 rows (50,000 people with two licences each): reading the history, making and writing the file. For comparison, in the
 * same run, the plain way: the same rows written at once by the spreadsheet library from memory. Each runs in a separate process, so that memory is
 * measured separately: `extra` is what the process needed beyond one that only opens the history. Every time includes the thread's start, from the
 * built bundles (as for users) and from the sources. `cpu` is user and system time, which a busy machine does not stretch.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseCsv, writeCsv } from 'hucre/csv'
import { writeXlsx } from 'hucre/xlsx'
import { exportFile } from '../../src/main/core/api/export-file.ts'
import { runJob } from '../../src/main/core/base/threads.ts'
import type { ExportJob, ExportMade } from '../../src/main/core/export/job.ts'
import { saveFile } from '../../src/main/core/export/save-file.ts'
import { recordAnswer } from '../../src/main/core/history/record.ts'
import { openHistory, openReader } from '../../src/main/core/maintenance/open.ts'
import { datasetById } from '../../src/main/core/vendors/providers.ts'
import { makePeople, reportOf } from '../support/changing-people.ts'
import { addTestConnections, firstDay } from '../support/test-connections.ts'

const builtWorker = new URL('../../out/main/export-worker.js', import.meta.url)

interface Measured {
  name: string
  ms: number
  cpuMs: number
  rows: number
  maxRssMb: number
}

const [job, folder] = process.argv.slice(2)
if (job !== undefined && folder !== undefined) await measure(job, folder)
else await compare()

async function compare(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
  try {
    await fill(dir)
    const run = (name: string): Measured =>
      JSON.parse(execFileSync(process.execPath, [import.meta.filename, name, dir], { encoding: 'utf8' })) as Measured
    const idle = run('idle')
    const ours = ['csv', 'xlsx', 'month']
    const built = existsSync(builtWorker) ? ours.map((name) => `${name}-built`) : []
    if (built.length === 0) console.log('There are no built bundles to measure: npm run build.')
    const rows = [...built, ...ours, 'plain-csv', 'plain-xlsx'].map(run)
    const extra = (measured: Measured) => Math.round(measured.maxRssMb - idle.maxRssMb)
    for (const measured of rows) {
      console.log(
        `${measured.name.padEnd(12)} ${String(measured.rows).padStart(7)} rows  ${measured.ms.toFixed(0).padStart(6)} ms  ${measured.cpuMs.toFixed(0).padStart(6)} ms cpu  ${extra(measured)} MB extra`,
      )
    }
    const by = Object.fromEntries(rows.map((measured) => [measured.name, measured])) as Record<string, Measured>
    const ratio = (a: string, b: string) => (by[a]!.ms / by[b]!.ms).toFixed(2)
    console.log(`time, ours / plain (which reads nothing): csv ${ratio('csv', 'plain-csv')}, xlsx ${ratio('xlsx', 'plain-xlsx')}`)
    assert.ok(extra(by.csv!) <= 150 && extra(by.xlsx!) <= 150 && extra(by.month!) <= 700, 'memory above the promise')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function fill(dir: string): Promise<void> {
  const history = await openHistory(join(dir, 'data'), firstDay)
  addTestConnections(history.db)
  const people = makePeople(50_000).map((person, at) => ({ ...person, assignedLicenseSkuIds: [sku(at % 20), sku(20 + (at % 7))] }))
  const bytes = new TextEncoder().encode(JSON.stringify(reportOf(people, firstDay)))
  const asked = { externalId: 'T1', microsoftTenantId: null }
  const input = { runId: null, connectionId: 1, tenantId: 1, dataset: 'petra.billable-users', asked, observedAt: firstDay, bytes } as const
  recordAnswer(history.db, input, datasetById(input.dataset))
  history.close()
}

function sku(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

async function measure(name: string, dir: string): Promise<void> {
  const path = join(dir, `${name}.out`)
  const dataDir = join(dir, 'data')
  const reader = openReader(dataDir)
  const [what, isBuilt] = name.split('-built')
  const request = { what: what === 'month' ? 'month' : 'holders', format: what === 'csv' ? 'csv' : 'xlsx', bom: false } as const
  const job: ExportJob = {
    dataDir,
    request,
    context: { path, force: true, demo: false, madeAt: new Date(firstDay).toISOString() },
    now: firstDay,
  }
  // The plain way has its rows in memory and reads no history.
  const values = name.startsWith('plain') ? parseCsv(readFileSync(join(dir, 'csv.out'), 'utf8'), { delimiter: ',' }) : []
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  let rows = values.length
  if (isBuilt !== undefined)
    rows = (await runJob<ExportMade>(builtWorker, job, { what: 'The export', resourceLimits: { maxYoungGenerationSizeMb: 16 } })).rows
  else if (['csv', 'xlsx', 'month'].includes(name)) rows = (await exportFile(job, new AbortController().signal)).rows
  if (name === 'plain-csv') await saveFile(path, [writeCsv(values)], { force: true })
  if (name === 'plain-xlsx') await saveFile(path, [await writeXlsx({ sheets: [{ name: 'People', rows: values }] })], { force: true })
  const ms = performance.now() - startedAt
  const cpu = process.cpuUsage(cpuBefore)
  reader.sqlite.close()
  console.log(
    JSON.stringify({
      name,
      ms,
      cpuMs: (cpu.user + cpu.system) / 1000,
      rows,
      maxRssMb: process.resourceUsage().maxRSS / 1024,
    } satisfies Measured),
  )
}
