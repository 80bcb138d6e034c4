/** Runs one export from request to file. Called in the export worker. */

import type { DiffAnswer } from '../../../shared/contract/diff-answers.ts'
import type { WrittenTable } from '../../../shared/contract/export-answers.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { csvChunks } from './csv.ts'
import { evidenceFile } from './evidence-file.ts'
import type { ExportMade, ExportRequest, ExportTarget, PrintPdf } from './job.ts'
import { heldSnapshots, type MonthScope, monthReport, monthScope, peopleSnapshots, tenantMonths, unlessMissing } from './month-report.ts'
import { monthWorkbook } from './month-workbook.ts'
import { reconcileOfTenant } from './reconcile-of-tenant.ts'
import { checkTarget, saveFile } from './save-file.ts'
import { isPage } from './sheet-plan.ts'
import { askSkuPrices } from './sku-prices.ts'
import { type Ask, type Source, skuNames, tenantDirectory } from './source.ts'
import { demoTitle, mapRows, type Table, withDemoColumn } from './table.ts'
import { changesTable } from './tables/changes.ts'
import { focusTable } from './tables/focus.ts'
import { holderColumns, holderRows } from './tables/holders.ts'
import { licencesTable } from './tables/licences.ts'
import { reconcileTable } from './tables/reconcile.ts'
import { runsTable } from './tables/runs.ts'
import { tenantsTable } from './tables/tenants.ts'
import { trendTable } from './tables/trend.ts'
import { usageTable } from './tables/usage.ts'
import { workbookFile } from './workbook-file.ts'
import type { WorkbookOptions } from './xlsx-writer.ts'

/** Writes the complete file or none. Throws the routes' errors, CANCELLED, FILE_EXISTS, FILE_UNWRITABLE, DISK_FULL, NO_SNAPSHOT, BAD_REQUEST. */
export async function runExport(
  source: Source,
  request: ExportRequest,
  context: ExportTarget & { signal: AbortSignal; print: PrintPdf },
): Promise<ExportMade> {
  const { ask } = source
  checkFormat(request)
  // First, so that an impossible target costs no work.
  await checkTarget(context.path, context)
  const { timeZone } = await ask('settings.get', {})
  if (request.what === 'evidence') {
    const { chunks, tables } = await evidenceFile(source, request, context)
    return made(await saveFile(context.path, chunks, context), tables)
  }
  if (request.what === 'month' && request.format === 'xlsx') {
    const scope = await monthScope(ask, request)
    const sheets = monthWorkbook(await monthReport(source, scope), source.people, await skuNames(ask), context)
    const tables = sheets.flatMap((sheet) => (isPage(sheet) ? [] : [{ name: sheet.table.name, rows: sheet.table.rows.length }]))
    const options = { timeZone, title: `Seatledger ${scope.month}`, footer: footerOf(context) }
    const chunks = workbookFile(sheets, options, request.password)
    return made(await saveFile(context.path, chunks, context), tables)
  }
  // FOCUS requires custom columns to begin with x_.
  const mark = request.what === 'focus' ? 'x_Demo' : 'Demo'
  const counted = counting(withDemoColumn(await tableOf(source, request), context.demo, mark))
  const chunks = flatFile(counted.table, request, { timeZone, footer: footerOf(context) })
  const saved = await saveFile(context.path, chunks, context)
  return made(saved, [{ name: counted.table.name, rows: counted.rows() }])
}

/** Throws `BAD_REQUEST` for a format or a password that the export does not support. */
function checkFormat({ what, format, password }: ExportRequest): void {
  if (password !== undefined && format !== 'xlsx') {
    throw new AppError('BAD_REQUEST', `A ${format.toUpperCase()} file cannot have a password. Export XLSX, or remove the password.`)
  }
  if (what === 'focus' && format !== 'csv') throw new AppError('BAD_REQUEST', 'FOCUS exports are CSV files. Export it with --format csv.')
  const isTable = format === 'csv' || format === 'xlsx'
  if (what === 'evidence' && format === 'csv') {
    throw new AppError('BAD_REQUEST', 'An evidence pack cannot be exported as CSV. Choose XLSX, PDF, HTML or ZIP.')
  }
  if (what !== 'evidence' && !isTable) {
    throw new AppError('BAD_REQUEST', `Only an evidence pack can be exported as ${format.toUpperCase()}. Choose CSV or XLSX.`)
  }
}

