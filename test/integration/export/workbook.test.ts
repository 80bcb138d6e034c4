import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MonthReport } from '../../../src/main/core/export/month-report.ts'
import { monthWorkbook } from '../../../src/main/core/export/month-workbook.ts'
import { isPage, type SheetPlan } from '../../../src/main/core/export/sheet-plan.ts'
import { xlsxChunks } from '../../../src/main/core/export/xlsx-writer.ts'
import { officeMissing, recalculate } from '../../support/office.ts'

if (officeMissing) console.info(`skipped: ${officeMissing}`)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatledger-workbook-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const sheet = (overrides: Partial<SheetPlan> = {}): SheetPlan => ({
  titles: ['Seatledger: billable licences in 2026-10'],
  notes: ['Times in Europe/Berlin.'],
  table: {
    name: 'Summary',
    columns: [
      { header: 'Tenant name', kind: 'text', width: 20 },
      { header: 'Reported', kind: 'integer', width: 10 },
      { header: 'Cost', kind: 'money', width: 10 },
      { header: 'Currency', kind: 'text', width: 8 },
      { header: 'Report time', kind: 'instant', width: 18 },
      { header: 'Serial', kind: 'decimal', width: 20 },
    ],
    rows: [
      ['Northwind', 42, '84.10', 'EUR', '2026-10-31T22:30:00.000Z', '0.5'],
      ['=HYPERLINK("http://x")', 8, '15.90', 'EUR', '2026-10-31T23:30:00.000Z', '12345678901234567890.5'],
      ['Fabrikam', null, '3.00', 'USD', '2026-10-31T12:00:00.000Z', null],
    ],
  },
  totals: [
    { label: 'Total', column: 'Reported', where: [], value: '50' },
    { label: 'Total EUR', column: 'Cost', where: [{ column: 'Currency', equals: 'EUR' }], value: '100.00' },
    { label: 'Total USD', column: 'Cost', where: [{ column: 'Currency', equals: 'USD' }], value: '3.00' },
  ],
  ...overrides,
})

async function saved(name: string, sheets: SheetPlan[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, xlsxChunks(sheets, { timeZone: 'Europe/Berlin', title: 'Seatledger' }))
  return path
}

const rowOf = (rows: unknown[][] | undefined, label: string) => rows?.find((row) => row[0] === label) ?? []

describe.skipIf(officeMissing)('a workbook opened by LibreOffice and recalculated', () => {
  test('has totals that agree with our figures, per currency', async () => {
    const rows = (await recalculate(await saved('totals.xlsx', [sheet()]))).get('Summary')
    expect(rowOf(rows, 'Total')[1]).toBe(50)
    expect(rowOf(rows, 'Total EUR')[2]).toBeCloseTo(100, 9)
    expect(rowOf(rows, 'Total USD')[2]).toBe(3)
  })

  test('recalculates a wrong cached value, so that the check above can fail', async () => {
    const path = join(folder, 'wrong.xlsx')
    const cells = new Map([['2,0', { type: 'formula' as const, formula: 'SUM(A1:A2)', formulaResult: 99 }]])
    await writeFile(path, await writeXlsx({ sheets: [{ name: 'S', rows: [[1], [2], [null]], cells }] }))
    expect((await recalculate(path)).get('S')?.[2]?.[0]).toBe(3)
  })

  test('shows times in the reporting time zone, named in the header, and text as text', async () => {
    const rows = (await recalculate(await saved('times.xlsx', [sheet()]))).get('Summary') ?? []
    const header = rows.find((row) => row[0] === 'Tenant name') ?? []
    expect(header[4]).toBe('Report time (Europe/Berlin)')
    expect(rowOf(rows, 'Northwind')[4]).toEqual(new Date('2026-10-31T23:30:00Z'))
    expect(rowOf(rows, '=HYPERLINK("http://x")')[4]).toEqual(new Date('2026-11-01T00:30:00Z'))
  })

  test('lines B, C and E: shows texts that a spreadsheet could read otherwise as they were sent', async () => {
    const names = ['lit _x0041_ end', 'Bad\uffffname', 'x'.repeat(40_000)]
    const rows = names.map((name) => [name, 1, null, null, null, null])
    const told = (
      await recalculate(await saved('texts.xlsx', [sheet({ notes: names, totals: [], table: { ...sheet().table, rows } })]))
    ).get('Summary')
    const column = told?.map((row) => row[0]) ?? []
    for (const lines of [column.slice(1, 4), column.slice(-3)]) {
      expect(lines).toEqual(['lit _x0041_ end', 'Bad\ufffdname', expect.stringMatching(/^x{32727}… and 7273 more characters$/)])
    }
  })

  test('keeps a decimal with too many digits for a spreadsheet as text, to its last digit', async () => {
    const rows = (await recalculate(await saved('digits.xlsx', [sheet()]))).get('Summary') ?? []
    expect(rowOf(rows, 'Northwind')[5]).toBe(0.5)
    expect(rowOf(rows, '=HYPERLINK("http://x")')[5]).toBe('12345678901234567890.5')
    expect(rowOf(rows, 'Fabrikam')[1] ?? null).toBeNull()
  })
})

