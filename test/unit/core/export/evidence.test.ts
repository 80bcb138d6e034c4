/** The evidence pack: the content of each of its files, over a real history. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { listTenants } from '../../../../src/main/core/connections/read.ts'
import { snapshotKey } from '../../../../src/main/core/evidence/read-payload.ts'
import { readSnapshot } from '../../../../src/main/core/evidence/read-snapshots.ts'
import type { ExportMade, ExportRequest } from '../../../../src/main/core/export/job.ts'
import { runExport } from '../../../../src/main/core/export/run-export.ts'
import type { Ask } from '../../../../src/main/core/export/source.ts'
import { readSettings } from '../../../../src/main/core/settings/settings.ts'
import { peopleAt } from '../../../../src/main/core/state/read-people.ts'
import { calendarOf } from '../../../../src/shared/domain/calendar.ts'
import { csvFile, plainColumns, plainHeaders } from '../../../support/invoices.ts'
import { addPetraTenant, at, e3, exchange, fabric, type Reporting, reporting, user, usersReport } from '../../../support/reporting.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { zipEntries } from '../../../support/zip.ts'

const month = '2026-02'

/** Acme: a and b in January, c was added; c holds only a licence that is not billed. An invoice bills three. Tenant 7 has a name with markup. */
async function acme(): Promise<Reporting> {
  const app = await reporting('2026-03-02T00:00:00Z')
  app.db.sqlite.exec('delete from tenant where id in (2, 3)')
  addPetraTenant(app, 7)
  app.db.sqlite.prepare('update tenant set name = ? where id = 7').run('<b>Seven & "Co"</b>/..')
  for (const [day, ids] of [
    ['2026-01-31T12:00:00Z', 'ab'],
    ['2026-02-28T12:00:00Z', 'abd'],
  ] as const) {
    const people = [...ids].map((id) => user(id, [e3, exchange], id === 'b' ? { accountEnabled: false } : {}))
    const unbilled = user('c', [fabric])
    app.record(usersReport(day, [...people, unbilled], { projectedBillableUnitsThisMonth: people.length }), { tenantId: 1, ...at(day) })
    app.record(usersReport(day, [user('z', [e3])], { projectedBillableUnitsThisMonth: 1 }), { tenantId: 7, ...at(day) })
  }
  await app.ask('invoices.add', {
    file: csvFile([plainHeaders, ['Acme', 'Microsoft 365 E3', 2, '10', 'EUR', '']], 'supplier.csv'),
    month,
    columns: plainColumns,
    who: 'Kim',
  })
  await app.ask('invoices.add', {
    file: csvFile([plainHeaders, ['T7', 'Microsoft 365 E3', 1, '10', 'EUR', '']], 'other.csv'),
    month,
    columns: plainColumns,
    who: 'Kim',
  })
  await app.ask('reconcile.decide', {
    month,
    rows: [{ tenant: 1, item: `sku:${e3}` }],
    decision: 'dispute',
    reason: 'one came late',
    who: 'Kim',
  })
  await app.ask('approvals.approve', { month, by: 'Robin', note: 'as agreed' })
  return app
}

async function exported(app: Reporting, request: Partial<ExportRequest>): Promise<{ made: ExportMade; bytes: Buffer; printed: string[] }> {
  const ask: Ask = async (route, input) => {
    if (route === 'tenants.list') return listTenants(app.db, app.clock.ms) as never
    if (route === 'settings.get') return readSettings(app.db) as never
    return app.ask(route, input)
  }
  const printed: string[] = []
  const path = join(tempFolder(), 'evidence')
  const made = await runExport(
    {
      ask,
      snapshot: (id) => readSnapshot(app.db, id, calendarOf('UTC')),
      people: (id) => peopleAt(app.db, snapshotKey(app.db, id)),
    },
    { what: 'evidence', format: 'html', bom: false, month, ...request },
    {
      path,
      force: false,
      demo: false,
      madeAt: '2026-03-02T00:00:00.000Z',
      signal: new AbortController().signal,
      print: async (html) => {
        printed.push(html)
        return Buffer.from(`%PDF of ${html.length}`)
      },
    },
  )
  return { made, bytes: readFileSync(path), printed }
}

/** The text of a document, cell by cell. */
const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, '|').replaceAll(/\|+/g, '|')

test('the document has people, reasons, the line with its decision, the approval and the hashes', async () => {
  const app = await acme()
  const { bytes, made } = await exported(app, { tenant: 1 })
  const html = bytes.toString('utf8')
  const text = textOf(html)
  expect(made.tables).toEqual([
    { name: 'Customers', rows: 1 },
    { name: 'People', rows: 4 },
  ])
  expect(text).toContain('Approved on 2026-03-02 00:00 by Robin, with rule revision')
  expect(text).toContain('Note: as agreed')
  expect(text).toContain('|1|Name of a|a@northwind.example|Exchange Online (Plan 1); Microsoft 365 E3|')
  expect(text).toContain('|2|Name of b|b@northwind.example|Exchange Online (Plan 1); Microsoft 365 E3 (account disabled)|')
  expect(text).toMatch(/\|3\|Name of c\|c@northwind\.example\|[^|]+ \(not counted\)\|/)
  expect(text).toContain('4 people are on the vendor’s list, 3 of them hold a billed licence.')
  expect(text).toMatch(/\|2026-01\|3\|2\|/)
  expect(text).toContain('|People added|+1|')
  expect(text).toMatch(/\|2026-02\|4\|3\|/)
  expect(text).toContain('|Microsoft 365 E3|3|3|2|+1|+10.00 EUR|under: disputed by Kim on 2026-03-02: one came late|')
  expect(text).toContain('Invoices: supplier.csv (SHA-256 ')
  expect(text).not.toContain('other.csv')
  const snapshots = await app.ask('snapshots.list', { tenant: 1 })
  expect(snapshots).toHaveLength(2)
  for (const { id, sha256 } of snapshots) expect(text).toMatch(new RegExp(`\\|#${id}\\|petra\\.billable-users\\|[^\n]*\\|${sha256}\\|`))
  expect(html).not.toContain('z@northwind.example')
})

