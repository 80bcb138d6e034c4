/** Combines the handlers of all areas into one table. */
import type { Tasks } from '../base/tasks.ts'
import type { Trouble } from '../base/trouble.ts'
import { readCatalogue } from '../catalogue/catalogue.ts'
import type { Collector } from '../collector/collector.ts'
import type { SessionSources } from '../connections/sessions.ts'
import { readInThread } from '../invoices/read-in-thread.ts'
import type { Team } from '../team/team.ts'
import type { Writer } from '../writer/writer.ts'
import { appInfo } from './app-info.ts'
import { approvalHandlers } from './approval-handlers.ts'
import { type AsOf, createAsOf } from './as-of.ts'
import { attentionHandlers } from './attention-handlers.ts'
import type { BackupChoice } from './backup-choice.ts'
import { catalogueHandlers } from './catalogue-handlers.ts'
import { closingHandlers } from './closing-handlers.ts'
import { collectingHandlers } from './collecting-handlers.ts'
import { connectionHandlers } from './connection-handlers.ts'
import type { Demo } from './demo.ts'
import type { Encryption } from './encryption.ts'
import type { EventSource } from './events.ts'
import { exportHandlers } from './export-handlers.ts'
import { figureHandlers } from './figure-handlers.ts'
import { invoiceHandlers } from './invoice-handlers.ts'
import { maintenanceHandlers } from './maintenance-handlers.ts'
import type { AppDeps, AsOfRoute, CoreApi } from './product.ts'
import { reconcileHandlers } from './reconcile-handlers.ts'
import { ruleHandlers } from './rule-handlers.ts'
import { secondFolderHandlers } from './second-folder-handlers.ts'
import { settingHandlers } from './setting-handlers.ts'
import { snapshotHandlers } from './snapshot-handlers.ts'
import { teamHandlers } from './team-handlers.ts'

/** Dependencies of the handlers. */
export type ApiDeps = AppDeps &
  Omit<SessionSources, 'writer'> & {
    writer: Writer
    collector: Collector
    team: Team
    demo: Demo
    tasks: Tasks
    backups: BackupChoice
    encryption: Encryption
    /** The current failures of background work. */
    troubles: readonly Trouble['current'][]
  }

/** Creates the table of handlers; while an earlier day is shown, handlers about the past answer from its copy. */
export function createApi(deps: ApiDeps, emit: EventSource['emit']): { api: CoreApi; asOf: AsOf } {
  const asOf = createAsOf({ ...deps, emit, apiOf: (reader, clock) => createHandlers({ ...deps, reader, clock }) })
  return { api: { ...asOf.over(createHandlers(deps)), ...asOf.handlers }, asOf }
}

function createHandlers(deps: ApiDeps): Omit<CoreApi, AsOfRoute> {
  const readingDeps = { ...deps, catalogue: () => readCatalogue(deps.reader) }
  return {
    'app.info': () => appInfo(deps),
    ...connectionHandlers(deps),
    ...settingHandlers(deps),
    ...collectingHandlers(deps),
    ...snapshotHandlers(readingDeps),
    ...maintenanceHandlers(readingDeps),
    ...secondFolderHandlers(deps),
    'encryption.get': () => deps.encryption.get(),
    'encryption.offer': () => deps.encryption.offer(),
    'tasks.cancel': async ({ task }) => ({ cancelled: deps.tasks.cancel(task) }),
    ...figureHandlers(readingDeps),
    ...ruleHandlers(readingDeps),
    ...approvalHandlers(readingDeps),
    ...invoiceHandlers({ ...deps, readInvoice: readInThread }),
    ...reconcileHandlers(readingDeps),
    ...attentionHandlers(readingDeps),
    ...closingHandlers(readingDeps),
    ...catalogueHandlers(deps),
    ...exportHandlers(readingDeps),
    ...teamHandlers(deps),
    ...deps.demo.handlers,
  }
}
