/** The route by which a page exports. A terminal names its own path and calls `exportFile`. */
import type { WrittenTable } from '../../../shared/contract/answers.ts'
import { resolveTenant } from '../connections/read.ts'
import { AppError } from '../errors.ts'
import type { ReadDb } from '../history/db.ts'
import type { Api, AppDeps } from '../product.ts'
import { readSetting } from '../settings/settings.ts'
import type { Tasks } from '../tasks.ts'
import { exportFile } from './export-file.ts'
import type { ExportInput, ExportMade } from './job.ts'

/** What exporting works with. */
export type ExportDeps = Pick<AppDeps, 'dataDir' | 'clock' | 'saveAs'> & { reader: ReadDb; tasks: Tasks }

/** Makes an export at a path. Throws as `runExport`, and `NOT_FOUND` or `AMBIGUOUS` for the tenant. */
export function exportTo(
  { dataDir, clock, reader }: Pick<ExportDeps, 'dataDir' | 'clock' | 'reader'>,
  { tenant, ...input }: ExportInput,
  target: { path: string; force: boolean },
  signal: AbortSignal,
): Promise<ExportMade> {
  const request = { ...input, tenant: tenant === undefined ? undefined : resolveTenant(reader, tenant).id }
  const now = clock.now()
  const context = { ...target, demo: readSetting(reader, 'demo'), madeAt: new Date(now).toISOString() }
  return exportFile({ dataDir, request, context, now }, signal)
}

/** The handler of `exports.save`. */
export function exportHandlers(deps: ExportDeps): Pick<Api, 'exports.save'> {
  return {
    async 'exports.save'(input, { signal }) {
      if (deps.saveAs === null) throw new AppError('BAD_REQUEST', 'A terminal names the file itself: use `seatledger export`.')
      const name = suggestedName(input, readSetting(deps.reader, 'demo'))
      let tables: WrittenTable[] = []
      const file = await deps.saveAs(name, async (path, { force }) => {
        const made = await deps.tasks.run('export', signal, (task) => exportTo(deps, input, { path, force }, task.signal))
        tables = made.tables
      })
      return { ...file, tables }
    },
  }
}

/** Says what, whose and when, in an order that sorts; ids and not names, which are not for file names. */
function suggestedName({ what, format, tenant, month, from, to, figure }: ExportInput, demo: boolean): string {
  const parts = [
    'seatledger',
    demo ? 'demo' : null,
    what,
    figure,
    tenant === undefined ? null : `tenant-${tenant}`,
    month ?? from,
    from && to,
  ]
  const name = parts.filter((part) => part !== null && part !== undefined && part !== '').join('-')
  return `${name.replaceAll(/[^\w.-]+/g, '_')}.${format}`
}
