/** A real history in a temporary folder, with one connection and its tenants, written without a worker. */

import { onTestFinished } from 'vitest'
import type { WriteDb } from '../../src/main/core/database/db.ts'
import { type Recorded, recordAnswer } from '../../src/main/core/history/record.ts'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { datasetById } from '../../src/main/core/vendors/providers.ts'
import type { DatasetId } from '../../src/shared/domain/vendors.ts'
import { tempFolder } from './temp-folder.ts'
import { addTestConnections, firstDay } from './test-connections.ts'

export { firstDay }

export interface TestHistory {
  dataDir: string
  db: WriteDb
  /** Records a vendor's response about tenant 1 (Petra `T1`; Genesys: tenant 2), given as JSON text, bytes or a value. */
  record(payload: unknown, options?: RecordOptions): Recorded
}

export interface RecordOptions {
  dataset?: DatasetId
  /** Another tenant of the dataset's connection, added by the test. */
  tenantId?: number
  observedAt?: number
  runId?: number
  /** The explicitly requested date or period. */
  params?: Readonly<Record<string, string>>
}

/** Opens it; it is removed after the test. */
export async function testHistory(): Promise<TestHistory> {
  const dataDir = tempFolder()
  const { db, close } = await openHistory(dataDir, firstDay)
  onTestFinished(close)
  addTestConnections(db)
  return {
    dataDir,
    db,
    record: (payload, { dataset = 'petra.billable-users', observedAt = firstDay, runId, tenantId: other, params } = {}) => {
      const usual = dataset === 'petra.usage' ? null : dataset.startsWith('petra') ? 1 : dataset === 'genesys.billable-usage' ? 2 : 3
      const tenantId = other ?? usual
      return recordAnswer(
        db,
        {
          runId: runId ?? null,
          connectionId: dataset.startsWith('petra') ? 1 : 2,
          tenantId,
          dataset,
          asked: {
            externalId: tenantId === null ? null : `T${tenantId}`,
            microsoftTenantId: null,
            ...(params === undefined ? {} : { params }),
          },
          observedAt,
          bytes: asBytes(payload),
        },
        datasetById(dataset),
      )
    },
  }
}

/** A payload as a vendor's bytes. */
export function asBytes(payload: unknown): Uint8Array {
  if (payload instanceof Uint8Array) return payload
  return new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload))
}
