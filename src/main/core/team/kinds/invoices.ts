/** Decisions about invoices: mappings of customers and products, and decisions about differences. The invoices themselves are not shared. */
import { prepared } from '../../database/prepared.ts'
import { canonicalText } from '../../evidence/canonical.ts'
import type { Decided, DecisionKind } from './kind.ts'

interface MappingRow {
  kind: string
  key: string
  label: string
  tenantId: number | null
  item: string | null
  reason: string | null
  at: number
  who: string
  removedAt: number | null
}

type Mapped = { label: string; tenant: number | null; item: string | null; reason: string | null } | null

/** Subject: kind and key. */
export const mappings: DecisionKind = {
  kind: 'mapping',
  read({ sqlite }, ids) {
    const rows = prepared<[], MappingRow>(
      sqlite,
      'SELECT kind, key, label, tenant_id tenantId, item, reason, at, who, removed_at removedAt FROM mapping ORDER BY id',
    ).all()
    return new Map(
      rows.flatMap(({ kind, key, label, tenantId, item, reason, at, who, removedAt }): [string, Decided][] => {
        const tenant = tenantId === null ? null : ids.teamTenant(tenantId)
        if (tenant === undefined) return []
        const value = removedAt === null ? { label, tenant, item, reason } : null
        return [[JSON.stringify([kind, key]), { value: canonicalText(value), by: who, at: removedAt ?? at }]]
      }),
    )
  },
  write({ sqlite }, ids, subject, { value, by, at }) {
    const [kind, key] = JSON.parse(subject) as [string, string]
    const mapped = JSON.parse(value) as Mapped
    const tenantId = mapped === null || mapped.tenant === null ? null : ids.ourTenant(mapped.tenant)
    if (tenantId === undefined) return
    prepared(sqlite, 'UPDATE mapping SET removed_at = ? WHERE kind = ? AND key = ? AND removed_at IS NULL').run(at, kind, key)
    if (mapped === null) return
    const { label, item, reason } = mapped
    prepared(sqlite, 'INSERT INTO mapping (kind, key, label, tenant_id, item, reason, at, who) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
      kind,
      key,
      label,
      tenantId,
      item,
      reason,
      at,
      by,
    )
  },
}

interface DecisionRow {
  decision: string
  reason: string
  quantity: string | null
  effective: string | null
  untilMonth: string | null
  billed: string | null
  actual: string | null
}

/** Subject: month, tenant and item. */
export const invoiceDecisions: DecisionKind = {
  kind: 'reconcile-decision',
  read({ sqlite }, ids) {
    const rows = prepared<[], DecisionRow & { month: string; tenantId: number; item: string; at: number; who: string }>(
      sqlite,
      `SELECT month, tenant_id tenantId, item, decision, reason, quantity, effective, until_month untilMonth, billed, actual, at, who
       FROM reconcile_decision ORDER BY id`,
    ).all()
    return new Map(
      rows.flatMap(({ month, tenantId, item, at, who, ...value }): [string, Decided][] => {
        const tenant = ids.teamTenant(tenantId)
        return tenant === undefined ? [] : [[JSON.stringify([month, tenant, item]), { value: canonicalText({ ...value }), by: who, at }]]
      }),
    )
  },
  write({ sqlite }, ids, subject, { value, by, at }) {
    const [month, tenant, item] = JSON.parse(subject) as [string, number, string]
    const tenantId = ids.ourTenant(tenant)
    if (tenantId === undefined) return
    const row = JSON.parse(value) as DecisionRow
    prepared(
      sqlite,
      `INSERT INTO reconcile_decision (month, tenant_id, item, decision, reason, quantity, effective, until_month, billed, actual, at, who)
       VALUES (@month, @tenantId, @item, @decision, @reason, @quantity, @effective, @untilMonth, @billed, @actual, @at, @by)`,
    ).run({ ...row, month, tenantId, item, at, by })
  },
}