test('line E: lists on the first page as many of 900 tenants without a snapshot as fit', () => {
  const pair = { before: null, after: null }
  const figures = { reported: pair, listed: pair, recounted: pair, units: pair, disabled: pair }
  const ids = Array.from({ length: 900 }, (_, at) => at)
  const report = {
    month: '2026-10',
    previousMonth: '2026-09',
    timeZone: 'UTC',
    directory: new Map(
      ids.map((id) => [
        id,
        { id, name: `Tenant ${String(id).padStart(33, '0')}`, provider: 'petra', externalId: `T${id}`, connection: 'MSP' },
      ]),
    ),
    ruleRevision: 1,
    corrections: { ofThis: [], lines: [] },
    approval: { approved: null, values: [], moved: 0 },
    bridge: null,
    coverage: { with: 0, expected: 900, missing: ids },
    tenants: ids.map((tenant) => ({
      tenant,
      figures,
      licences: null,
      licencesBefore: null,
      bill: null,
      billBefore: null,
      diff: null,
      usage: null,
      usageBefore: null,
      snapshot: null,
    })),
    reconcile: null,
    evidence: [],
  } as unknown as MonthReport
  const [page] = monthWorkbook(
    report,
    () => [],
    () => null,
    { demo: false, madeAt: '2026-11-01T00:00:00Z' },
  )
  const rows = page !== undefined && isPage(page) ? page.blocks.flatMap((block) => block.rows) : []
  const cells = rows.find((row) => row.cells[0] === 'Tenants without a snapshot')?.cells ?? []
  expect(cells[1]).toBe(900)
  const names = String(cells.at(-1))
  expect(names).toMatch(/^Tenant 0+, .+ and \d+ more$/)
  expect(names.length).toBeLessThanOrEqual(240)
  expect(names.split(', ')).toHaveLength(900 - Number(/(\d+) more$/.exec(names)?.[1]))
})

describe('a workbook', () => {
  test('has a named table with filters over a frozen header, or no table without rows', async () => {
    const empty = sheet({ titles: [], notes: [], totals: [], table: { ...sheet().table, name: 'Empty', rows: [] } })
    const chunks = await Array.fromAsync(xlsxChunks([sheet(), empty], { timeZone: 'UTC', title: 'x' }))
    const workbook = await readXlsx(Buffer.concat(chunks))
    expect(workbook.sheets[0]?.tables?.[0]).toMatchObject({ name: 'Summary', range: 'A4:F7', showAutoFilter: true })
    expect(workbook.sheets[0]?.freezePane).toMatchObject({ rows: 4 })
    expect(workbook.sheets[1]?.tables ?? []).toEqual([])
  })
})
