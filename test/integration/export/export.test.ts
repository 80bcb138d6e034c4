/** Exports as hosts make them: a real history, the export's own thread, real files, read by a strict parser and by LibreOffice. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, onTestFinished, test } from 'vitest'
import { exportTo } from '../../../src/main/core/api/export-handlers.ts'
import { approvalWrites } from '../../../src/main/core/approvals/writes.ts'
import type { ExportInput } from '../../../src/main/core/export/job.ts'
import { openReader } from '../../../src/main/core/maintenance/open.ts'
import { newRule } from '../../../src/main/core/rules/rule-input.ts'
import { ruleWrites } from '../../../src/main/core/rules/writes.ts'
import { dayMs } from '../../../src/shared/domain/duration.ts'
import { parseMonth } from '../../../src/shared/domain/month.ts'
import { directWriter } from '../../support/direct-writer.ts'
import { testHistory } from '../../support/history.ts'
import { inTerminal } from '../../support/in-terminal.ts'
import { officeMissing, printedPages, recalculate } from '../../support/office.ts'
import { testCatalogue } from '../../support/sample-catalogue.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const september = Date.UTC(2026, 8, 30, 12)
const october = Date.UTC(2026, 9, 31, 12)
const e3 = '05e9a617-0261-4cee-bb44-138d3ef5d965'
const e5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06'

const person = (id: string, skus: string[], more = {}) => ({
  id,
  displayName: `Name of ${id}`,
  userPrincipalName: `${id}@acme.example`,
  accountEnabled: true,
  assignedLicenseSkuIds: skus,
  ...more,
})
const report = (at: number, users: unknown[]) => ({
  tenantId: 'T1',
  reportGeneratedAt: new Date(at).toISOString(),
  totalBillableUsers: users.length,
  projectedBillableUnitsThisMonth: users.length,
  users,
})
const overview = (start: string, end: string, used: string) => ({
  organization: { id: 'T3', name: 'Customer' },
  currency: 'EUR',
  enabledProducts: [],
  subscriptionType: 'PREPAY',
  billingPeriodStartDate: `${start}T00:00:00Z`,
  billingPeriodEndDate: `${end}T23:59:59Z`,
  usages: [
    {
      name: 'CX 2',
      partNumber: 'GC-1',
      grouping: 'user-license',
      unitOfMeasureType: 'seat',
      usageQuantity: used,
      prepayQuantity: '85',
      prepayPrice: '84.50',
      overagePrice: '98.00',
    },
    {
      name: 'Survey',
      partNumber: 'TP-1',
      grouping: 'billable-app-org-license',
      unitOfMeasureType: 'org',
      usageQuantity: '1',
      prepayQuantity: '1',
      prepayPrice: '400.00',
      overagePrice: '450.00',
      isThirdParty: true,
    },
  ],
})

async function twoMonths({ more = [], running = false }: { more?: unknown[]; running?: boolean } = {}) {
  const history = await testHistory()
  history.record(report(september, [person('anna', [e3]), person('ben', [e3])]), { observedAt: september })
  history.record(report(october, [person('anna', [e5]), person('=cmd', [e3], { accountEnabled: false }), person('dora', []), ...more]), {
    observedAt: october,
  })
  history.record(overview('2026-10-01', '2026-10-31', '92'), { dataset: 'genesys.trustee-overview', observedAt: october })
  if (running) {
    history.record(overview('2026-11-02', '2026-12-01', '9'), { dataset: 'genesys.trustee-overview', observedAt: october + 2 * dayMs })
  }
  const { db } = history
  for (const [item, amount] of [
    [e3, '33.35'],
    [e5, '54.75'],
    ['petra:unit', '2.10'],
  ] as const) {
    const rule = { kind: 'price', item, amount, currency: 'EUR', allHistory: true } as const
    ruleWrites['rule.add'](db, newRule(db, rule, parseMonth('2026-11'), october))
  }
  const reader = openReader(history.dataDir)
  onTestFinished(() => void reader.sqlite.close())
  const folder = tempFolder()
  const deps = {
    dataDir: history.dataDir,
    reader,
    writer: directWriter(db),
    catalogue: () => testCatalogue,
    clock: { now: () => october + 2 * dayMs, elapsed: () => 0, random: Math.random, sleep: async () => {} },
  }
  const make = async (input: Partial<ExportInput>, name = 'export', options: { force?: boolean; signal?: AbortSignal } = {}) => {
    const path = join(folder, name)
    const request = { what: 'month', format: 'csv', bom: false, month: '2026-10', ...input } as const
    const made = await exportTo(deps, request, { path, force: options.force ?? false }, options.signal ?? new AbortController().signal)
    return { path, ...made }
  }
  return { make, folder, db }
}

/** The file as a strict parser reads it: every row as long as the header, and each as an object. */
function readStrictly(path: string): Record<string, unknown>[] {
  const text = readFileSync(path, 'utf8')
  expect(text).not.toMatch(/\[object |(^|,)"?\{/m)
  expect(text).not.toMatch(/^\r\n|\r\n\r\n/)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const [header = [], ...rows] = parseCsv(text, { delimiter: ',' })
  expect(new Set(header).size).toBe(header.length)
  for (const row of rows) expect(row).toHaveLength(header.length)
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [String(name), row[at]])))
}

