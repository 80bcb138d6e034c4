/** Handlers of `exports.*`, for pages. A terminal has its own paths and calls `exportTo`. */

import type { WrittenTable } from '../../../shared/contract/export-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { AppError } from '../base/errors.ts'
import { systemUser } from '../base/system-user.ts'
import type { Tasks } from '../base/tasks.ts'
import { listTenants, resolveTenant } from '../connections/read.ts'
import type { SessionSources } from '../connections/sessions.ts'
import { rebuildText } from '../evidence/read-payload.ts'
import { receivedBytes } from '../evidence/read-snapshots.ts'
import type { ExportInput, ExportMade } from '../export/job.ts'
import { monthScope } from '../export/month-report.ts'
import { checkTarget, saveFile } from '../export/save-file.ts'
import type { Ask } from '../export/source.ts'
import { beginReading, type ReadingDeps } from '../figures/reading.ts'
import { latestInvoiceMonth } from '../reconcile/reconcile.ts'
import { readSetting } from '../settings/settings.ts'
import type { Writer } from '../writer/writer.ts'
import { exportFile } from './export-file.ts'
import { figureHandlers } from './figure-handlers.ts'
import { invoiceDocument } from './invoice-document.ts'
import type { Api, AppDeps, SaveAs } from './product.ts'

/** Dependencies of exports. */
export type ExportDeps = Pick<AppDeps, 'dataDir' | 'clock' | 'saveAs' | 'openPrinter'> &
  ReadingDeps &
  Omit<SessionSources, 'writer'> & { tasks: Tasks; writer: Writer }

/** Exports to a path, and records it if it is about a month. Throws as `runExport`, and `NOT_FOUND` or `AMBIGUOUS` for the tenant. */
export async function exportTo(
  deps: Pick<ExportDeps, 'dataDir' | 'clock' | 'writer' | 'openPrinter'> & ReadingDeps,
  { tenant, ...input }: ExportInput,
  target: { path: string; force: boolean },
  signal: AbortSignal,
): Promise<ExportMade> {
  const { dataDir, clock, reader, writer } = deps
  const tenantId = tenant === undefined ? undefined : resolveTenant(reader, tenant).id
  // An impossible target is refused before anything is read.
  await checkTarget(target.path, target)
  const request = { ...input, tenant: tenantId, month: await monthOf(deps, { ...input, tenant: tenantId }, signal) }
  const now = clock.now()
  const context = { ...target, demo: readSetting(reader, 'demo'), madeAt: isoTime(now) }
  const made = await exportFile({ dataDir, request, context, now }, signal, deps.openPrinter)
  const { what, format, month } = request
  if (month !== undefined && what !== 'trend' && what !== 'runs') {
    const { rows, bytes, sha256 } = made
    await writer.call('closing.exported', {
      month,
      what,
      format,
      tenantId: tenantId ?? null,
      rows,
      bytes,
      sha256,
      at: now,
      by: systemUser(),
    })
  }
  return made
}

const pngSignature = Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1')

/** Creates the handlers. */
export function exportHandlers(deps: ExportDeps): Pick<Api, Extract<keyof Api, `exports.${string}`>> {
  const saveAs: SaveAs = (name, write) => {
    if (deps.saveAs === null)
      throw new AppError('BAD_REQUEST', 'This host has no save dialog. Use `seatledger export` or `seatledger snapshot` instead.')
    return deps.saveAs(name, write)
  }
  const save = (name: string, content: string | Uint8Array) =>
    saveAs(name, async (path, { force }) => {
      await saveFile(path, [content], { force })
    })
  return {
    async 'exports.evidence'({ id, received }) {
      const bytes = received ? receivedBytes(deps.reader, id) : rebuildText(deps.reader, id)
      return save(`seatledger-snapshot-${id}${received ? '-received' : ''}.json`, bytes)
    },

    async 'exports.invoiceDocument'({ id }, { signal }) {
      const { name, bytes } = await deps.tasks.run('ask-vendor', signal, (task) => invoiceDocument(deps, id, task.signal))
      return save(name, bytes)
    },

    async 'exports.picture'({ name, png }) {
      const bytes = Buffer.from(png, 'base64')
      if (!bytes.subarray(0, pngSignature.length).equals(pngSignature))
        throw new AppError('BAD_REQUEST', 'This is not a PNG image, so nothing was saved. Reload the chart and try again.')
      return save(`seatledger-${readSetting(deps.reader, 'demo') ? 'demo-' : ''}${name}.png`, bytes)
    },

    async 'exports.save'(given, { signal }) {
      // Decided before the user chooses a location, since the file's name contains the month.
      const input = { ...given, month: await monthOf(deps, given, signal) }
      const name = suggestedName(input, readSetting(deps.reader, 'demo'))
      let tables: WrittenTable[] = []
      const file = await saveAs(name, async (path, { force }) => {
        const made = await deps.tasks.run('export', signal, (task) => exportTo(deps, input, { path, force }, task.signal))
        tables = made.tables
      })
      return { ...file, tables }
    },
  }
}

/** The month of the export; undefined if it has a span of months. Throws as `monthScope`. */
async function monthOf(
  deps: ReadingDeps,
  { what, month, from, tenant, dataset }: ExportInput,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (month !== undefined || from !== undefined || what === 'trend' || what === 'runs') return month
  if (what === 'reconcile') return latestInvoiceMonth(beginReading(deps)) ?? undefined
  const handlers: Partial<Api> = { ...figureHandlers(deps), 'tenants.list': async () => listTenants(deps.reader, deps.clock.now()) }
  const ask: Ask = async (route, input) => {
    const handler = handlers[route] as Api[typeof route]
    return handler(input as Parameters<typeof handler>[0], { signal })
  }
  const provider = what === 'licences' ? 'petra' : what === 'usage' ? 'genesys' : undefined
  const request = { dataset, ...(tenant === undefined ? {} : { tenant: resolveTenant(deps.reader, tenant).id }) }
  return (await monthScope(ask, request, provider)).month
}

/** A file name from content, tenant and time, in sortable order. It has ids, since tenants' names may contain characters that file names cannot. */
function suggestedName({ what, dataset, format, tenant, month, from, to, figure }: ExportInput, demo: boolean): string {
  const parts = [
    'seatledger',
    demo ? 'demo' : null,
    what,
    dataset === undefined ? null : dataset.slice(dataset.indexOf('.') + 1),
    figure,
    tenant === undefined ? null : `tenant-${tenant}`,
    month ?? sideName(from),
    from === undefined ? null : sideName(to),
  ]
  const name = parts.filter((part) => part !== null && part !== undefined && part !== '').join('-')
  return `${name.replaceAll(/[^\w.-]+/g, '_')}.${format}`
}

const sideName = (side: string | number | undefined): string | null =>
  side === undefined ? null : typeof side === 'number' ? `snapshot-${side}` : side
