/**
 * Reading an invoice of 50,000 lines in its thread, as CSV and as a workbook, compared with the plain way: the spreadsheet library alone,
 * which finds no header, customers or numbers. Each runs in a separate process; `peak` is the process's resident memory. Then workbooks designed to
 * need much memory, which must be refused using less than 256 MB.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseCsv, writeCsv } from 'hucre/csv'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { readInThread } from '../../src/main/core/invoices/read-in-thread.ts'
import { parseMonth } from '../../src/shared/domain/month.ts'
import { workbookParts, zipOf } from '../support/zip.ts'

const lines = 50_000
const headers = [
  'CustomerId',
  'CustomerName',
  'ProductId',
  'SkuId',
  'SkuName',
  'ChargeType',
  'EffectiveUnitPrice',
  'BillableQuantity',
  'Subtotal',
]

const [job, folder] = process.argv.slice(2)
if (job === 'make' && folder !== undefined) await make(folder)
else if (job !== undefined && folder !== undefined) await measure(job, folder)
else await compare()

async function compare(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
  try {
    // In a separate process, because a child's peak includes its parent's memory at the start.
    execFileSync(process.execPath, [import.meta.filename, 'make', dir])
    const run = (name: string) =>
      JSON.parse(execFileSync(process.execPath, [import.meta.filename, name, dir], { encoding: 'utf8', maxBuffer: 1e6 })) as Measured
    const all = ['csv', 'plain-csv', 'xlsx', 'plain-xlsx', 'whole-csv', 'whole-xlsx', 'bomb', 'texts', 'rows'].map(run)
    for (const { name, ms, cpuMs, peakMb, result } of all)
      console.log(
        `${name.padEnd(10)} ${ms.toFixed(0).padStart(6)} ms  ${cpuMs.toFixed(0).padStart(6)} ms cpu  ${peakMb.toFixed(0).padStart(4)} MB peak  ${result}`,
      )
    const of = (name: string) => all.find((each) => each.name === name)!
    console.log(
      `time, ours / plain: csv ${(of('csv').ms / of('plain-csv').ms).toFixed(2)}, xlsx ${(of('xlsx').ms / of('plain-xlsx').ms).toFixed(2)}; lines a second: csv ${Math.round((lines / of('csv').ms) * 1000)}, xlsx ${Math.round((lines / of('xlsx').ms) * 1000)}`,
    )
    for (const name of ['bomb', 'texts', 'rows'])
      assert.ok(of(name).result.startsWith('UNREADABLE_FILE') && of(name).peakMb < 256, `${name}: not refused within 256 MB`)
    for (const name of ['whole-csv', 'whole-xlsx']) assert.ok(loadedMs(of(name)) < 3_000, `${name}: not loaded within 3 s`)
    assert.ok(of('csv').cpuMs < 3_000 && of('xlsx').cpuMs < 6_000, 'reading takes more than the promise')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function make(dir: string): Promise<void> {
  const rows = [headers, ...Array.from({ length: lines }, (_, at) => lineOf(at))]
  writeFileSync(join(dir, 'invoice.csv'), writeCsv(rows))
  writeFileSync(join(dir, 'invoice.xlsx'), await writeXlsx({ sheets: [{ name: 'Lines', rows }] }))
  const texts = Buffer.from(`<sst>${'<si><t>a</t></si>'.repeat(480_000)}</sst>`)
  writeFileSync(join(dir, 'texts.xlsx'), await zipOf(workbookParts('<worksheet><sheetData/></worksheet>', texts)))
  const cells = Buffer.from(`<worksheet><sheetData>${'<row/>'.repeat(20_000_000)}</sheetData></worksheet>`)
  writeFileSync(join(dir, 'rows.xlsx'), await zipOf(workbookParts(cells)))
  writeFileSync(join(dir, 'bomb.xlsx'), await zipOf(workbookParts('<worksheet/>', Buffer.alloc(512 * 1024 * 1024))))
}

function lineOf(at: number): (string | number)[] {
  const customer = at % 300
  return [
    `00000000-0000-4000-8000-${String(customer).padStart(12, '0')}`,
    `Customer ${customer}`,
    `CFQ7TTC0${String(at % 97).padStart(4, '0')}`,
    '0001',
    `Microsoft product ${at % 97}`,
    'cycleFee',
    12.5,
    (at % 40) + 1,
    12.5 * ((at % 40) + 1),
  ]
}

interface Measured {
  name: string
  ms: number
  cpuMs: number
  peakMb: number
  result: string
}

async function measure(name: string, dir: string): Promise<void> {
  const file = name.includes('csv') ? 'invoice.csv' : name.includes('xlsx') ? 'invoice.xlsx' : `${name}.xlsx`
  const bytes = readFileSync(join(dir, file))
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const result = await (name.startsWith('plain')
    ? plain(bytes, file)
    : name.startsWith('whole')
      ? whole(bytes, file, dir)
      : ours(bytes, file))
  const ms = performance.now() - startedAt
  const cpu = process.cpuUsage(cpuBefore)
  const measured: Measured = { name, ms, cpuMs: (cpu.user + cpu.system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024, result }
  console.log(JSON.stringify(measured))
}

async function ours(bytes: Uint8Array, fileName: string): Promise<string> {
  try {
    const { preview } = await readInThread({ fileName, bytes, profiles: [] }, new AbortController().signal)
    assert.equal(preview.counts?.lines, lines)
    return `${preview.counts.lines} lines`
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`
  }
}

/** From the file to the compared month: read, stored, compared with 300 tenants. The time includes opening and filling the history. */
async function whole(bytes: Uint8Array, fileName: string, dir: string): Promise<string> {
  // Imported here, because these modules would add to the other processes' memory.
  const [{ openHistory }, { invoiceWrites }, { beginReading }, { readCatalogue }, { reconcile }, { addTestConnections, firstDay }] =
    await Promise.all([
      import('../../src/main/core/maintenance/open.ts'),
      import('../../src/main/core/invoices/store.ts'),
      import('../../src/main/core/figures/reading.ts'),
      import('../../src/main/core/catalogue/catalogue.ts'),
      import('../../src/main/core/reconcile/reconcile.ts'),
      import('../support/test-connections.ts'),
    ])
  const { db, close } = await openHistory(join(dir, `history of ${fileName}`), firstDay)
  addTestConnections(db)
  const addTenant = db.sqlite.prepare(
    `insert into tenant (id, connection_id, external_id, kind, name, microsoft_tenant_id, origin, created_at)
     values (?, 1, ?, 'petra', ?, ?, 'manual', 0)`,
  )
  for (let at = 0; at < 300; at += 1)
    addTenant.run(10 + at, `P${at}`, `Customer ${at}`, `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`)
  const startedAt = performance.now()
  const { preview, lines: read } = await readInThread({ fileName, bytes, profiles: [] }, new AbortController().signal)
  const readAt = performance.now()
  const { sha256, headers: written, columns } = preview
  const invoice = {
    month: '2026-01',
    fileName,
    sha256,
    bytes: bytes.byteLength,
    sheet: '',
    profile: null,
    columns: columns!,
    headers: written,
    lines: read,
  }
  db.sqlite.transaction(() => invoiceWrites['invoice.add'](db, { ...invoice, at: firstDay, who: 'bench', replaces: null })).immediate()
  const storedAt = performance.now()
  const reading = beginReading({ reader: db, clock: { now: () => firstDay }, catalogue: () => readCatalogue(db) })
  const { rows } = reconcile(reading, parseMonth('2026-01'))
  const comparedAt = performance.now()
  // The plain way: only the lines, as the answer has them, without comparing anything.
  const plainLines = db.sqlite
    .prepare(
      'select invoice_id, row, term, charge_type, quantity, unit_price, amount, currency, problem from invoice_line order by invoice_id, row',
    )
    .all()
  assert.equal(plainLines.length, lines)
  const plainMs = performance.now() - comparedAt
  close()
  const [readMs, stored, loaded, compared] = [readAt - startedAt, storedAt - readAt, storedAt - startedAt, comparedAt - storedAt].map(
    (ms) => ms.toFixed(0),
  )
  return `${rows.length} rows; read ${readMs} ms, stored ${stored} ms, so loaded ${loaded} ms; compared ${compared} ms, ${(Number(compared) / plainMs).toFixed(1)} times as long as only reading its lines`
}

/** From the file to stored lines. */
function loadedMs({ result }: Measured): number {
  return Number(/loaded (\d+) ms/.exec(result)?.[1])
}

async function plain(bytes: Uint8Array, file: string): Promise<string> {
  const rows = file.endsWith('.csv')
    ? parseCsv(new TextDecoder().decode(bytes), { delimiter: ',' })
    : (await readXlsx(bytes)).sheets[0]!.rows
  return `${rows.length - 1} rows`
}