describe('a CSV export', () => {
  test.each([
    ['month', 3],
    ['holders', 3],
    ['licences', 2],
    ['usage', 2],
    ['runs', 0],
  ] as const)('of %s is strict and has one row a fact', async (what, rows) => {
    const { make } = await twoMonths()
    const { path } = await make({ what })
    expect(readStrictly(path)).toHaveLength(rows)
  })

  test('of changes lists each person and licence that was added or removed', async () => {
    const { make } = await twoMonths()
    const { path } = await make({ what: 'changes', tenant: 'T1' })
    const rows = readStrictly(path).map((row) => [row.Kind, row['Person id'], row['SKU id'] ?? row['Item id'], row.Change])
    expect(rows).toContainEqual(['licence gained', 'anna', e5, ''])
    expect(rows).toContainEqual(['licence lost', 'anna', e3, ''])
    expect(rows).toContainEqual(['person removed', 'ben', e3, ''])
    expect(rows).toContainEqual(['person added', "'=cmd", e3, ''])
    expect(rows).toContainEqual(['person added', 'dora', '', ''])
  })

  test('of changes can compare two snapshots, and one tenant', async () => {
    const { make } = await twoMonths()
    const { path } = await make({ what: 'changes', month: undefined, tenant: 'T1', from: 1, to: 2 })
    const rows = readStrictly(path)
    expect(rows.map((row) => [row.Kind, row['Person id']])).toContainEqual(['person removed', 'ben'])
    expect(new Set(rows.map((row) => `${row['Snapshot before']} ${row['Snapshot after']}`))).toEqual(new Set(['1 2']))
    await expect(make({ what: 'changes', month: undefined, from: 1, to: 2 }, 'all.csv')).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('one tenant only'),
    })
  })

  test('of a trend has the chosen tenants, and days if requested', async () => {
    const { make } = await twoMonths()
    const input = { what: 'trend', figure: 'reported', month: undefined, from: '2026-09', to: '2026-10', tenants: ['T1'] } as const
    const { path } = await make({ ...input, tenants: [...input.tenants], grain: 'day' })
    const rows = readStrictly(path)
    expect(rows).toHaveLength(61)
    expect(rows.filter((row) => row.Value !== '').map((row) => [row.Day, row.Value])).toEqual([
      ['2026-09-30', '2'],
      ['2026-10-31', '3'],
    ])
  })

  test('of a trend has an empty value for a gap', async () => {
    const { make } = await twoMonths()
    const { path } = await make({ what: 'trend', figure: 'reported', from: '2026-08', to: '2026-10', tenant: 'T1' })
    expect(readStrictly(path).map((row) => [row.Month, row.Value])).toEqual([
      ['2026-08', ''],
      ['2026-09', '2'],
      ['2026-10', '3'],
    ])
  })

  test('cannot have a password', async () => {
    const { make, folder } = await twoMonths()
    await expect(make({ password: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('an export without a month', () => {
  test('is of the latest month that has begun for all tenants, and of a tenant’s latest month for one', async () => {
    const { make } = await twoMonths({ running: true })
    const months = async (input: Partial<ExportInput>, name: string) =>
      new Set(readStrictly((await make({ ...input, month: undefined }, name)).path).map((row) => row.Month))
    // A billing period that ends in December is running; no other tenant has data in December.
    expect(await months({ what: 'month' }, 'a')).toEqual(new Set(['2026-10']))
    expect(await months({ what: 'licences' }, 'b')).toEqual(new Set(['2026-10']))
    expect(await months({ what: 'usage' }, 'c')).toEqual(new Set(['2026-10']))
    expect(await months({ what: 'usage', tenant: 'T3' }, 'd')).toEqual(new Set(['2026-12']))
  })
})

describe('a failed export', () => {
  test('leaves nothing behind and gives the reason', async () => {
    const { make, folder } = await twoMonths()
    await expect(make({ month: '2026-01' })).rejects.toMatchObject({ code: 'NO_SNAPSHOT', message: expect.stringContaining('2026-10') })
    await expect(make({ tenant: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(make({ what: 'trend' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(make({ what: 'changes', from: '2026-10', to: '2026-09' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(make({}, 'none/month.csv')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
    mkdirSync(join(folder, 'folder'))
    await expect(make({}, 'folder')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
    const cancelled = AbortSignal.abort(new Error('cancelled'))
    await expect(make({}, 'month.csv', { signal: cancelled })).rejects.toThrow('cancelled')
    expect(readdirSync(folder)).toEqual(['folder'])
  })

  test('leaves an existing file unchanged, unless replacing it was requested', async () => {
    const { make, folder } = await twoMonths()
    writeFileSync(join(folder, 'month.csv'), 'old')
    await expect(make({}, 'month.csv')).rejects.toMatchObject({ code: 'FILE_EXISTS' })
    expect(readFileSync(join(folder, 'month.csv'), 'utf8')).toBe('old')
    await make({}, 'month.csv', { force: true })
    expect(readStrictly(join(folder, 'month.csv'))).toHaveLength(3)
  })

  test('leaves no partial file on a disk that fills', async ({ skip }) => {
    const small = tempFolder()
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', small], { stdio: 'ignore' })
    } catch {
      skip('a small tmpfs cannot be mounted here')
    }
    try {
      const { make } = await twoMonths({ more: Array.from({ length: 3_000 }, (_, at) => person(`person-${at}`, [e3])) })
      const place = join('..', small.split('/').at(-1) ?? '')
      for (const [what, format] of [
        ['month', 'xlsx'],
        ['holders', 'xlsx'],
        ['holders', 'csv'],
      ] as const) {
        // Streamed exports fail while the history is being read.
        await expect(make({ what, format }, join(place, `${what}.${format}`)), `${what} ${format}`).rejects.toMatchObject({
          code: 'DISK_FULL',
        })
      }
      expect(readdirSync(small)).toEqual([])
    } finally {
      execFileSync('umount', [small])
    }
  })
})

describe("the month's workbook", () => {
  test('has the three numbers, the change, both costs and the evidence', async () => {
    const { make } = await twoMonths()
    const { path, rows, tables } = await make({ format: 'xlsx' }, 'month.xlsx')
    const workbook = await readXlsx(readFileSync(path))
    expect(workbook.sheets.map((sheet) => sheet.name)).toEqual(['Summary', 'Tenants', 'Changes', 'People', 'Licences', 'Usage', 'Evidence'])
    // The numbers of rows that the exporter reports are those of the sheets: all rows but the header, where there are no totals.
    const told = Object.fromEntries(tables.map((table) => [table.name, table.rows]))
    expect(told.Tenants).toBe(3)
    for (const name of ['Changes', 'People', 'Evidence']) {
      expect(told[name], name).toBe((workbook.sheets.find((sheet) => sheet.name === name)?.rows.length ?? 0) - 1)
    }
    expect(rows).toBe(tables.reduce((sum, table) => sum + table.rows, 0))
    const [summary, tenants] = workbook.sheets
    const header = tenants?.rows.find((row) => row[0] === 'Tenant name') ?? []
    const acme = tenants?.rows.find((row) => row[0] === 'Acme') ?? []
    const cell = (name: string) => acme[header.indexOf(name)]
    expect(['Reported users', 'Listed users', 'Recounted users', 'Billable units', 'Change'].map(cell)).toEqual([3, 3, 2, 3, 1])
    expect(['Vendor bill', 'Bill currency', 'Licence cost', 'Licence currency'].map(cell)).toEqual([6.3, 'EUR', 88.1, 'EUR'])
    expect(cell('Why')).toMatch(/^\+1: /)
    expect(cell('Warnings')).toBeNull()
    expect(summary?.rows.map((row) => row[0])).toContainEqual(
      expect.stringMatching(/^2 of \d tenants have a snapshot\. Units are settled for 0 of 1 tenants, for the others projected\.$/),
    )
    expect(workbook.sheets.at(-1)?.rows).toHaveLength(1 + 3)
  })

  test('begins with a page of totals, reasons that add up to the changes, tenants that changed most, and what is missing', async () => {
    const { make } = await twoMonths()
    const { path } = await make({ format: 'xlsx' }, 'month.xlsx')
    const page = (await readXlsx(readFileSync(path))).sheets[0]?.rows ?? []
    const rowOf = (first: string) => page.find((row) => row[0] === first) ?? []
    expect(
      page.filter((row) => ['Totals', 'Why they changed', 'Largest changes by tenant in EUR', 'What is missing'].includes(String(row[0]))),
    ).toHaveLength(4)
    // September: 2 people with E3. October: one with E5, one with E3, one without a licence.
    expect(rowOf('Figure').slice(0, 4)).toEqual(['Figure', '2026-09', '2026-10', 'Change'])
    expect(rowOf('Vendor bill EUR').slice(1, 4)).toEqual([4.2, 6.3, 2.1])
    expect(rowOf('Licence cost EUR').slice(1, 4)).toEqual([66.7, 88.1, 21.4])
    expect(rowOf('Billable units').slice(1, 4)).toEqual([2, 3, 1])
    expect(rowOf('Reported users').slice(1, 4)).toEqual([2, 3, 1])
    const [header, change] = [rowOf('Reason'), rowOf('Change')]
    expect(header.slice(1, 5)).toEqual(['Vendor bill EUR', 'Licence cost EUR', 'Billable units', 'Reported users'])
    expect(change.slice(1, 5)).toEqual([2.1, 21.4, 1, 1])
    const reasons = page.slice(page.indexOf(header) + 1, page.indexOf(change))
    for (const column of [1, 2, 3, 4]) {
      const sum = reasons.reduce((total, row) => total + Number(row[column] ?? 0), 0)
      expect(sum, String(header[column])).toBeCloseTo(Number(change[column]), 9)
    }
    expect(rowOf('Acme').slice(1, 5)).toEqual([2.1, 21.4, 1, 1])
    expect(rowOf('Tenants not comparable')[1]).toBe(0)
  })

  test.skipIf(officeMissing)('is printed on few pages, even with many people', { timeout: 180_000 }, async () => {
    const { make } = await twoMonths()
    const { path } = await make({ format: 'xlsx' }, 'few.xlsx')
    // One page each: Summary, Tenants, Changes, People, Licences, Usage, Evidence.
    expect(await printedPages(path)).toBe(7)
    const many = await twoMonths({ more: Array.from({ length: 1_600 }, (_, at) => person(`person-${at}`, [e3])) })
    const large = await many.make({ format: 'xlsx' }, 'many.xlsx')
    const { sheets } = await readXlsx(readFileSync(large.path))
    expect(sheets[0]?.rows.flat()).toContainEqual(expect.stringContaining('Too long to print with the workbook: Changes, People.'))
    expect(await printedPages(large.path)).toBe(7)
  })

  test('lines B and C: has every name as it was sent, in both workbooks', async () => {
    const names = ['lit _x0041_ end', 'Bad\uffffname', 'Bad\ufffename', 'half \ud800', 'bell \u0007']
    const { make } = await twoMonths({ more: names.map((displayName, at) => person(`p${at}`, [e3], { displayName })) })
    const seen = ['lit _x0041_ end', 'Bad\ufffdname', 'Bad\ufffdname', 'half \ufffd', 'bell \u0007']
    for (const what of ['month', 'holders'] as const) {
      const { path } = await make({ what, format: 'xlsx' }, `${what}.xlsx`)
      const people = (await readXlsx(readFileSync(path))).sheets.find((sheet) => sheet.name === 'People')
      expect(people?.rows.map((row) => row[1])).toEqual(expect.arrayContaining(seen))
    }
  })

  test('with a password does not open without it', async () => {
    const { make } = await twoMonths()
    for (const what of ['month', 'holders'] as const) {
      const { path } = await make({ what, format: 'xlsx', password: 'hunter2' }, `${what}.xlsx`)
      await expect(readXlsx(readFileSync(path))).rejects.toThrow(/password|encrypted/i)
    }
  })

  test('is reported in the terminal with the number of rows, per sheet and in total', async () => {
    const { folder, db } = await twoMonths()
    const dataDir = dirname(db.sqlite.name)
    const exporting = (what: string, format: string, ...more: string[]) => {
      const file = join(folder, `${what}.${format}`)
      return inTerminal(['export', what, '--month', '2026-10', '--format', format, '--out', file, '--data-dir', dataDir, ...more])
    }
    const readable = await exporting('month', 'xlsx')
    expect(readable.stdout).toMatch(
      /month\.xlsx: \d+ rows \(Tenants 3, Changes \d+, People 3, Licences 2, Usage 2, Evidence 3\), \d+ bytes\n$/,
    )
    expect((await exporting('month', 'csv')).stdout).toMatch(/month\.csv: 3 rows, \d+ bytes\n$/)
    expect((await exporting('holders', 'csv', '--json')).json()).toMatchObject({
      file: join(folder, 'holders.csv'),
      rows: 3,
      tables: [{ name: 'People', rows: 3 }],
    })
  })

  test('of an approved month has its approved and current values, and both snapshots', async () => {
    const { make, db } = await twoMonths()
    const month = parseMonth('2026-10')
    const value = { tenantId: 1, currency: '', state: null, snapshotId: 7 }
    const values = [{ ...value, figure: 'reported', value: '3' } as const, { ...value, figure: 'listed', value: '4' } as const]
    approvalWrites['approval.add'](db, { month, timeZone: 'UTC', ruleRevision: 1, at: october + 4 * dayMs, by: 'Ada', note: null, values })
    const { path } = await make({ format: 'xlsx' }, 'month.xlsx')
    const { sheets } = await readXlsx(readFileSync(path))
    expect(sheets[0]?.rows.flat()).toContainEqual(expect.stringMatching(/^2026-10 was approved on .* figures have changed since\.$/))
    const [header, ...rows] = sheets.at(-1)?.rows ?? []
    const column = (name: string) => rows.map((row) => row[header?.indexOf(name) ?? -1])
    expect(sheets.at(-1)?.name).toBe('Approval')
    expect(column('Figure id').slice(0, 2)).toEqual(['reported', 'listed'])
    expect(column('Approved').slice(0, 2)).toEqual([3, 4])
    expect(column('Now').slice(0, 2)).toEqual([3, 3])
    expect(column('Changed').slice(0, 2)).toEqual(['no', 'yes'])
    expect(column('Snapshot when approved').slice(0, 2)).toEqual([7, 7])
  })

  test.skipIf(officeMissing)('and every flat one are read by LibreOffice as they were written', { timeout: 60_000 }, async () => {
    const { make } = await twoMonths()
    const { path } = await make({ what: 'holders', format: 'xlsx' }, 'holders.xlsx')
    const ours = (await readXlsx(readFileSync(path))).sheets[0]
    const theirs = (await recalculate(path)).get('People')
    expect(theirs).toEqual(ours?.rows)
    expect(ours?.rows.map((row) => row[1])).toEqual(['Display name', 'Name of =cmd', 'Name of anna', 'Name of dora'])
  })

  test.skipIf(officeMissing)('agrees with LibreOffice after a hard recalculation', { timeout: 60_000 }, async () => {
    const { make } = await twoMonths()
    const { path } = await make({ format: 'xlsx' }, 'month.xlsx')
    const ours = await readXlsx(readFileSync(path))
    const theirs = await recalculate(path)
    let formulas = 0
    for (const sheet of ours.sheets) {
      for (const [place, cell] of sheet.cells ?? []) {
        if (cell.formula === undefined) continue
        const [row = 0, column = 0] = place.split(',').map(Number)
        expect(theirs.get(sheet.name)?.[row]?.[column], `${sheet.name} ${place} ${cell.formula}`).toBeCloseTo(Number(cell.formulaResult), 9)
        formulas += 1
      }
    }
    expect(formulas).toBeGreaterThanOrEqual(12)
  })
})
