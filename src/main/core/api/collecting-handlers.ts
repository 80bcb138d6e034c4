/** Handlers of `collect.*`, `backfill.*`, `queue.*` and `runs.*`. */
import type { Collector } from '../collector/collector.ts'
import type { CollectRequest } from '../collector/requests.ts'
import { listRuns } from '../collector/runs.ts'
import { findConnection, resolveTenant } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import type { Api } from './product.ts'

/** Dependencies of these handlers. */
export interface CollectApiDeps {
  reader: ReadDb
  collector: Collector
}

type Routes = 'collect.start' | 'collect.stop' | 'queue.get' | 'runs.list' | 'backfill.start'

/** Creates the handlers. */
export function collectingHandlers({ reader, collector }: CollectApiDeps): Pick<Api, Routes> {
  return {
    'collect.start': async (input) => ({ targets: await collector.begin(collectRequest(reader, input)) }),
    'collect.stop': async () => {
      await collector.cancel()
      return {}
    },
    'backfill.start': async (input) => ({ targets: await collector.begin(backfillRequest(reader, input)) }),
    'queue.get': async () => collector.queue(),
    'runs.list': async ({ tenant, failed, limit }) =>
      listRuns(reader, { failed, limit, ...(tenant === undefined ? {} : { tenantId: resolveTenant(reader, tenant).id }) }),
  }
}

/** Resolves the names in a collect request. Throws `NOT_FOUND`, `AMBIGUOUS`. */
export function collectRequest(
  reader: ReadDb,
  { connection, tenant, due }: { connection?: string | undefined; tenant?: string | number | undefined; due: boolean },
): CollectRequest {
  const tenantRow = tenant === undefined ? null : resolveTenant(reader, tenant)
  const connectionId = connection === undefined ? null : findConnection(reader, connection).id
  return { kind: 'collect', connectionId: connectionId ?? tenantRow?.connectionId ?? null, tenantId: tenantRow?.id ?? null, due }
}

/** Resolves the connection of a backfill request. Throws `NOT_FOUND`. */
export function backfillRequest(
  reader: ReadDb,
  { connection, periods }: { connection: string; periods?: number | undefined },
): CollectRequest {
  return { kind: 'backfill', connectionId: findConnection(reader, connection).id, periods: periods ?? null }
}
