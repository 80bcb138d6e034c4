/** Converts rows to lines: who was billed for what, how many, at which price. */
import type { InvoiceColumns, InvoiceCounts, InvoiceField } from '../../../shared/contract/reconcile-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import { endedBefore } from './dates.ts'
import { sharedTexts } from './limits.ts'
import { decimalSeparator, type FileCell, readNumber, type Separator } from './numbers.ts'
import { headerKey } from './profiles.ts'

/** A line as it is stored. Texts are empty and numbers null where the file has none. */
export interface InvoiceLine {
  /** The row's number in the file, from 1. */
  row: number
  kind: 'line' | 'total' | 'no-seats' | 'cancelled'
  customerId: string
  customerName: string
  productId: string
  productName: string
  term: string
  chargeType: string
  quantity: string | null
  unitPrice: string | null
  amount: string | null
  currency: string | null
  problem: string | null
  cells: FileCell[]
}

/** A sheet with its header. */
export interface HeadedRows {
  rows: readonly FileCell[][]
  headerIndex: number
  headers: readonly string[]
}

const totalWords = /^(grand |sub-?)?(total|totals|sum|summe|gesamt|gesamtsumme|zwischensumme|totaal|totale|totaux|suma)\b/i

/**
 * Reads every row below the header. `usual` is the decimal separator if no number shows which one the file uses. `notes` say what was assumed.
 * A line without a readable quantity is kept with its problem, so that it is not silently dropped.
 */
export function readLines(
  { rows, headerIndex, headers }: HeadedRows,
  columns: InvoiceColumns,
  { month, usual }: { month: Month | null; usual: Separator },
): { lines: InvoiceLine[]; counts: InvoiceCounts; notes: string[] } {
  const below = rows.slice(headerIndex + 1)
  const indexes = columnIndexes(headers, columns)
  const numeric = (['quantity', 'unitPrice', 'amount'] as const).flatMap((field) => indexes[field] ?? [])
  const found = decimalSeparator(cellsOf(below, numeric), usual)
  const separator = columns.decimal ?? found.separator
  const isHeader = (cells: readonly FileCell[]) =>
    cells.length === headers.length && cells.every((cell, at) => String(cell).trim() === headers[at])
  const same = sharedTexts()
  const lines: InvoiceLine[] = []
  for (const [offset, cells] of below.entries()) {
    if (cells.every((cell) => String(cell).trim() === '')) continue
    // Printed pages repeat the header.
    if (isHeader(cells)) continue
    lines.push(readLine(cells, headerIndex + offset + 2, { indexes, columns, separator, month, same }))
  }
  return { lines, counts: countLines(lines), notes: columns.decimal === null ? notesOf(found) : [] }
}

interface LineContext {
  indexes: Partial<Record<InvoiceField, number>>
  columns: InvoiceColumns
  separator: Separator
  month: Month | null
  /** Returns equal texts as one object. */
  same: (text: string) => string
}

function readLine(cells: FileCell[], row: number, { indexes, columns, separator, month, same }: LineContext): InvoiceLine {
  const cell = (field: InvoiceField): FileCell => (indexes[field] === undefined ? '' : (cells[indexes[field]] ?? ''))
  const text = (field: InvoiceField): string => same(textOf(cell(field)))
  const number = (field: InvoiceField) => readNumber(cell(field), separator)
  const numberOf = (read: ReturnType<typeof number>) => (read !== null && 'value' in read ? read : null)
  const [quantity, unitPrice, amount] = [number('quantity'), number('unitPrice'), number('amount')]
  const line: InvoiceLine = {
    row,
    kind: 'line',
    customerId: same(idOf(text('customerId'))),
    customerName: text('customerName'),
    productId: same([idOf(text('productId')), text('productVariant')].filter((part) => part !== '').join(':')),
    productName: text('productName'),
    term: text('term'),
    chargeType: text('chargeType'),
    quantity: numberOf(quantity)?.value ?? null,
    unitPrice: numberOf(unitPrice)?.value ?? null,
    amount: numberOf(amount)?.value ?? null,
    currency: currencyOf(text('currency')) ?? numberOf(unitPrice)?.currency ?? numberOf(amount)?.currency ?? columns.currency,
    problem: null,
    cells,
  }
  const ended = endedBefore(text('cancelled'), month)
  line.kind = kindOf(line, columns, ended)
  if (line.kind !== 'line') return line
  if (quantity === null) line.problem = 'the quantity is empty, or a formula without a stored value'
  else if ('problem' in quantity) line.problem = `the quantity “${textOf(cell('quantity')).slice(0, 40)}” is ${quantity.problem}`
  else if (ended === 'unknown') line.problem = `the day “${text('cancelled').slice(0, 40)}” is not a date, or is ambiguous`
  return line
}

function kindOf(
  line: InvoiceLine,
  { seatCharges, tenant, item }: InvoiceColumns,
  ended: ReturnType<typeof endedBefore>,
): InvoiceLine['kind'] {
  const noCustomer = tenant === null && line.customerId === '' && (line.customerName === '' || totalWords.test(line.customerName))
  const noProduct = item === null && line.productId === '' && (line.productName === '' || totalWords.test(line.productName))
  const named = line.cells.some((cell) => typeof cell === 'string' && totalWords.test(cell.trim()))
  // A row of totals has neither a customer nor a product, or is labelled as a total and lacks one of them.
  if ((noCustomer && noProduct) || (named && (noCustomer || noProduct))) return 'total'
  if (seatCharges !== null && !seatCharges.some((charge) => headerKey(charge) === headerKey(line.chargeType))) return 'no-seats'
  return ended === true ? 'cancelled' : 'line'
}

function columnIndexes(headers: readonly string[], { fields }: InvoiceColumns): LineContext['indexes'] {
  const keys = headers.map(headerKey)
  const found = Object.entries(fields).map(([field, header]) => [field, keys.indexOf(headerKey(header))] as const)
  return Object.fromEntries(found.filter(([, index]) => index !== -1))
}

function* cellsOf(rows: readonly FileCell[][], indexes: readonly number[]): Generator<FileCell> {
  for (const row of rows) for (const index of indexes) yield row[index] ?? ''
}

/** Without the leading apostrophe that exports add to keep spreadsheets from reading a text as a formula. */
const textOf = (cell: FileCell): string =>
  String(cell)
    .replace(/^'(?=[\s\0]*[=+\-@|])/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

const idOf = (text: string): string => normaliseId(text.replace(/^\{(.*)\}$/, '$1'))

const currencyOf = (text: string): string | null => (/^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : null)

const countLines = (lines: readonly InvoiceLine[]): InvoiceCounts => ({
  lines: lines.filter(({ kind }) => kind === 'line').length,
  totals: lines.filter(({ kind }) => kind === 'total').length,
  noSeats: lines.filter(({ kind }) => kind === 'no-seats').length,
  cancelled: lines.filter(({ kind }) => kind === 'cancelled').length,
  unreadable: lines.filter(({ problem }) => problem !== null).length,
})

function notesOf({ separator, assumed, mixed }: ReturnType<typeof decimalSeparator>): string[] {
  const read = `Numbers were read with “${separator}” as the decimal separator`
  const advice = 'If that is wrong, choose the other one.'
  if (mixed) return [`${read}, but some use the other one. Those lines are unreadable or need checking. ${advice}`]
  return assumed ? [`${read}, because no number in the file shows which one it uses. ${advice}`] : []
}
