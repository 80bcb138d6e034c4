/** Runs one export in its own thread and on its own database handle, so that it blocks neither the page nor collecting. */
import { parentPort } from 'node:worker_threads'
import { type RouteName, routes } from '../../../shared/contract/routes.ts'
import { AppError } from '../base/errors.ts'
import { answerJob, thrown } from '../base/threads.ts'
import { readCatalogue } from '../catalogue/catalogue.ts'
import { listRuns } from '../collector/runs.ts'
import { listTenants } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { readSnapshot } from '../evidence/read-snapshots.ts'
import type { DocumentToPrint, ExportJob, ExportMade, PrintPdf, ToExportWorker } from '../export/job.ts'
import { runExport } from '../export/run-export.ts'
import type { Source } from '../export/source.ts'
import { namedPeopleAt } from '../figures/holder-names.ts'
import { beginReading } from '../figures/reading.ts'
import { openReader } from '../maintenance/open.ts'
import { readSettings } from '../settings/settings.ts'
import type { Writer } from '../writer/writer.ts'
import { approvalHandlers } from './approval-handlers.ts'
import { closingHandlers } from './closing-handlers.ts'
import { figureHandlers } from './figure-handlers.ts'
import type { Api } from './product.ts'
import { reconcileHandlers } from './reconcile-handlers.ts'
import { ruleHandlers } from './rule-handlers.ts'
import { snapshotHandlers } from './snapshot-handlers.ts'

const cancelled = new AbortController()
const printing: { resolve(pdf: Uint8Array): void; reject(error: unknown): void }[] = []
parentPort?.on('message', (message: ToExportWorker) => {
  if (message.kind === 'cancel') {
    const error = new AppError('CANCELLED', 'The export was cancelled and no file was written.')
    cancelled.abort(error)
    for (const each of printing.splice(0)) each.reject(error)
  } else if (message.kind === 'printed') printing.shift()?.resolve(message.pdf)
  else printing.shift()?.reject(thrown(message.error))
})

await answerJob<ExportJob, ExportMade, DocumentToPrint>(async ({ dataDir, request, context, now }, send) => {
  /** The host prints, and replies in the order of the documents. */
  const print: PrintPdf = (html) =>
    new Promise((resolve, reject) => {
      cancelled.signal.throwIfAborted()
      printing.push({ resolve, reject })
      send({ html })
    })
  const reader = openReader(dataDir)
  try {
    return await runExport(openSource(reader, now), request, { ...context, signal: cancelled.signal, print })
  } finally {
    reader.sqlite.close()
  }
})

/** The data source of exports, on this thread's handle. */
function openSource(reader: ReadDb, now: number): Source {
  const catalogue = readCatalogue(reader)
  const deps = { reader, clock: { now: () => now }, catalogue: () => catalogue, writer: noWriter() }
  const handlers: Partial<Api> = {
    ...figureHandlers(deps),
    ...ruleHandlers(deps),
    ...approvalHandlers(deps),
    ...reconcileHandlers(deps),
    ...closingHandlers(deps),
    ...snapshotHandlers(deps),
    'settings.get': async () => readSettings(reader),
    'tenants.list': async () => listTenants(reader, now),
    'runs.list': async (input) => listRuns(reader, { failed: input.failed, limit: input.limit, ...tenantFilter(input.tenant) }),
  }
  return {
    async ask(route, input) {
      cancelled.signal.throwIfAborted()
      const handler = handlers[route] as Api[typeof route] | undefined
      if (handler === undefined) throw new Error(`Exports cannot use ${route}`)
      return handler(parse(route, input), { signal: cancelled.signal })
    },
    snapshot: (id) => readSnapshot(reader, id, beginReading(deps).calendar),
    people: (id) => namedPeopleAt(beginReading(deps), id),
  }
}

function parse<R extends RouteName>(route: R, input: unknown): Parameters<Api[R]>[0] {
  return routes[route].input.parse(input) as Parameters<Api[R]>[0]
}

function tenantFilter(tenant: string | number | undefined): { tenantId?: number } {
  return typeof tenant === 'number' ? { tenantId: tenant } : {}
}

function noWriter(): Writer {
  const refuse = () => Promise.reject(new Error('Exports cannot write to the history'))
  return { call: refuse, close: async () => {} }
}
