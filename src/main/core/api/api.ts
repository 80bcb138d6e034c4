/** Every route's handler. Each area keeps its own; here they come together. */

import type { Tasks } from '../base/tasks.ts'
import { readCatalogue } from '../catalogue/catalogue.ts'
import type { Collector } from '../collector/collector.ts'
import type { SessionSources } from '../connections/sessions.ts'
import type { Writer } from '../writer/writer.ts'
import { appInfo } from './app-info.ts'
import { approvalHandlers } from './approval-handlers.ts'
import type { BackupChoice } from './backup-choice.ts'
import { catalogueHandlers } from './catalogue-handlers.ts'
import { collectHandlers } from './collecting-handlers.ts'
import { connectionHandlers } from './connection-handlers.ts'
import type { Demo } from './demo.ts'
import { exportHandlers } from './export-handlers.ts'
import { reportHandlers } from './figure-handlers.ts'
import { upkeepHandlers } from './maintenance-handlers.ts'
import type { AppDeps, CoreApi } from './product.ts'
import { ruleHandlers } from './rule-handlers.ts'
import { settingHandlers } from './setting-handlers.ts'
import { snapshotHandlers } from './snapshot-handlers.ts'

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
    ...exportHandlers(reports),
    ...deps.demo.handlers,
  }
}
