/** Handlers of `invoices.*` and `profiles.*`. */
import type { ImportProfile, InvoiceAdded, InvoiceColumns } from '../../../shared/contract/reconcile-answers.ts'
import type { RouteParsed } from '../../../shared/contract/routes.ts'
import { parseMonth } from '../../../shared/domain/month.ts'
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import { systemUser } from '../base/system-user.ts'
import { resolveTenant } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { limits, unreadable } from '../invoices/limits.ts'
import { noColumns, readyNames, readyProfiles } from '../invoices/profiles.ts'
import { listInvoices, monthsOfFile, ownProfiles } from '../invoices/read.ts'
import type { FileToRead } from '../invoices/read-file.ts'
import type { ReadInThread } from '../invoices/read-in-thread.ts'
import { itemText, parseItem } from '../reconcile/items.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api } from './product.ts'

interface Deps {
  reader: ReadDb
  writer: Writer
  clock: Pick<Clock, 'now'>
  /** Reads a file in its own thread. */
  readInvoice: (file: FileToRead, signal: AbortSignal) => Promise<ReadInThread>
}

/** Creates the handlers. */
export function invoiceHandlers(deps: Deps): Pick<Api, Extract<keyof Api, `invoices.${string}` | `profiles.${string}`>> {
  const { reader, writer, clock, readInvoice } = deps
  const profiles = (): ImportProfile[] => [...ownProfiles(reader), ...readyProfiles([])]
  return {
    async 'invoices.preview'(input, { signal }) {
      const { preview } = await readInvoice({ ...fileToRead(reader, input), previewOnly: true }, signal)
      return preview
    },

    async 'invoices.add'(input, { signal }): Promise<InvoiceAdded> {
      if (input.saveAs !== undefined && readyNames.includes(input.saveAs))
        throw new AppError('ALREADY_EXISTS', `"${input.saveAs}" is a built-in profile. Choose another name.`)
      const { preview, lines } = await readInvoice(fileToRead(reader, input), signal)
      const { columns, counts, sha256, headers, profile, notes } = preview
      if (columns === null || counts === null) throw unknownColumns(preview)
      if (counts.lines === 0) throw unreadable(input.file.name, 'it has no lines below its header.')
      const month = parseMonth(input.month)
      const now = clock.now()
      const added = await writer.call(
        'invoice.add',
        {
          month,
          fileName: preview.fileName,
          sha256,
          bytes: preview.bytes,
          sheet: preview.sheet ?? '',
          profile: input.saveAs ?? profile,
          columns,
          headers,
          lines,
          at: now,
          who: input.who ?? systemUser(),
          replaces: input.replaces ?? null,
        },
        [lines.buffer as ArrayBuffer],
      )
      if (input.saveAs !== undefined) {
        await writer.call('profile.set', { name: input.saveAs, columns, recognisedBy: headers.filter((header) => header !== ''), at: now })
      }
      const invoices = listInvoices(reader, month)
      return {
        invoice: invoices.find(({ id }) => id === added.id)!,
        unchanged: added.unchanged,
        notes: [...notes, ...otherFiles(reader, sha256, month, invoices.length)],
      }
    },

    'invoices.list': async ({ month }) => listInvoices(reader, month),
    async 'invoices.remove'({ id }) {
      await writer.call('invoice.remove', { id })
      return listInvoices(reader)
    },
    'profiles.list': async () => profiles(),
    async 'profiles.remove'({ name }) {
      await writer.call('profile.remove', { name })
      return profiles()
    },
  }
}

function fileToRead(reader: ReadDb, input: RouteParsed<'invoices.preview'>): FileToRead {
  const bytes = Buffer.from(input.file.base64, 'base64')
  if (bytes.byteLength > limits.bytes) throw unreadable(input.file.name, `it is larger than ${limits.bytes / 1024 / 1024} MB.`)
  return {
    fileName: input.file.name,
    bytes,
    sheet: input.sheet,
    headerRow: input.headerRow,
    month: input.month === undefined ? undefined : parseMonth(input.month),
    profile: input.profile,
    columns: input.columns === undefined ? undefined : givenColumns(reader, input.columns),
    profiles: ownProfiles(reader),
  }
}

/** Only the given columns, which override a profile's. Throws `NOT_FOUND` or `AMBIGUOUS` for the tenant, `BAD_REQUEST` for the item. */
function givenColumns(
  reader: ReadDb,
  { tenant, item, fields, ...rest }: NonNullable<RouteParsed<'invoices.preview'>['columns']>,
): Partial<InvoiceColumns> {
  const given = {
    ...rest,
    fields: (fields ?? {}) as InvoiceColumns['fields'],
    ...(tenant === undefined ? {} : { tenant: resolveTenant(reader, tenant).id }),
    ...(item === undefined ? {} : { item: itemText(parseItem(item)) }),
  }
  const known = Object.entries(given).filter(([key, value]) => value !== undefined && key in noColumns)
  return Object.fromEntries(known)
}

function unknownColumns({ fileName, headers, otherProfiles }: { fileName: string; headers: string[]; otherProfiles: string[] }): AppError {
  const several = otherProfiles.length > 0 ? ` These profiles fit: ${otherProfiles.join(', ')}.` : ''
  return new AppError(
    'BAD_REQUEST',
    `No profile recognises ${fileName}. Specify the columns of the customer, the product and the quantity, or a profile.${several} Its columns: ${headers.join(', ')}.`,
    { data: { headers, profiles: otherProfiles } },
  )
}

function otherFiles(reader: ReadDb, sha256: string, month: string, invoices: number): string[] {
  const months = monthsOfFile(reader, sha256, month)
  return [
    ...(months.length === 0 ? [] : [`The same file is also in ${months.join(', ')}.`]),
    ...(invoices < 2
      ? []
      : [`${month} has ${invoices} files, whose lines are added up. If this file replaces another one, remove that one.`]),
  ]
}
