/** Every route's handler. Each area keeps its own; here they come together. */
import { appInfo } from './app-info.ts'
import { approvalHandlers } from './approvals/handlers.ts'
import { readCatalogue } from './catalogue/catalogue.ts'
import { catalogueHandlers } from './catalogue/handlers.ts'
import type { Collector } from './collect/collector.ts'
import { collectHandlers } from './collect/handlers.ts'
import { connectionHandlers } from './connections/handlers.ts'
import type { SessionSources } from './connections/sessions.ts'
import type { Demo } from './demo.ts'
import { exportHandlers } from './export/handlers.ts'
import type { BackupChoice } from './history/backup-choice.ts'
import { snapshotHandlers } from './history/snapshot-handlers.ts'
import { upkeepHandlers } from './history/upkeep-handlers.ts'
import type { Writer } from './history/writer.ts'
import type { AppDeps, CoreApi } from './product.ts'
import { reportHandlers } from './reports/handlers.ts'
import { ruleHandlers } from './rules/handlers.ts'
import { settingHandlers } from './settings/handlers.ts'
import type { Tasks } from './tasks.ts'

/** What the handlers work with. */
export type ApiDeps = AppDeps &
  Omit<SessionSources, 'writer'> & { writer: Writer; collector: Collector; demo: Demo; tasks: Tasks; backups: BackupChoice }

/** The table of handlers. */
export function createApi(deps: ApiDeps): CoreApi {
  const reports = { ...deps, catalogue: () => readCatalogue(deps.reader) }
  return {
    'app.info': () => appInfo(deps),
    ...connectionHandlers(deps),
    ...settingHandlers(deps),
    ...collectHandlers(deps),
    ...snapshotHandlers(reports),
    ...upkeepHandlers(reports),
    'tasks.cancel': async ({ task }) => ({ cancelled: deps.tasks.cancel(task) }),
    ...reportHandlers(reports),
    ...ruleHandlers(reports),
    ...approvalHandlers(reports),
    ...catalogueHandlers(deps),
    ...exportHandlers(deps),
    ...deps.demo.handlers,
  }
}
