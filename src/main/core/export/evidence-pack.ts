/** Evidence about one customer's month for third parties: the people, why the figures changed, the invoice's lines with their decisions, and the snapshots. */
import type { TenantAnswer } from '../../../shared/contract/connection-answers.ts'
import type { ReconcileAnswer } from '../../../shared/contract/reconcile-answers.ts'
import type { HolderAnswer, SnapshotAnswer } from '../../../shared/contract/snapshot-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { type MonthReport, snapshotsOf, type TenantMonth } from './month-report.ts'
import { reconcileOfTenant } from './reconcile-of-tenant.ts'
import type { Source } from './source.ts'

/** A person of the month-end list. `number` counts from 1 in the order of names. */
export interface PackPerson {
  number: number
  holder: HolderAnswer
  /** Names of the licences; an id if the catalogue has no name. */
  licences: string[]
  /** Whether the person holds a licence that the vendor bills; null if the rules of the month are unknown. */
  counted: boolean | null
}

/** One customer's month. `report` contains only this tenant. */
export interface EvidencePack {
  tenant: TenantAnswer
  month: TenantMonth
  report: MonthReport
  /** Null without an invoice in the month. */
  reconcile: ReconcileAnswer | null
  /** Null if the vendor's answer has no list, or there is no answer. */
  people: PackPerson[] | null
  /** Every snapshot that a figure or a line is read from, by id. */
  evidence: SnapshotAnswer[]
}

/** The packs of a report's tenants, by name. A tenant without data in the month has a pack only if a snapshot is expected. */
export function* evidencePacks(
  source: Source,
  report: MonthReport,
  skuName: (skuId: string) => string | null,
): Generator<EvidencePack, void, undefined> {
  const named = report.tenants.flatMap((month) => {
    const tenant = report.directory.get(month.tenant)
    return tenant === undefined ? [] : [{ tenant, month }]
  })
  named.sort((a, b) => compareText(a.tenant.name, b.tenant.name) || a.tenant.id - b.tenant.id)
  for (const { tenant, month } of named) {
    const own = reportOf(report, month)
    if (hasContent(own, month)) yield packOf(source, own, { tenant, month }, skuName)
  }
}

function hasContent(own: MonthReport, { tenant, snapshot, usage, bill }: TenantMonth): boolean {
  const isBilled = bill?.units != null || (own.reconcile?.rows.length ?? 0) > 0
  return snapshot !== null || usage !== null || isBilled || own.coverage.missing.includes(tenant)
}

/** The report of all tenants, reduced to one of them. */
function reportOf(report: MonthReport, month: TenantMonth): MonthReport {
  const isOwn = ({ tenant }: { tenant: number | null }) => tenant === month.tenant
  const values = report.approval.values.filter(isOwn)
  const missing = report.coverage.missing.filter((tenant) => tenant === month.tenant)
  return {
    ...report,
    tenants: [month],
    bridge: month.diff?.bridge ?? null,
    coverage: { with: 1 - missing.length, expected: 1, missing },
    approval: { ...report.approval, values, moved: values.filter(({ moved }) => moved).length },
    corrections: { ofThis: report.corrections.ofThis.filter(isOwn), lines: report.corrections.lines.filter(isOwn) },
    reconcile: report.reconcile === null ? null : reconcileOfTenant(report.reconcile, month.tenant),
  }
}

function packOf(
  source: Source,
  report: MonthReport,
  { tenant, month }: { tenant: TenantAnswer; month: TenantMonth },
  skuName: (skuId: string) => string | null,
): EvidencePack {
  const approved = report.approval.values.flatMap(({ snapshotId }) => snapshotId ?? [])
  const lines = report.reconcile?.rows.flatMap(({ snapshotId }) => snapshotId ?? []) ?? []
  const ids = [...new Set([...snapshotsOf(month), ...lines, ...approved])].sort((a, b) => a - b)
  const evidence = ids.map(source.snapshot)
  return {
    tenant,
    month,
    report: { ...report, evidence },
    reconcile: report.reconcile,
    people: month.snapshot === null || month.snapshot.holders === null ? null : peopleOf(source, month, skuName),
    evidence,
  }
}

function peopleOf(source: Source, { snapshot, licences }: TenantMonth, skuName: (skuId: string) => string | null): PackPerson[] {
  const excluded = licences === null ? null : new Set(licences.rows.flatMap((row) => (row.excludedByVendor ? [row.skuId] : [])))
  const holders = [...source.people(snapshot!.id)]
  holders.sort((a, b) => compareText(personName(a), personName(b)) || compareText(a.id, b.id))
  return holders.map((holder, at) => ({
    number: at + 1,
    holder,
    licences: holder.skus.map((skuId) => skuName(skuId) ?? skuId).sort(compareText),
    counted: excluded === null ? null : holder.skus.some((skuId) => !excluded.has(skuId)),
  }))
}

const collator = new Intl.Collator('en')
const compareText = (a: string, b: string): number => collator.compare(a, b)
