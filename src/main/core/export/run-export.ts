/** One export from request to file: which rows, which format. Runs in the export worker. */
import type { ProviderName } from '../../../shared/contract/answers.ts'
import type { DiffAnswer } from '../../../shared/contract/report-answers.ts'
import { AppError } from '../errors.ts'
import { csvChunks } from './csv.ts'
import type { ExportMade, ExportRequest, ExportTarget } from './job.ts'
import { type MonthScope, monthPeople, monthReport, monthScope, unlessMissing } from './month-report.ts'
import { monthWorkbook } from './month-workbook.ts'
import { checkTarget, saveFile } from './save-file.ts'
import { type Ask, skuNames, tenantDirectory } from './source.ts'
import type { Row, Table } from './table.ts'
import { changesTable } from './tables/changes.ts'
import { holderColumns, holderRows } from './tables/holders.ts'
import { licencesTable } from './tables/licences.ts'
import { runsTable } from './tables/runs.ts'
import { summaryTable } from './tables/summary.ts'
import { trendTable } from './tables/trend.ts'
import { usageTable } from './tables/usage.ts'
import { xlsxStream } from './xlsx-flat.ts'
import { xlsxWorkbook } from './xlsx-workbook.ts'

/** Writes the file, whole or not at all. Throws the routes' errors, CANCELLED, FILE_EXISTS, FILE_UNWRITABLE, DISK_FULL, NO_SNAPSHOT, BAD_REQUEST. */
export async function runExport(ask: Ask, request: ExportRequest, context: ExportTarget & { signal: AbortSignal }): Promise<ExportMade> {
  // Before any work: an impossible place is known at once.
  await checkTarget(context.path, context)
  const { timeZone } = await ask('settings.get', {})
  if (request.what === 'month' && request.format === 'xlsx') {
    const scope = await monthScope(ask, request)
    const sheets = monthWorkbook(await monthReport(ask, scope), await skuNames(ask), context)
    const rows = sheets.reduce((count, sheet) => count + sheet.table.rows.length, 0)
    const bytes = await xlsxWorkbook(sheets, { timeZone, title: `Seatledger ${scope.month}`, password: request.password })
    return { ...(await saveFile(context.path, [bytes], context)), rows }
  }
  const counted = counting(marked(await tableOf(ask, request), context.demo))
  const chunks = await flatFile(counted.table, request, timeZone)
  return { ...(await saveFile(context.path, chunks, context)), rows: counted.rows() }
}

async function flatFile(
  table: Table,
  request: ExportRequest,
  timeZone: string,
): Promise<Iterable<Uint8Array> | AsyncIterable<string | Uint8Array>> {
  if (request.format === 'csv') {
    if (request.password !== undefined)
      throw new AppError('BAD_REQUEST', 'A CSV file has no password. Export XLSX, or leave the password out.')
    return csvChunks(table, request)
  }
  if (request.password === undefined) return xlsxStream(table, { timeZone })
  // Encryption needs the whole file, so a locked workbook is not streamed.
  const sheet = { titles: [], table: { ...table, rows: await Array.fromAsync(table.rows) }, totals: [] }
  return [await xlsxWorkbook([sheet], { timeZone, title: table.name, password: request.password })]
}

async function tableOf(ask: Ask, request: ExportRequest): Promise<Table> {
  const tenants = await tenantDirectory(ask)
  switch (request.what) {
    case 'month':
      return summaryTable(await monthReport(ask, await monthScope(ask, request)))
    case 'trend': {
      if (request.figure === undefined) throw new AppError('BAD_REQUEST', 'Say which figure: --figure reported, units, sku:ID …')
      const { figure, tenant, from, to } = request
      return trendTable(
        await ask('trend.get', {
          figure,
          ...(tenant === undefined ? {} : { tenants: [tenant] }),
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        }),
        tenants,
      )
    }
    case 'runs': {
      const whose = request.tenant === undefined ? {} : { tenant: request.tenant }
      return runsTable(await ask('runs.list', { ...whose, limit: 10_000 }), tenants)
    }
    case 'changes':
      return changesTable(await diffs(ask, request), tenants)
    case 'holders':
      return { name: 'People', columns: holderColumns, rows: people(ask, await monthScope(ask, request), await skuNames(ask)) }
    case 'licences': {
      const scope = await monthScope(ask, request)
      return licencesTable(
        await ofEach(scope, 'petra', async (tenant) => ({ tenant, licences: await ask('licences.get', { tenant, month: scope.month }) })),
        tenants,
      )
    }
    case 'usage': {
      const scope = await monthScope(ask, request)
      return usageTable(await ofEach(scope, 'genesys', (tenant) => ask('usage.get', { tenant, month: scope.month })), tenants)
    }
  }
}

async function* people(ask: Ask, scope: MonthScope, skuName: (skuId: string) => string | null): AsyncGenerator<Row> {
  for await (const snapshot of monthPeople(ask, scope)) yield* holderRows(snapshot, scope.directory, skuName)
}

/** One answer for each tenant of a provider; a tenant without a snapshot in the month has no rows. */
async function ofEach<T>(scope: MonthScope, provider: ProviderName, answerOf: (tenant: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (const tenant of scope.tenants) {
    if (scope.directory.get(tenant)?.provider !== provider) continue
    const answer = await unlessMissing(answerOf(tenant))
    if (answer !== null) answers.push(answer)
  }
  return answers
}

/** The month and the one before it, unless `from` and `to` say otherwise. */
async function diffs(ask: Ask, request: ExportRequest): Promise<DiffAnswer[]> {
  const { from, to } = await twoMonths(ask, request)
  if (request.tenant !== undefined) return [await ask('diff.get', { tenant: request.tenant, from, to })]
  return (await ask('diff.all', { from, to })).tenants
}

async function twoMonths(ask: Ask, request: ExportRequest): Promise<{ from: string; to: string }> {
  if (request.from !== undefined && request.to !== undefined) return { from: request.from, to: request.to }
  const { month, previousMonth } = await monthScope(ask, { tenant: request.tenant, month: request.to ?? request.month })
  return { from: request.from ?? previousMonth, to: month }
}

/** Every row of a demo says so: its figures are made up. */
function marked(table: Table, demo: boolean): Table {
  if (!demo) return table
  return {
    ...table,
    columns: [...table.columns, { header: 'Demo', kind: 'flag', width: 8 }],
    rows: mapRows(table.rows, (row) => [...row, true]),
  }
}

function counting(table: Table): { table: Table; rows: () => number } {
  let count = 0
  const rows = mapRows(table.rows, (row) => {
    count += 1
    return row
  })
  return { table: { ...table, rows }, rows: () => count }
}

function mapRows(rows: Table['rows'], change: (row: Row) => Row): Table['rows'] {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const row of rows) yield change(row)
    },
  }
}