const made = ({ bytes, sha256 }: { bytes: number; sha256: string }, tables: WrittenTable[]): ExportMade => ({
  bytes,
  sha256,
  rows: tables.reduce((count, { rows }) => count + rows, 0),
  tables,
})

const footerOf = ({ demo }: ExportTarget) => (demo ? demoTitle : '')

function flatFile(
  table: Table,
  request: ExportRequest,
  options: Pick<WorkbookOptions, 'timeZone' | 'footer'>,
): Iterable<string> | AsyncIterable<Uint8Array> {
  if (request.format === 'csv') return csvChunks(table, request)
  return workbookFile([{ titles: [], notes: [], table, totals: [] }], { ...options, title: table.name }, request.password)
}

async function tableOf(source: Source, request: ExportRequest): Promise<Table> {
  const { ask } = source
  switch (request.what) {
    case 'month': {
      const scope = await monthScope(ask, request)
      return tenantsTable(scope, await tenantMonths(source, scope))
    }
    case 'trend': {
      if (request.figure === undefined) throw new AppError('BAD_REQUEST', 'Specify the figure: --figure reported, units, sku:ID …')
      const { figure, tenant, grain } = request
      const [from, to] = [monthOnly(request.from), monthOnly(request.to)]
      const tenants = tenant === undefined ? request.tenants : [tenant]
      return trendTable(
        await ask('trend.get', {
          figure,
          ...(tenants === undefined ? {} : { tenants }),
          ...(grain === undefined ? {} : { grain }),
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        }),
        await tenantDirectory(ask),
      )
    }
    case 'runs': {
      const whose = request.tenant === undefined ? {} : { tenant: request.tenant }
      return runsTable(await ask('runs.list', { ...whose, limit: 10_000 }), await tenantDirectory(ask))
    }
    case 'reconcile':
      return reconciled(source, request)
    case 'changes':
      return changes(ask, await diffs(ask, request))
    case 'holders':
      return people(source, await monthScope(ask, request), request.dataset)
    // Made by `runExport`, since it is not a single table.
    case 'evidence':
      throw new AppError('BAD_REQUEST', 'An evidence pack is no table.')
    case 'focus':
      return focus(ask, await monthScope(ask, request), request.tenant)
    case 'licences': {
      const scope = await monthScope(ask, request, 'petra')
      return licencesTable(
        await ofEach(scope, async (tenant) => ({ tenant, licences: await ask('licences.get', { tenant, month: scope.month }) })),
        scope.directory,
      )
    }
    case 'usage': {
      const scope = await monthScope(ask, request, 'genesys')
      return usageTable(
        await ofEach(scope, (tenant) => ask('usage.get', { tenant, month: scope.month, ...reportOf(request) })),
        scope.directory,
      )
    }
  }
}

/** Throws `NOT_FOUND` for a month without an invoice. */
async function reconciled({ ask }: Source, { month, tenant }: ExportRequest): Promise<Table> {
  const answer = await ask('reconcile.get', month === undefined ? {} : { month })
  if (answer.invoices.length === 0)
    throw new AppError('NOT_FOUND', `${answer.month} has no invoice, so there is nothing to compare. Import one first.`)
  return reconcileTable(reconcileOfTenant(answer, tenant), await tenantDirectory(ask))
}

