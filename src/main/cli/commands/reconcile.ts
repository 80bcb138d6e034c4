import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import type { InvoiceAdded } from '../../../shared/contract/reconcile-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import type { SaveAs } from '../../core/api/product.ts'
import { AppError } from '../../core/base/errors.ts'
import type { Bind } from '../bind.ts'
import { decisionsText, invoicesText, previewText, reconcileText, rowPeopleText } from '../reconcile-texts.ts'
import { show, showNamed } from '../show.ts'
import type { Terminal } from '../terminal.ts'
import { monthOption, usageError, wholeNumber } from '../usage.ts'

type Preview = RouteInput<'invoices.preview'>
type Fields = NonNullable<NonNullable<Preview['columns']>['fields']>

interface ReconcileOptions {
  month?: string
  file?: string
  preview?: boolean
  sheet?: string
  headerRow?: number
  mapping?: string
  saveMapping?: string
  replace?: number
  tenant?: string
  item?: string
  currency?: string
  decimal?: string
  who?: string
  tenantColumn?: string
  tenantIdColumn?: string
  skuColumn?: string
  skuIdColumn?: string
  quantityColumn?: string
  priceColumn?: string
  amountColumn?: string
  currencyColumn?: string
  termColumn?: string
  chargeTypeColumn?: string
}

interface RowOptions {
  month: string
  tenant: string
  item: string
}

interface DecideOptions extends RowOptions {
  reason: string
  quantity?: string
  effective?: string
  until?: string
  who?: string
}

/** `reconcile` and its subcommands. */
export function addReconcileCommands(program: Command, bind: Bind): void {
  const reconcile = program.command('reconcile').description('compare invoices with the vendor’s numbers (default: compare)')
  // Comparing is a subcommand too, because options of `reconcile` itself would take those of its subcommands.
  reconcile
    .command('compare', { isDefault: true })
    .description('compare a month’s invoices with the vendor’s numbers; with --file, import an invoice first')
    .option('--month <month>', 'such as 2026-10 (default: the latest with an invoice)', monthOption('--month'))
    .option('--file <file>', 'import this CSV or XLSX invoice, or PSA export, for --month')
    .option('--preview', 'only show how the file would be read; import nothing')
    .option('--sheet <name>', 'the sheet of a workbook (default: the first that is recognised)')
    .option('--header-row <n>', 'the row with the column names, if it is not recognised', wholeNumber('--header-row'))
    .option('--mapping <name>', 'read the columns with this profile (see mapping profiles)')
    .option('--tenant-column <name>', 'the column with customers (id or name)')
    .option('--tenant-id-column <name>', 'the column with customers’ ids, if separate')
    .option('--sku-column <name>', 'the column with products (id or name)')
    .option('--sku-id-column <name>', 'the column with products’ ids, if separate')
    .option('--quantity-column <name>', 'the column with quantities')
    .option('--price-column <name>', 'the column with unit prices')
    .option('--amount-column <name>', 'the column with amounts')
    .option('--currency-column <name>', 'the column with currencies')
    .option('--term-column <name>', 'the column with terms, such as P1M')
    .option('--charge-type-column <name>', 'the column with charge types')
    .option('--tenant <tenant>', 'the customer of every line, for a file without customers')
    .option('--item <item>', 'the product of every line, for a file without products: petra:unit, sku:ID or service:NAME')
    .option('--currency <code>', 'the currency of a file without currencies, such as EUR')
    .option('--decimal <separator>', 'the decimal separator: , or .')
    .option('--save-mapping <name>', 'save the columns as a profile, which recognises files with the same columns')
    .option('--replace <id>', 'the number of the invoice that this file replaces', wholeNumber('--replace'))
    .option('--who <name>', 'the name to record (default: the system’s user)')
    .action(bind(runReconcile))

  withRow(reconcile.command('people').description('list the people of a line: who is counted, who was added or removed'), 'people').action(
    bind(async (terminal, { month, tenant, item }: RowOptions) => {
      await show(terminal, 'reconcile.people', { month, tenant, item }, rowPeopleText)
    }),
  )
  withRow(
    reconcile.command('decide').description('decide a difference').argument('<decision>', 'accept, adjust, dispute, dismiss or reopen'),
    'decide',
  )
    .requiredOption('--reason <text>', 'why')
    .option('--quantity <n>', 'adjust: the quantity to bill')
    .option('--effective <day>', 'adjust: the first day, such as 2026-11-01')
    .option('--until <month>', 'the last month in which the same difference is covered', monthOption('--until'))
    .option('--who <name>', 'the name to record (default: the system’s user)')
    .action(bind(runDecide))
  reconcile
    .command('decisions')
    .description('list decisions, newest first')
    .option('--month <month>', 'such as 2026-10', monthOption('--month'))
    .action(
      bind(async (terminal, { month }: { month?: string }) => {
        await showNamed(terminal, 'reconcile.decisions', month === undefined ? {} : { month }, decisionsText)
      }),
    )
  reconcile
    .command('files')
    .description('list imported invoices')
    .option('--month <month>', 'such as 2026-10', monthOption('--month'))
    .action(
      bind(async (terminal, { month }: { month?: string }) => {
        await show(terminal, 'invoices.list', month === undefined ? {} : { month }, invoicesText)
      }),
    )
  reconcile
    .command('document')
    .description('save the PDF of one of Genesys’s own invoices (a preview API)')
    .argument('<id>', 'its number', wholeNumber('The number'))
    .requiredOption('--out <file>', 'the file to write')
    .option('--force', 'replace an existing file')
    .action(
      bind(async (terminal, id: number, { out, force = false }: { out: string; force?: boolean }) => {
        const path = resolve(out)
        const saveAs: SaveAs = async (_name, write) => {
          await write(path, { force })
          return { saved: true, name: basename(path), folder: null, download: null }
        }
        await terminal.app({ host: 'terminal', saveAs })
        terminal.progress('Requesting it from Genesys …')
        await terminal.ask('exports.invoiceDocument', { id })
        await terminal.print({ file: path }, () => `${path} was saved.`)
      }),
    )
  reconcile
    .command('remove')
    .description('remove an imported invoice')
    .argument('<id>', 'its number', wholeNumber('The number'))
    .action(
      bind((terminal, id: number) => show(terminal, 'invoices.remove', { id }, (invoices) => `Removed.\n\n${invoicesText(invoices)}`)),
    )
}

