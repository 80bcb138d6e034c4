/**
 * Decisions that apply from a month: rules, services, and excluded people. Their tables are append-only. In force for a subject is a
 * list of steps: the latest row for all history, if any, and the latest row of each month after it.
 */
import type { Json } from '../../../../shared/domain/json.ts'
import type { WriteDb } from '../../database/db.ts'
import { prepared } from '../../database/prepared.ts'
import { canonicalText } from '../../evidence/canonical.ts'
import type { TeamIds } from '../team-ids.ts'
import type { Decided, DecisionKind } from './kind.ts'

interface Row {
  subject: string
  fromMonth: string | null
  value: Json
  by: string
  at: number
}

/** A table of steps. */
interface StepTable {
  kind: string
  /** All rows in order, except those whose tenant or connection the team does not have. */
  rows(db: WriteDb, ids: TeamIds): Row[]
  append(db: WriteDb, ids: TeamIds, row: Row): void
}

/** The kinds. `user` names who made this machine's rules, which the rows do not record. */
export const steps = (user: string): DecisionKind[] => [rules(user), services, exclusions].map(kindOf)

function kindOf(table: StepTable): DecisionKind {
  return {
    kind: table.kind,
    read: (db, ids) =>
      new Map([...Map.groupBy(table.rows(db, ids), ({ subject }) => subject)].map(([subject, rows]) => [subject, inForce(rows)] as const)),
    write(db, ids, subject, { value, by, at }) {
      const now = table.rows(db, ids).filter((row) => row.subject === subject)
      const known = new Map(stepsOf(now).map((row) => [row.fromMonth, canonicalText(row.value)]))
      for (const [fromMonth, step] of JSON.parse(value) as [string | null, Json][]) {
        if (known.get(fromMonth) === canonicalText(step)) continue
        // A row for all history supersedes those of months, so all steps are written again after it.
        if (fromMonth === null) known.clear()
        table.append(db, ids, { subject, fromMonth, value: step, by, at })
      }
    },
  }
}

function inForce(rows: Row[]): Decided {
  const last = rows.at(-1)!
  return { value: canonicalText(stepsOf(rows).map(({ fromMonth, value }) => [fromMonth, value])), by: last.by, at: last.at }
}

function stepsOf(rows: readonly Row[]): Row[] {
  const base = rows.findLastIndex(({ fromMonth }) => fromMonth === null)
  const months = new Map(rows.slice(base + 1).map((row) => [row.fromMonth, row]))
  const sorted = [...months.values()].sort((a, b) => ((a.fromMonth ?? '') < (b.fromMonth ?? '') ? -1 : 1))
  return base === -1 ? sorted : [rows[base]!, ...sorted]
}

/** Names, counting, prices and overlaps of SKUs. */
const rules = (user: string): StepTable => ({
  kind: 'rule',
  rows: ({ sqlite }, ids) =>
    prepared<
      [],
      { kind: string; subject: string; object: string; value: string | null; currency: string | null; fromMonth: string | null; at: number }
    >(sqlite, 'SELECT kind, subject, object, value, currency, from_month fromMonth, at FROM rule ORDER BY id')
      .all()
      .flatMap(({ kind, subject, object, value, currency, fromMonth, at }) => {
        // A unit's price may apply to only one connection.
        const ofConnection = kind === 'price' && object !== ''
        const portable = ofConnection ? ids.teamConnection(Number(object)) : object
        return portable === undefined
          ? []
          : [{ subject: JSON.stringify([kind, subject, portable]), fromMonth, value: { value, currency }, by: user, at }]
      }),
  append({ sqlite }, ids, { subject, fromMonth, value, at }) {
    const [kind, of, object] = JSON.parse(subject) as [string, string, string | number]
    const ours = typeof object === 'number' ? ids.ourConnection(object)?.toString() : object
    if (ours === undefined) return
    const { value: text, currency } = value as { value: string | null; currency: string | null }
    prepared(sqlite, 'INSERT INTO rule (kind, subject, object, value, currency, from_month, at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      kind,
      of,
      ours,
      text,
      currency,
      fromMonth,
      at,
    )
  },
})

type ServiceRow = { skus: string | null; counts: string; tolerance: string; billed: string }

/** SKUs that are billed as one. */
const services: StepTable = {
  kind: 'service',
  rows: ({ sqlite }) =>
    prepared<[], ServiceRow & { name: string; fromMonth: string | null; at: number; who: string }>(
      sqlite,
      'SELECT name, skus, counts, tolerance, billed, from_month fromMonth, at, who FROM service ORDER BY id',
    )
      .all()
      .map(({ name, fromMonth, at, who, ...value }) => ({ subject: name, fromMonth, value, by: who, at })),
  append({ sqlite }, _, { subject, fromMonth, value, by, at }) {
    const { skus, counts, tolerance, billed } = value as ServiceRow
    prepared(
      sqlite,
      'INSERT INTO service (name, skus, counts, tolerance, billed, from_month, at, who) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(subject, skus, counts, tolerance, billed, fromMonth, at, by)
  },
}

/** People who are excluded from a service. */
const exclusions: StepTable = {
  kind: 'service-exclusion',
  rows: ({ sqlite }, ids) =>
    prepared<
      [],
      {
        service: string
        tenantId: number
        person: string
        excluded: number
        reason: string
        fromMonth: string | null
        at: number
        who: string
      }
    >(
      sqlite,
      'SELECT service, tenant_id tenantId, person, excluded, reason, from_month fromMonth, at, who FROM service_exclusion ORDER BY id',
    )
      .all()
      .flatMap(({ service, tenantId, person, excluded, reason, fromMonth, at, who }) => {
        const tenant = ids.teamTenant(tenantId)
        return tenant === undefined
          ? []
          : [{ subject: JSON.stringify([service, tenant, person]), fromMonth, value: { excluded: excluded === 1, reason }, by: who, at }]
      }),
  append({ sqlite }, ids, { subject, fromMonth, value, by, at }) {
    const [service, tenant, person] = JSON.parse(subject) as [string, number, string]
    const tenantId = ids.ourTenant(tenant)
    if (tenantId === undefined) return
    const { excluded, reason } = value as { excluded: boolean; reason: string }
    prepared(
      sqlite,
      'INSERT INTO service_exclusion (service, tenant_id, person, excluded, reason, from_month, at, who) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(service, tenantId, person, excluded ? 1 : 0, reason, fromMonth, at, by)
  },
}
