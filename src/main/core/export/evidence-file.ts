/** The evidence pack as a file: a workbook, a PDF, the HTML document that the PDF is printed from, or an archive with a workbook and a PDF per customer. */
import type { WrittenTable } from '../../../shared/contract/export-answers.ts'
import { AppError } from '../base/errors.ts'
import { evidenceDocument } from './evidence-document.ts'
import { type EvidencePack, evidencePacks } from './evidence-pack.ts'
import { evidenceWorkbook } from './evidence-workbook.ts'
import type { ExportRequest, PrintPdf } from './job.ts'
import { type MonthReport, monthReport, monthScope } from './month-report.ts'
import { isPage } from './sheet-plan.ts'
import { type Source, skuNames } from './source.ts'
import { demoTitle } from './table.ts'
import { workbookFile } from './workbook-file.ts'
import { type ZipEntry, zip } from './zip.ts'

type Chunks = Iterable<string> | AsyncIterable<Uint8Array>

/** The file's content and its tables. Throws as `monthScope` and `print`. */
export async function evidenceFile(
  source: Source,
  request: ExportRequest,
  context: { demo: boolean; madeAt: string; print: PrintPdf },
): Promise<{ chunks: Chunks; tables: WrittenTable[] }> {
  const scope = await monthScope(source.ask, request)
  const report = await monthReport(source, scope)
  const skuName = await skuNames(source.ask)
  const packs = [...evidencePacks(source, report, skuName)]
  if (packs.length === 0) throw new AppError('NO_SNAPSHOT', `There is nothing to export for this customer in ${scope.month}.`)
  const tables = [
    { name: 'Customers', rows: packs.length },
    { name: 'People', rows: packs.reduce((count, { people }) => count + (people?.length ?? 0), 0) },
  ]
  const workbook = (of: MonthReport, some: readonly EvidencePack[]) => {
    const title = `Seatledger evidence ${scope.month}`
    const options = { timeZone: scope.timeZone, title, footer: context.demo ? demoTitle : '' }
    return workbookFile(evidenceWorkbook(of, some, context), options, request.password)
  }
  switch (request.format) {
    case 'html':
      return { chunks: [evidenceDocument(packs, context)], tables }
    case 'pdf':
      return { chunks: printed(context.print, evidenceDocument(packs, context)), tables }
    case 'zip':
      return { chunks: zip(customerFiles(packs, workbook, context)), tables }
    default: {
      const sheets = evidenceWorkbook(report, packs, context).flatMap((sheet) =>
        isPage(sheet) ? [] : [{ name: sheet.table.name, rows: sheet.table.rows.length }],
      )
      return { chunks: workbook(report, packs), tables: sheets }
    }
  }
}

async function* printed(print: PrintPdf, html: string): AsyncGenerator<Uint8Array> {
  yield await print(html)
}

/** One customer's files at a time, made while the archive is written. */
async function* customerFiles(
  packs: readonly EvidencePack[],
  workbook: (of: MonthReport, some: readonly EvidencePack[]) => AsyncIterable<Uint8Array>,
  context: { demo: boolean; madeAt: string; print: PrintPdf },
): AsyncGenerator<ZipEntry> {
  for (const pack of packs) {
    const name = `${fileName(pack.tenant.name)} (${pack.tenant.id}) ${pack.report.month}`
    yield { path: `${name}.pdf`, content: printed(context.print, evidenceDocument([pack], context)) }
    yield { path: `${name}.xlsx`, content: workbook(pack.report, [pack]) }
  }
}

/** A tenant's name without characters that some system forbids in file names. The id in the file name keeps files distinct. */
const fileName = (name: string): string =>
  [
    ...name
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{N} .,&'()+-]+/gu, ' ')
      .replaceAll(/\s+/g, ' '),
  ]
    .slice(0, 60)
    .join('')
    .trim()
    .replace(/^\.+/, '')
    // Windows opens a device instead.
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)\s*\./i, '$1') || 'customer'