test('a correction of an earlier, approved month is in the document and is a sheet of both workbooks', async () => {
  const app = await acme()
  await app.ask('approvals.approve', { month: '2026-01' })
  await app.ask('approvals.withdraw', { month })
  // The vendor's later list of January has one unit more.
  const late = '2026-01-31T13:00:00Z'
  app.record(usersReport(late, [user('a', [e3])], { projectedBillableUnitsThisMonth: 3 }), { tenantId: 1, ...at('2026-03-02T09:00:00Z') })
  const html = (await exported(app, { tenant: 1 })).bytes.toString('utf8')
  expect(textOf(html)).toMatch(/\|Corrections of earlier months\|.*\|2026-01\|[^|]*units[^|]*\|2\|3\|\+1\|#\d+\|/i)
  for (const what of ['evidence', 'month'] as const) {
    const { bytes } = await exported(app, { what, format: 'xlsx' })
    const rows = (await readXlsx(bytes)).sheets.find(({ name }) => name === 'Corrections')?.rows ?? []
    expect(rows[1]).toEqual(expect.arrayContaining(['Acme', '2026-01', '2026-02', 'Billable units']))
  }
})

test('markup in a name is escaped, and the document loads nothing', async () => {
  const html = (await exported(await acme(), { tenant: 7 })).bytes.toString('utf8')
  expect(html).toContain('<h1>&lt;b&gt;Seven &amp; &quot;Co&quot;&lt;/b&gt;/..</h1>')
  expect(html).not.toContain('<b>')
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
})

test('B: characters of a name that HTML cannot hold are replaced in the document and in its title', async () => {
  const app = await acme()
  app.db.sqlite.prepare('update tenant set name = ? where id = 7').run('Nul\0 bell\u0007 \uffff\ufffe \ud800 end')
  const html = (await exported(app, { tenant: 7 })).bytes.toString('utf8')
  expect(html).toContain('<h1>Nul\ufffd bell\ufffd \ufffd\ufffd \ufffd end</h1>')
  expect(html).toMatch(/^[\n\u0020-\u007e\u00a0-\ufdcf\ufdf0-\ufffd]*$/)
})

test('B: file names in an archive are valid on every system', async () => {
  const app = await acme()
  const rename = app.db.sqlite.prepare('update tenant set name = ? where id = ?')
  rename.run(`${'x'.repeat(59)}𠀀𠀀`, 1)
  rename.run('Aux. Partners', 7)
  const { bytes } = await exported(app, { format: 'zip' })
  expect([...zipEntries(bytes).keys()].filter((name) => name.endsWith('.pdf'))).toEqual([
    'Aux Partners (7) 2026-02.pdf',
    `${'x'.repeat(59)}𠀀 (1) 2026-02.pdf`,
  ])
})

test('a PDF of all customers is one document with one article per customer, printed by the host', async () => {
  const { bytes, printed } = await exported(await acme(), { format: 'pdf' })
  expect(printed).toHaveLength(1)
  expect(printed[0]!.match(/<article>/g)).toHaveLength(2)
  expect(bytes.toString()).toBe(`%PDF of ${printed[0]!.length}`)
})

test('the archive has a PDF and a workbook per customer, without other customers’ people', async () => {
  const app = await acme()
  const { bytes, printed } = await exported(app, { format: 'zip' })
  const entries = zipEntries(bytes)
  expect([...entries.keys()]).toEqual([
    'b Seven & Co b .. (7) 2026-02.pdf',
    'b Seven & Co b .. (7) 2026-02.xlsx',
    'Acme (1) 2026-02.pdf',
    'Acme (1) 2026-02.xlsx',
  ])
  expect(printed[0]).not.toContain('Name of a')
  const workbook = await readXlsx(entries.get('Acme (1) 2026-02.xlsx')!)
  expect(workbook.sheets.map(({ name }) => name)).toEqual(['Summary', 'People', 'Reconcile', 'Approval', 'Evidence'])
  const people = workbook.sheets[1]!.rows.map((row) => row.slice(0, 8))
  expect(people[0]).toEqual([
    'No',
    'Customer',
    'Display name',
    'Sign-in name',
    'Licences',
    'Licence count',
    'Counted by the vendor',
    'Account enabled',
  ])
  expect(people.slice(1, 3)).toEqual([
    [1, 'Acme', 'Name of a', 'a@northwind.example', 'Exchange Online (Plan 1); Microsoft 365 E3', 2, 'yes', 'yes'],
    [2, 'Acme', 'Name of b', 'b@northwind.example', 'Exchange Online (Plan 1); Microsoft 365 E3', 2, 'yes', 'no'],
  ])
  expect(JSON.stringify(workbook.sheets)).not.toContain('z@northwind.example')
  expect(JSON.stringify(workbook.sheets[0]!.rows)).toContain('by Robin')
})

test.each([
  [{ what: 'evidence', format: 'csv' }, /cannot be exported as CSV/],
  [{ what: 'licences', format: 'pdf' }, /Only an evidence pack/],
  [{ what: 'evidence', format: 'pdf', password: 'x' }, /cannot have a password/],
] as const)('%j is refused with the next step', async (request, message) => {
  const app = await reporting('2026-03-02T00:00:00Z')
  await expect(exported(app, request)).rejects.toThrow(message)
})
