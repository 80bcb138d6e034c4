/** Targets: one dataset of one tenant (or of a connection) with the vendor's parameters, and their state in `target_state`. */

import canonicalize from 'canonicalize'
import { and, eq } from 'drizzle-orm'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { targetStateTable } from '../database/schema/collecting.ts'
import type { Target } from '../vendors/provider.ts'

/** What identifies a target. */
export interface TargetIdentity {
  connectionId: number
  /** Null for a connection's dataset. */
  tenantId: number | null
  dataset: DatasetId
  /** As returned by `paramsText`. */
  params: string
}

/** A row of `target_state`. */
export type TargetState = Omit<typeof targetStateTable.$inferSelect, 'dataset' | 'tenantId'> & TargetIdentity

/** A target's parameters as they are stored: canonical JSON, empty for "now". */
export function paramsText(params: Target['params']): string {
  return Object.keys(params).length === 0 ? '' : (canonicalize(params) ?? '')
}

/** The identity as one string. */
export function targetKey({ connectionId, tenantId, dataset, params }: TargetIdentity): string {
  return `${connectionId} ${tenantId ?? 0} ${dataset} ${params}`
}

/** All rows of `target_state`, by target key. Plain SQL, since there are hundreds and they are read before every run. */
export function readTargetStates({ sqlite }: ReadDb): Map<string, TargetState> {
  const rows = prepared<[], TargetState>(
    sqlite,
    `select connection_id connectionId, nullif(tenant_id, 0) tenantId, dataset, params, failures, not_before notBefore, stop_code stopCode,
       last_attempt_at lastAttemptAt, last_success_at lastSuccessAt from target_state`,
  ).all()
  return new Map(rows.map((row) => [targetKey(row), row]))
}

/** How often a target has failed in a row. */
export function failuresOf({ orm }: WriteDb, target: TargetIdentity): number {
  const { connectionId, tenantId, dataset, params } = rowKey(target)
  const { connectionId: c, tenantId: t, dataset: d, params: p } = targetStateTable
  const row = orm
    .select({ failures: targetStateTable.failures })
    .from(targetStateTable)
    .where(and(eq(c, connectionId), eq(t, tenantId), eq(d, dataset), eq(p, params)))
    .get()
  return row?.failures ?? 0
}

/** Sets the given columns of a target's row, which is created if there is none. */
export function updateTargetState({ orm }: WriteDb, target: TargetIdentity, set: Partial<typeof targetStateTable.$inferInsert>): void {
  const { connectionId, tenantId, dataset, params } = targetStateTable
  orm
    .insert(targetStateTable)
    .values({ ...rowKey(target), ...set })
    .onConflictDoUpdate({ target: [connectionId, tenantId, dataset, params], set })
    .run()
}

/** A success clears failures, back-off and stop. Plain SQL, since it happens for every answer. */
export function markCollected({ sqlite }: WriteDb, target: TargetIdentity, at: number): void {
  const { connectionId, tenantId, dataset, params } = rowKey(target)
  prepared(
    sqlite,
    `INSERT INTO target_state (connection_id, tenant_id, dataset, params, last_attempt_at, last_success_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET last_attempt_at = excluded.last_attempt_at, last_success_at = excluded.last_success_at,
       failures = 0, not_before = NULL, stop_code = NULL`,
  ).run(connectionId, tenantId, dataset, params, at, at)
}

/** The primary key of a target's row, where 0 stands for "no tenant". */
function rowKey({ connectionId, tenantId, dataset, params }: TargetIdentity) {
  return { connectionId, tenantId: tenantId ?? 0, dataset, params }
}
