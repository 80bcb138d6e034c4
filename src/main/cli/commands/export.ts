import { resolve } from 'node:path'
import type { Command } from 'commander'
import { datasetIds } from '../../../shared/domain/vendors.ts'
import { systemClock } from '../../core/base/clock.ts'
import type { ExportMade } from '../../core/export/job.ts'
import type { Bind } from '../bind.ts'
import type { Terminal } from '../terminal.ts'
import { monthOption, monthOrSnapshot, usageError } from '../usage.ts'

interface ExportOptions {
  format: string
  out: string
  tenant?: string
  month?: string
  dataset?: string
  from?: string | number
  to?: string | number
  figure?: string
  bom?: boolean
  passwordEnv?: string
  force?: boolean
}

/** `export`. */
export function addExportCommand(program: Command, bind: Bind): void {
  program
    .command('export')
    .description('export a month’s workbook, one table, or evidence packs')
    .argument(
      '<what>',
      'month (the month’s workbook; as CSV, its table of tenants), holders, changes, licences, usage, trend, runs, reconcile, focus (charges by FOCUS 1.2, CSV only), evidence (people, reasons, decisions and snapshots of one customer or of all; xlsx, pdf, html or zip)',
    )
    .requiredOption('--format <format>', 'csv or xlsx; for evidence xlsx, pdf, html or zip (a workbook and a PDF for each customer)')
    .requiredOption('--out <file>', 'the file to write')
    .option('--tenant <tenant>', 'its id, its external id or its unique name (default: all tenants)')
    .option('--month <month>', 'such as 2026-10 (default: the latest with a snapshot)', monthOption('--month'))
    .option(
      '--dataset <dataset>',
      'Genesys only: genesys.licence-users (who holds licences, for holders and changes) or genesys.contract-charges (for usage)',
    )
    .option(
      '--from <month>',
      'for changes and trend: the first month; for one tenant’s changes also a snapshot id',
      monthOrSnapshot('--from'),
    )
    .option('--to <month>', 'for changes and trend: the last month; for one tenant’s changes also a snapshot id', monthOrSnapshot('--to'))
    .option(
      '--figure <figure>',
      'for trend: reported, listed, recounted, units, disabled, bill, licence-cost, overage (bill:EUR …), sku:ID …',
    )
    .option('--bom', 'CSV: begin with a byte order mark')
    .option('--password-env <variable>', 'XLSX: encrypt with the password in this environment variable')
    .option('--force', 'replace an existing file')
    .action(
      bind(async (terminal, what: string, { out, force = false, passwordEnv, ...options }: ExportOptions) => {
        const [{ routes }, { exportTo }, { readCatalogue }, { chromiumPrinter }] = await Promise.all([
          import('../../../shared/contract/routes.ts'),
          import('../../core/api/export-handlers.ts'),
          import('../../core/catalogue/catalogue.ts'),
          import('../../web/chromium-printer.ts'),
        ])
        const password = passwordEnv === undefined ? {} : { password: passwordIn(terminal, passwordEnv) }
        const parsed = routes['exports.save'].input.safeParse({ ...options, ...password, what })
        if (!parsed.success) throw usageError(whatIsWrong(what, options, routes['exports.save'].input.shape.what.options))
        const { reader, writer } = await terminal.app()
        const path = resolve(out)
        terminal.progress(`Writing ${path} …`)
        const openPrinter = chromiumPrinter(terminal.env)
        const deps = { dataDir: terminal.dataDir, clock: systemClock, reader, writer, catalogue: () => readCatalogue(reader), openPrinter }
        const made = await exportTo(deps, parsed.data, { path, force }, terminal.signal)
        await terminal.print({ file: path, ...made }, () => `${path}: ${rowsText(made)}, ${made.bytes} bytes`)
      }),
    )
}

function rowsText({ rows, tables }: ExportMade): string {
  const each = tables.length === 1 ? '' : ` (${tables.map((table) => `${table.name} ${table.rows}`).join(', ')})`
  return `${rows} ${rows === 1 ? 'row' : 'rows'}${each}`
}

function passwordIn({ env }: Terminal, variable: string): string {
  const password = env[variable]
  if (password === undefined || password === '')
    throw usageError(`The environment variable ${variable} is empty or not set. Set it to the password and try again.`)
  return password
}

function whatIsWrong(
  what: string,
  { format, figure, dataset }: Pick<ExportOptions, 'format' | 'figure' | 'dataset'>,
  exportable: readonly string[],
): string {
  if (!['csv', 'xlsx', 'pdf', 'html', 'zip'].includes(format))
    return `--format must be csv or xlsx, or for evidence xlsx, pdf, html or zip, not "${format}".`
  if (!exportable.includes(what)) return `Unknown export "${what}". Available: ${exportable.join(', ')}.`
  if (dataset !== undefined && !datasetIds.some((each) => each === dataset))
    return `--dataset "${dataset}" is not a report: ${datasetIds.join(', ')}.`
  return `--figure "${figure}" is not a figure: reported, listed, recounted, units, disabled, bill, licence-cost, overage, sku:ID, used:ID, committed:ID, usage:licensed …`
}
