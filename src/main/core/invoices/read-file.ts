/** Reads an imported file. Pure: bytes in, lines out. */
import { createHash } from 'node:crypto'
import type { ImportProfile, InvoiceColumns, InvoicePreview } from '../../../shared/contract/reconcile-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { csvRows } from './csv-rows.ts'
import { findHeader, type Header } from './header.ts'
import { limits, unreadable } from './limits.ts'
import { type InvoiceLine, readLines } from './lines.ts'
import type { FileCell, Separator } from './numbers.ts'
import { headerKey, noColumns, readyNames, readyProfiles, recognise } from './profiles.ts'
import { isWorkbook, xlsxRows } from './xlsx-rows.ts'

/** A file and how to read it. */
export interface FileToRead {
  fileName: string
  bytes: Uint8Array
  sheet?: string | undefined
  /** From 1; detected if absent. */
  headerRow?: number | undefined
  /** The month that it bills. Lines that ended before it do not count. */
  month?: Month | undefined
  /** The user's own profiles. */
  profiles: ImportProfile[]
  /** A profile's name. Without it and without columns, the profile that recognises the file is used. */
  profile?: string | undefined
  /** Columns that override the profile's. */
  columns?: Partial<InvoiceColumns> | undefined
  /** Show the file even if its columns are not complete yet. */
  previewOnly?: boolean | undefined
}

/** A file's lines (empty if its columns are not known), and its preview. */
export interface FileRead {
  preview: InvoicePreview
  lines: InvoiceLine[]
}

const sampleRows = 20
/** How many sheets are searched for a header. */
const searchedSheets = 20

interface Sheet {
  rows: FileCell[][]
  sheets: string[]
  sheet: string | null
  encoding: string | null
  delimiter: string | null
  usual: Separator
}

/** Reads a file. Throws `UNREADABLE_FILE`; `NOT_FOUND` for an unknown sheet, profile or column. */
export async function readFile(file: FileToRead): Promise<FileRead> {
  const { fileName, bytes } = file
  if (bytes.byteLength === 0) throw unreadable(fileName, 'it is empty.')
  if (bytes.byteLength > limits.bytes) throw unreadable(fileName, `it is larger than ${limits.bytes / 1024 / 1024} MB.`)
  const { sheet, header } = await headedSheet(file)
  const { index, headers } = header
  const recognised = recognise(headers, file.profiles)
  const { columns, profile } = columnsOf(file, headers, recognised.chosen)
  const read =
    columns === null
      ? null
      : readLines({ rows: sheet.rows, headerIndex: index, headers }, columns, { month: file.month ?? null, usual: sheet.usual })
  const preview: InvoicePreview = {
    fileName,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.byteLength,
    encoding: sheet.encoding,
    delimiter: sheet.delimiter,
    sheets: sheet.sheets,
    sheet: sheet.sheet,
    headerRow: index + 1,
    headers,
    sample: sheet.rows.slice(index + 1, index + 1 + sampleRows).map((row) => row.map(String)),
    profile,
    otherProfiles: recognised.others.map(({ name }) => name),
    columns,
    counts: read?.counts ?? null,
    notes: read?.notes ?? [],
  }
  return { preview, lines: read?.lines ?? [] }
}

/** The sheet to read with its header: the named one, else the first that a profile recognises, else the first with a header. */
async function headedSheet(file: FileToRead): Promise<{ sheet: Sheet; header: Header }> {
  const first = await readSheet(file, file.sheet)
  let fallback: { sheet: Sheet; header: Header } | null = null
  const names = file.sheet === undefined && first.sheets.length > 0 ? first.sheets.slice(0, searchedSheets) : [null]
  for (const [at, name] of names.entries()) {
    const sheet = at === 0 ? first : await readSheet(file, name!)
    const header = findHeader(sheet.rows, file.profiles, file.headerRow)
    if (header === null) continue
    if (recognise(header.headers, file.profiles).chosen !== null) return { sheet, header }
    fallback ??= { sheet, header }
  }
  if (fallback !== null) return fallback
  throw unreadable(
    file.fileName,
    file.headerRow === undefined
      ? 'no header row was found (a name in each column and numbers below). Specify the row, or remove everything above it.'
      : `row ${file.headerRow} is empty or does not exist.`,
  )
}

async function readSheet({ fileName, bytes }: FileToRead, name: string | undefined): Promise<Sheet> {
  if (isWorkbook(bytes)) return { ...(await xlsxRows(bytes, fileName, name)), encoding: null, delimiter: null, usual: '.' }
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1')
  if (start === '\u00D0\u00CF\u0011\u00E0')
    throw unreadable(fileName, 'it is protected by a password, or an XLS file. Save it as XLSX without a password, or as CSV.')
  if (start === '%PDF') throw unreadable(fileName, 'it is a PDF. Ask for the invoice as CSV or XLSX.')
  if (name !== undefined) throw new AppError('NOT_FOUND', `${fileName} is a text file without sheets. Do not specify a sheet.`)
  const { rows, encoding, delimiter } = csvRows(bytes, fileName)
  return { rows, sheets: [], sheet: null, encoding, delimiter, usual: delimiter === ';' ? ',' : '.' }
}

function columnsOf(
  file: FileToRead,
  headers: readonly string[],
  recognised: ImportProfile | null,
): { columns: InvoiceColumns | null; profile: string | null } {
  const { profiles, profile, columns, fileName } = file
  const named = profile === undefined ? undefined : [...profiles, ...readyProfiles(headers)].find(({ name }) => name === profile)
  if (profile !== undefined && named === undefined) {
    const known = [...profiles.map(({ name }) => name), ...readyNames].join(', ')
    throw new AppError('NOT_FOUND', `There is no profile "${profile}". Profiles: ${known}.`, { data: { profile } })
  }
  const ownFields = Object.keys(columns?.fields ?? {}).length > 0
  const base = named ?? (ownFields ? null : recognised)
  if (base === null && columns === undefined) return { columns: null, profile: null }
  const used = { ...(base?.columns ?? noColumns), ...columns, fields: { ...base?.columns.fields, ...columns?.fields } }
  const keys = new Set(headers.map(headerKey))
  const missing = Object.values(used.fields).filter((header) => !keys.has(headerKey(header)))
  if (missing.length > 0) {
    const list = missing.map((each) => `"${each}"`).join(', ')
    throw new AppError('NOT_FOUND', `${fileName} has no column ${list}. Its columns: ${headers.join(', ')}.`, {
      data: { missing, headers },
    })
  }
  const incomplete = missingParts(used)
  if (incomplete.length === 0) return { columns: used, profile: ownFields ? null : (base?.name ?? null) }
  if (file.previewOnly) return { columns: null, profile: base?.name ?? null }
  throw new AppError('BAD_REQUEST', `Specify the column of ${fileName} for ${incomplete.join(', ')}. Its columns: ${headers.join(', ')}.`, {
    data: { missing: incomplete, headers },
  })
}

/** A line needs a customer, a product and a quantity. */
function missingParts({ fields, item, tenant }: InvoiceColumns): string[] {
  return [
    ...(fields.customerId === undefined && fields.customerName === undefined && tenant === null ? ['the customer'] : []),
    ...(fields.productId === undefined && fields.productName === undefined && item === null ? ['the product'] : []),
    ...(fields.quantity === undefined ? ['the quantity'] : []),
  ]
}
