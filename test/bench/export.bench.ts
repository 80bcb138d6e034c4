/**
 * Exports of 100,000 rows (50,000 people with two licences each), whole: reading the history, making the file, writing it. Beside them,
 * in the same run, the plain way: the same rows written at once by the spreadsheet library, from memory. Each in a process of its own,
 * so that its memory is its own: `extra` is what the process needed above the same process that only opens the history.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseCsv, writeCsv } from 'hucre/csv'
import { writeXlsx } from 'hucre/xlsx'
import { systemClock } from '../../src/main/core/clock.ts'
import { exportTo } from '../../src/main/core/export/handlers.ts'
import type { ExportInput } from '../../src/main/core/export/job.ts'
import { saveFile } from '../../src/main/core/export/save-file.ts'
import { openHistory, openReader } from '../../src/main/core/history/open.ts'
import { recordAnswer } from '../../src/main/core/history/record.ts'
import { datasetById } from '../../src/main/core/providers/providers.ts'
import { makePeople, reportOf } from '../support/changing-people.ts'
import { addTestConnections, firstDay } from '../support/test-connections.ts'

interface Measured {
  name: string
  ms: number
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
    const rows = ['csv', 'plain-csv', 'xlsx', 'plain-xlsx', 'month'].map(run)
    const extra = (measured: Measured) => Math.round(measured.maxRssMb - idle.maxRssMb)
    for (const measured of rows) {
      console.log(
        `${measured.name.padEnd(12)} ${String(measured.rows).padStart(7)} rows  ${measured.ms.toFixed(0).padStart(6)} ms  ${extra(measured)} MB extra`,
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
  const make = (input: Pick<ExportInput, 'what' | 'format'>) =>
    exportTo(
      { dataDir, reader, clock: { ...systemClock, now: () => firstDay } },
      { ...input, bom: false },
      { path, force: true },
      new AbortController().signal,
    )
  // The plain way starts with its rows in memory: it reads no history.
  const values = name.startsWith('plain') ? parseCsv(readFileSync(join(dir, 'csv.out'), 'utf8'), { delimiter: ',' }) : []
  const startedAt = performance.now()
  let rows = values.length
  if (name === 'csv') rows = (await make({ what: 'holders', format: 'csv' })).rows
  if (name === 'xlsx') rows = (await make({ what: 'holders', format: 'xlsx' })).rows
  if (name === 'month') rows = (await make({ what: 'month', format: 'xlsx' })).rows
  if (name === 'plain-csv') await saveFile(path, [writeCsv(values)], { force: true })
  if (name === 'plain-xlsx') await saveFile(path, [await writeXlsx({ sheets: [{ name: 'People', rows: values }] })], { force: true })
  const ms = performance.now() - startedAt
  reader.sqlite.close()
  console.log(JSON.stringify({ name, ms, rows, maxRssMb: process.resourceUsage().maxRSS / 1024 } satisfies Measured))
}
