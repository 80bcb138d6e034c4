/** The thread that makes one export: reads on a handle of its own, so that neither the page nor a collection waits for it. */
import { parentPort, workerData } from 'node:worker_threads'
import { type RouteName, routes } from '../../../shared/contract/routes.ts'
import { approvalHandlers } from '../approvals/handlers.ts'
import { readCatalogue } from '../catalogue/catalogue.ts'
import { listRuns } from '../collect/runs.ts'
import { listTenants } from '../connections/read.ts'
import { AppError } from '../errors.ts'
import { openReader } from '../history/open.ts'
import { snapshotKey } from '../history/read-payload.ts'
import { peopleAt } from '../history/read-people.ts'
import { snapshotRow } from '../history/read-snapshots.ts'
import { snapshotHandlers } from '../history/snapshot-handlers.ts'
import type { Writer } from '../history/writer.ts'
import type { Api } from '../product.ts'
import { beginReading } from '../reports/deps.ts'
import { reportHandlers } from '../reports/handlers.ts'
import { ruleHandlers } from '../rules/handlers.ts'
import { readSettings } from '../settings/settings.ts'
import { thrownShape } from '../threads.ts'
import type { ExportJob, FromExportWorker } from './job.ts'
import { runExport } from './run-export.ts'
import type { Source } from './source.ts'

const port = parentPort
if (port === null) throw new Error('export-worker runs as a worker thread only')
const { dataDir, request, context, now } = workerData as ExportJob
const cancelled = new AbortController()
port.on('message', () => cancelled.abort(new AppError('CANCELLED', 'The export was cancelled; no file was made.')))

const reader = openReader(dataDir)
try {
  const made = await runExport(openSource(), request, { ...context, signal: cancelled.signal })
  port.postMessage({ kind: 'made', ...made } satisfies FromExportWorker)
} catch (error) {
  port.postMessage({ kind: 'failed', error: thrownShape(error) } satisfies FromExportWorker)
} finally {
  reader.sqlite.close()
  port.close()
}

/** What exports read from, over this thread's own handle. */
function openSource(): Source {
  const catalogue = readCatalogue(reader)
  const deps = { reader, clock: { now: () => now }, catalogue: () => catalogue, writer: noWriter() }
  const handlers: Partial<Api> = {
    ...reportHandlers(deps),
    ...ruleHandlers(deps),
    ...approvalHandlers(deps),
    ...snapshotHandlers(deps),
    'settings.get': async () => readSettings(reader),
    'tenants.list': async () => listTenants(reader),
    'runs.list': async (input) => listRuns(reader, { failed: input.failed, limit: input.limit, ...tenantFilter(input.tenant) }),
  }
  return {
    async ask(route, input) {
      cancelled.signal.throwIfAborted()
      const handler = handlers[route] as Api[typeof route] | undefined
      if (handler === undefined) throw new Error(`An export cannot ask ${route}`)
      return handler(parse(route, input), { signal: cancelled.signal })
    },
    snapshot: (id) => snapshotRow(reader, id, beginReading(deps).calendar),
    people: (id) => peopleAt(reader, snapshotKey(reader, id)),
  }
}

function parse<R extends RouteName>(route: R, input: unknown): Parameters<Api[R]>[0] {
  return routes[route].input.parse(input) as Parameters<Api[R]>[0]
}

function tenantFilter(tenant: string | number | undefined): { tenantId?: number } {
  return typeof tenant === 'number' ? { tenantId: tenant } : {}
}

function noWriter(): Writer {
  const refuse = () => Promise.reject(new Error('An export never writes to the history'))
  return { call: refuse, close: async () => {} }
}