async function focus(ask: Ask, scope: MonthScope, only: number | undefined): Promise<Table> {
  const { month, directory } = scope
  const forecast = await ask('forecast.get', { month, ...(only === undefined ? {} : { tenant: only }) })
  const customers = { ...scope, tenants: forecast.charges.lines.map(({ tenant }) => tenant) }
  const usages = await ofEach(customers, (tenant) => ask('usage.get', { tenant, month }))
  const { corrections } = await ask('closing.get', { month })
  const isWanted = ({ tenant }: { tenant: number }) => only === undefined || tenant === only
  const wanted = { ofThis: corrections.ofThis.filter(isWanted), lines: corrections.lines.filter(isWanted) }
  return focusTable({ forecast, usages, corrections: wanted }, directory)
}

async function changes(ask: Ask, compared: DiffAnswer[]): Promise<Table> {
  const wanted = compared.filter(isOfPetra).map(({ tenant, from, to }) => ({ tenant, months: [from.month, to.month] }))
  return changesTable(compared, await tenantDirectory(ask), await askSkuPrices(ask, wanted))
}

const isOfPetra = ({ dataset }: { dataset: DatasetId }) => dataset === 'petra.billable-users'

async function people(source: Source, scope: MonthScope, dataset: DatasetId | undefined): Promise<Table> {
  const snapshots = dataset === 'genesys.licence-users' ? await heldSnapshots(source, scope) : await peopleSnapshots(source, scope)
  const wanted = snapshots.filter(isOfPetra).flatMap(({ tenant, month }) => (tenant === null ? [] : [{ tenant, months: [month] }]))
  const prices = await askSkuPrices(source.ask, wanted)
  const lookups = { directory: scope.directory, skuName: await skuNames(source.ask), prices }
  function* rows() {
    for (const snapshot of snapshots) yield* holderRows(snapshot, source.people(snapshot.id), lookups)
  }
  return { name: 'People', columns: holderColumns(scope.directory), rows: rows() }
}

/** One answer per tenant; tenants without a snapshot in the month are left out. */
async function ofEach<T>(scope: MonthScope, answerOf: (tenant: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (const tenant of scope.tenants) {
    const answer = await unlessMissing(answerOf(tenant))
    if (answer !== null) answers.push(answer)
  }
  return answers
}

const reportOf = ({ dataset }: ExportRequest): { dataset?: DatasetId } => (dataset === undefined ? {} : { dataset })

/** The month and the one before it, unless `from` and `to` are given: two months, or two snapshots of one tenant. */
async function diffs(ask: Ask, request: ExportRequest): Promise<DiffAnswer[]> {
  const { tenant, from, to } = request
  const report = reportOf(request)
  if (tenant === undefined && request.dataset !== undefined)
    throw new AppError('BAD_REQUEST', `Changes of ${request.dataset} are exported for one tenant. Specify the tenant.`)
  if (tenant !== undefined && from !== undefined && to !== undefined) return [await ask('diff.get', { tenant, from, to, ...report })]
  const months = await twoMonths(ask, request)
  if (tenant !== undefined) return [await ask('diff.get', { tenant, ...months, ...report })]
  return (await ask('diff.all', months)).tenants
}

async function twoMonths(ask: Ask, request: ExportRequest): Promise<{ from: string; to: string }> {
  const [from, to] = [monthOnly(request.from), monthOnly(request.to)]
  if (from !== undefined && to !== undefined) return { from, to }
  const { month, previousMonth } = await monthScope(ask, { tenant: request.tenant, month: to ?? request.month, dataset: request.dataset })
  return { from: from ?? previousMonth, to: month }
}

/** Throws `BAD_REQUEST` for a snapshot, since only months are supported here. */
function monthOnly(side: string | number | undefined): string | undefined {
  if (typeof side !== 'number') return side
  throw new AppError('BAD_REQUEST', 'Two snapshots can be compared for one tenant only. Specify the tenant and both snapshots, or months.')
}

function counting(table: Table): { table: Table; rows: () => number } {
  let count = 0
  const rows = mapRows(table.rows, (row) => {
    count += 1
    return row
  })
  return { table: { ...table, rows }, rows: () => count }
}