function withRow(command: Command, name: string): Command {
  return command
    .requiredOption('--month <month>', 'such as 2026-10', monthOption(`${name} --month`))
    .requiredOption('--tenant <tenant>', 'its id, its external id or its unique name')
    .requiredOption('--item <item>', 'petra:unit, sku:ID, service:NAME or charge:SKU')
}

async function runReconcile(terminal: Terminal, options: ReconcileOptions): Promise<void> {
  const { file, month, preview, who, saveMapping, replace } = options
  if (file === undefined) {
    const stray = Object.keys(options).filter((key) => key !== 'month')
    if (stray.length > 0) throw usageError('Specify the file with --file. The other options define how it is read.')
    await printAnswer(terminal, month, null)
    return
  }
  const reading = await readingOf(options, file)
  if (preview) {
    await show(terminal, 'invoices.preview', { ...reading, ...(month === undefined ? {} : { month }) }, previewText)
    return
  }
  if (month === undefined) throw usageError('Specify the month of the invoice: --month 2026-10.')
  terminal.progress(`Reading ${file} …`)
  const added = await terminal.ask('invoices.add', {
    ...reading,
    month,
    ...(saveMapping === undefined ? {} : { saveAs: saveMapping }),
    ...(replace === undefined ? {} : { replaces: replace }),
    ...(who === undefined ? {} : { who }),
  })
  for (const note of added.notes) terminal.note(note)
  await printAnswer(terminal, month, added)
}

async function printAnswer(terminal: Terminal, month: string | undefined, added: InvoiceAdded | null): Promise<void> {
  const answer = await terminal.ask('reconcile.get', month === undefined ? {} : { month })
  await terminal.print(added === null ? answer : { ...answer, added }, () => reconcileText(answer, added))
}

async function runDecide(terminal: Terminal, decision: string, { month, tenant, item, ...rest }: DecideOptions): Promise<void> {
  await show(
    terminal,
    'reconcile.decide',
    {
      month,
      rows: [{ tenant, item }],
      decision: decision as RouteInput<'reconcile.decide'>['decision'],
      ...rest,
    },
    (answer) => reconcileText(answer, null),
  )
}

async function readingOf(options: ReconcileOptions, path: string): Promise<Preview> {
  const { sheet, headerRow, mapping, tenant, item, currency, decimal } = options
  const fields = fieldsOf(options)
  const columns = {
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(item === undefined ? {} : { item }),
    ...(currency === undefined ? {} : { currency }),
    ...(decimal === undefined ? {} : { decimal: decimal as ',' | '.' }),
  }
  return {
    file: { name: basename(path), base64: (await readBytes(path)).toString('base64') },
    ...(sheet === undefined ? {} : { sheet }),
    ...(headerRow === undefined ? {} : { headerRow }),
    ...(mapping === undefined ? {} : { profile: mapping }),
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
  }
}

/** One column may have ids or names, so it is used as both. */
function fieldsOf(options: ReconcileOptions): Fields {
  const { tenantColumn, skuColumn } = options
  const fields = {
    customerId: options.tenantIdColumn ?? tenantColumn,
    customerName: tenantColumn,
    productId: options.skuIdColumn ?? skuColumn,
    productName: skuColumn,
    quantity: options.quantityColumn,
    unitPrice: options.priceColumn,
    amount: options.amountColumn,
    currency: options.currencyColumn,
    term: options.termColumn,
    chargeType: options.chargeTypeColumn,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, header]) => header !== undefined)) as Fields
}

function readBytes(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new AppError('UNREADABLE_FILE', `${path} cannot be read. Check its name and permissions.`, { cause })
  })
}
