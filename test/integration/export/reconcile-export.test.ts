/** The exported comparison: the flat file, the workbook's sheet, and our own exports imported as invoices. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { exportTo } from '../../../src/main/core/api/export-handlers.ts'
import type { ExportInput } from '../../../src/main/core/export/job.ts'
import { directWriter } from '../../support/direct-writer.ts'
import { csvFile, plainColumns, plainHeaders } from '../../support/invoices.ts'
import { addPetraTenant, at, e3, exchange, type Reporting, reporting, testCatalogue, user, usersReport } from '../../support/reporting.ts'

const month = '2026-02'
const name = 'Microsoft 365 E3'

/** Acme has three E3, Beta two and an Exchange plan, Gamma nobody. */
async function threeCustomers(): Promise<Reporting> {
  const app = await reporting('2026-03-02T00:00:00Z')
  for (const id of [7, 8]) addPetraTenant(app, id)
  const record = (tenantId: number, users: unknown[]) =>
    app.record(usersReport('2026-02-28T12:00:00Z', users), { tenantId, ...at('2026-02-28T12:00:00Z') })
  record(
    1,
    ['a', 'b', 'c'].map((id) => user(id, [e3])),
  )
  record(7, [user('d', [e3]), user('e', [e3, exchange])])
  record(8, [])
  return app
}

async function exported(app: Reporting, what: ExportInput['what'], format: ExportInput['format']): Promise<Buffer> {
  const path = join(app.dataDir, `${what}.${format}`)
  const deps = {
    dataDir: app.dataDir,
    clock: { now: () => app.clock.ms } as never,
    reader: app.db,
    writer: directWriter(app.db),
    catalogue: () => testCatalogue,
  }
  await exportTo(deps, { what, format, month, bom: false }, { path, force: true }, new AbortController().signal)
  return readFileSync(path)
}

const invoice = (rows: (string | number)[][]) => ({
  file: csvFile([plainHeaders, ...rows], '=invoice.csv'),
  month,
  columns: plainColumns,
  who: 'Kim',
})

describe('the exported comparison', () => {
  test('is a flat file that starts with the eight columns, and a sheet of the workbook', async () => {
    const app = await threeCustomers()
    await app.ask(
      'invoices.add',
      invoice([
        ['Acme', name, 2, '10.50', 'EUR', ''],
        ['Tenant 7', name, 2, '10.50', 'EUR', ''],
        ['Who', name, 1, '1', 'EUR', ''],
      ]),
    )
    await app.ask('reconcile.decide', {
      month,
      rows: [{ tenant: 1, item: `sku:${e3}` }],
      decision: 'dispute',
      reason: '=because',
      who: 'Kim',
    })
    const rows = parseCsv((await exported(app, 'reconcile', 'csv')).toString('utf8'), { delimiter: ',' })
    expect(rows.map((row) => row.slice(0, 8))).toEqual([
      ['Client', 'Service/SKU', 'Billed', 'Actual', 'Variance', 'Status', 'Value', 'Note'],
      ['Who', name, '1', '', '', 'unmapped', '', 'the customer is not mapped'],
      ['Acme', name, '2', '3', '1', 'under', '10.50', 'disputed by Kim on 2026-03-02: =because'],
      ['Tenant 7', name, '2', '2', '0', 'matched', '0.00', ''],
    ])
    expect(rows[2]).toEqual(expect.arrayContaining(['dispute', "'=because", 'Kim', `sku:${e3}`]))

    const { sheets } = await readXlsx(await exported(app, 'month', 'xlsx'))
    const sheet = sheets.find((each) => each.name === 'Reconcile')!
    const text = sheet.rows.map((row) => row.filter((cell) => cell !== null).join(' | '))
    expect(text[0]).toContain('Unmapped lines, not in any total: 1. Lines left out by a mapping: 0. Open: 1.')
    expect(text).toContainEqual(expect.stringMatching(/^Acme \| Microsoft 365 E3 \| 2 \| 3 \| 1 \| under \| 10\.5/))
    expect(text).toContainEqual(expect.stringMatching(/Billed too little EUR.*10\.5/))
  })

  test('is refused without an invoice, and the workbook then has no such sheet', async () => {
    const app = await threeCustomers()
    await expect(exported(app, 'reconcile', 'csv')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('has no invoice'),
    })
    expect((await readXlsx(await exported(app, 'month', 'xlsx'))).sheets.map((each) => each.name)).not.toContain('Reconcile')
  })
})

describe('our own exports, imported as invoices', () => {
  test.each(['csv', 'xlsx'] as const)('have no differences for the licences (%s)', async (format) => {
    const app = await threeCustomers()
    const bytes = await exported(app, 'licences', format)
    const added = await app.ask('invoices.add', { file: { name: `licences.${format}`, base64: bytes.toString('base64') }, month })
    expect(added.invoice).toMatchObject({ profile: 'seatledger-licences', counts: { lines: 3, unreadable: 0, totals: 0 } })
    const { rows, totals } = await app.ask('reconcile.get', { month })
    expect(rows.map(({ tenant, sku, status, variance }) => [tenant, sku, status, variance])).toEqual([
      [1, e3, 'matched', '0'],
      [7, exchange, 'matched', '0'],
      [7, e3, 'matched', '0'],
    ])
    expect(totals).toMatchObject({ open: 0, unmappedLines: 0 })
  })

  test.each(['csv', 'xlsx'] as const)(
    'the comparison (%s) matches to zero: an invoice made from it bills what was handed over',
    async (format) => {
      const app = await threeCustomers()
      await app.ask('services.set', { name: 'Managed user', skus: [e3], allHistory: true })
      const rows = [
        ['Acme', name, 1, '10', 'EUR', ''],
        ['Tenant 7', 'Managed user', 4, '10', 'EUR', ''],
        ['Tenant 8', 'Exchange Online (Plan 1)', 1, '4', 'EUR', ''],
      ]
      const first = await app.ask('invoices.add', invoice(rows))
      expect((await app.ask('reconcile.get', { month })).rows.map(({ status }) => status)).toEqual(['under', 'under', 'over', 'over'])
      const bytes = await exported(app, 'reconcile', format)
      const file = { name: `reconcile.${format}`, base64: bytes.toString('base64') }
      const { invoice: second } = await app.ask('invoices.add', { file, month, replaces: first.invoice.id })
      expect(second.profile).toBe('seatledger-reconcile')
      const answer = await app.ask('reconcile.get', { month })
      expect(answer.rows.map(({ client, status, variance }) => [client, status, variance])).toEqual([
        ['Acme', 'matched', '0'],
        ['Tenant 7', 'matched', '0'],
        ['Tenant 7', 'matched', '0'],
        ['Tenant 8', 'matched', '0'],
      ])
    },
  )
})
