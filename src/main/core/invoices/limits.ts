/** Size limits of imported files, and errors about such files. */
import { maxInvoiceBytes } from '../../../shared/domain/invoice-size.ts'
import { AppError } from '../base/errors.ts'

/** Far above the invoices of the largest partners, and low enough to read one in less than 256 MB. */
export const limits = {
  bytes: maxInvoiceBytes,
  rows: 100_000,
  /** Rows of a sheet, including empty ones: the limit of spreadsheet programs. */
  sheetRows: 1_048_576,
  columns: 256,
  /** Characters in a cell: the limit of spreadsheet programs. */
  cell: 32_767,
  /** Unpacked bytes of a workbook's parts: each sheet is read as a stream; texts shared by sheets are held in memory. */
  unpackedSheet: 128 * 1024 * 1024,
  unpackedTexts: 8 * 1024 * 1024,
  unpackedOther: 4 * 1024 * 1024,
  parts: 2_000,
} as const

/** No more: where a map grows in one step beyond a thread's memory, V8 ends the whole process instead of the thread. */
const maxSharedTexts = 100_000

/** Returns equal texts as one object: an invoice repeats its customers and products thousands of times. */
export function sharedTexts(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const same = known.get(text)
    if (same !== undefined) return same
    if (known.size < maxSharedTexts) known.set(text, text)
    return text
  }
}

/** `UNREADABLE_FILE`; `problem` begins in lower case and ends with a full stop. */
export function unreadable(fileName: string, problem: string, data: Record<string, unknown> = {}): AppError {
  return new AppError('UNREADABLE_FILE', `${fileName} cannot be read: ${problem} Nothing was imported.`, { data })
}

/** `UNREADABLE_FILE` for a file above a limit. */
export function tooLarge(fileName: string, what: 'rows' | 'columns', limit: number): AppError {
  return unreadable(fileName, `it has more than ${limit.toLocaleString('en')} ${what}. Remove what is not needed and save it again.`, {
    what,
    limit,
  })
}
