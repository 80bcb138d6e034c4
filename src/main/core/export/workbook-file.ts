/** A workbook as bytes, encrypted if a password is given. */
import type { PagePlan, SheetPlan } from './sheet-plan.ts'
import type { Table } from './table.ts'
import { encryptWorkbook } from './xlsx-encryption.ts'
import { type WorkbookOptions, xlsxChunks } from './xlsx-writer.ts'

/** The bytes of a workbook: in chunks without a password, else at once. */
export async function* workbookFile(
  sheets: readonly (SheetPlan<Table> | PagePlan)[],
  options: WorkbookOptions,
  password: string | undefined,
): AsyncGenerator<Uint8Array> {
  const chunks = xlsxChunks(sheets, options)
  if (password === undefined) yield* chunks
  // An encrypted file begins with the length, so the whole workbook is needed first.
  else yield encryptWorkbook(Buffer.concat(await Array.fromAsync(chunks)), password)
}
