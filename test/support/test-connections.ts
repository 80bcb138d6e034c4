import type { WriteDb } from '../../src/main/core/database/db.ts'
import { recordAnswer } from '../../src/main/core/history/record.ts'
import { datasetById } from '../../src/main/core/vendors/providers.ts'

/** 2026-01-06T12:00:00Z. */
export const firstDay = Date.UTC(2026, 0, 6, 12)

/** Connection 1 is Petra with tenant 1 (`T1`); connection 2 is Genesys with its own organisation (2, `T2`) and a customer (3, `T3`). */
export function addTestConnections({ sqlite }: Pick<WriteDb, 'sqlite'>): void {
  sqlite.exec(`INSERT INTO connection (id, name, provider, config, secret_kind, created_at)
      VALUES (1, 'Petra', 'petra', '{}', 'session', 0), (2, 'Genesys', 'genesys', '{}', 'session', 0);
    INSERT INTO tenant (id, connection_id, external_id, kind, name, origin, created_at) VALUES (1, 1, 'T1', 'petra', 'Acme', 'manual', 0),
      (2, 2, 'T2', 'own', 'Own', 'manual', 0), (3, 2, 'T3', 'customer', 'Customer', 'manual', 0)`)
}

/** Records a Petra response about tenant 1, as the writer does. */
export function recordUsers(db: WriteDb, bytes: Uint8Array, observedAt: number): ReturnType<typeof recordAnswer> {
  const dataset = 'petra.billable-users'
  const asked = { externalId: 'T1', microsoftTenantId: null }
  return recordAnswer(db, { runId: null, connectionId: 1, tenantId: 1, dataset, asked, observedAt, bytes }, datasetById(dataset))
}
