/** The content of the month's workbook, requested from the same routes that the screens use. */

import type { ApprovalAnswer } from '../../../shared/contract/approval-answers.ts'
import type { Bridge } from '../../../shared/contract/bridge-answers.ts'
import type { CloseAnswer } from '../../../shared/contract/closing-answers.ts'
import type { TenantAnswer } from '../../../shared/contract/connection-answers.ts'
import type { DiffAnswer } from '../../../shared/contract/diff-answers.ts'
import type { MonthPoint, TenantCoverage } from '../../../shared/contract/figure-answers.ts'
import type { LicencesAnswer, VendorCostLine } from '../../../shared/contract/licence-answers.ts'
import type { ReconcileAnswer } from '../../../shared/contract/reconcile-answers.ts'
import type { SnapshotAnswer } from '../../../shared/contract/snapshot-answers.ts'
import type { UsageAnswer } from '../../../shared/contract/usage-answers.ts'
import { addMonths, parseMonth } from '../../../shared/domain/month.ts'
import type { DatasetId, ProviderId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { reconcileOfTenant } from './reconcile-of-tenant.ts'
import { type Ask, type Source, type TenantDirectory, tenantDirectory } from './source.ts'

/** The figures of the summary, in its order. */
export const summaryFigures = ['reported', 'listed', 'recounted', 'units', 'disabled'] as const
/** A figure of the report's summary. */
export type SummaryFigure = (typeof summaryFigures)[number]

/** A figure's value at the end of the month and at the end of the month before. */
export interface FigurePair {
  before: MonthPoint | null
  after: MonthPoint | null
}

/** One tenant's month; null for whatever it has no snapshot of. */
export interface TenantMonth {
  tenant: number
  figures: Record<SummaryFigure, FigurePair>
  licences: LicencesAnswer | null
  licencesBefore: LicencesAnswer | null
  /** The line of the vendor's bill, which needs no snapshot if the units are settled. */
  bill: VendorCostLine | null
  billBefore: VendorCostLine | null
  diff: DiffAnswer | null
  usage: UsageAnswer | null
  usageBefore: UsageAnswer | null
  /** The month-end snapshot that names people, or at least has their number. */
  snapshot: SnapshotAnswer | null
}

/** A month of all tenants, or of one. */
export interface MonthReport extends Omit<MonthScope, 'tenants'> {
  ruleRevision: number
  /** Why the figures changed since the month before; null if nothing can be compared. */
  bridge: Bridge | null
  /** How many of the expected tenants have a value in the month. */
  coverage: TenantCoverage
  /** The approval of the report's tenants. */
  approval: ApprovalAnswer
  /** Vendors' corrections of this month, and of earlier ones that are included in it, for the report's tenants. */
  corrections: CloseAnswer['corrections']
  tenants: TenantMonth[]
  /** The month's invoices compared with the history; null without an invoice. */
  reconcile: ReconcileAnswer | null
  /** Every snapshot that a figure is based on, by id. */
  evidence: SnapshotAnswer[]
}

/** The month and tenants of an export. */
export interface MonthScope {
  month: string
  previousMonth: string
  timeZone: string
  directory: TenantDirectory
  tenants: number[]
}

/**
 * Resolves an export's month and tenants: one tenant, or all (of one provider, if the export is specific to it). Without `month`, the latest with a
 * snapshot; for several tenants, the latest that has begun, since a running billing period belongs to the month in which it ends. Throws `NO_SNAPSHOT`.
 */
export async function monthScope(
  ask: Ask,
  request: { month?: string | undefined; tenant?: number | undefined; dataset?: DatasetId | undefined },
  meant?: ProviderId | 'own',
): Promise<MonthScope> {
  const { dataset } = request
  const directory = await tenantDirectory(ask)
  // Only an own organisation has more than one report.
  const isMeant = ({ provider, kind }: TenantAnswer) =>
    (meant === undefined || meant === provider || meant === kind) && (dataset === undefined || kind === 'own')
  const all = [...directory].flatMap(([id, tenant]) => (isMeant(tenant) ? [id] : []))
  const tenants = request.tenant === undefined ? all : [request.tenant]
  const isOfAll = request.tenant === undefined && meant === undefined && dataset === undefined
  const { timeZone, openMonth, filled } = await filledMonths(ask, isOfAll ? null : tenants, dataset)
  const begun = request.tenant === undefined ? filled.filter((candidate) => candidate <= openMonth) : filled
  const month = request.month ?? begun[0] ?? filled[0]
  if (month === undefined || !filled.includes(month)) {
    throw new AppError(
      'NO_SNAPSHOT',
      filled.length === 0
        ? 'There is no snapshot yet, so there is nothing to export. Collect first.'
        : `There is no snapshot in ${month}. The latest month with one is ${filled[0]}.`,
    )
  }
  return { month, previousMonth: addMonths(parseMonth(month), -1), timeZone, directory, tenants }
}

/** Months with a snapshot, newest first: of all tenants (null), or of the given ones. */
async function filledMonths(
  ask: Ask,
  tenants: readonly number[] | null,
  dataset: DatasetId | undefined,
): Promise<{ timeZone: string; openMonth: string; filled: string[] }> {
  const answers = await Promise.all(
    tenants === null
      ? [ask('months.list', {})]
      : tenants.map((tenant) => ask('months.list', { tenant, ...(dataset === undefined ? {} : { dataset }) })),
  )
  const filled = answers.flatMap(({ months }) => months.filter((each) => each.tenants.with > 0).map((each) => each.month))
  const { timeZone, openMonth } = answers[0] ?? (await ask('months.list', {}))
  return { timeZone, openMonth, filled: [...new Set(filled)].sort().reverse() }
}

/** Requests everything about a month except its people. */
export async function monthReport(source: Source, scope: MonthScope): Promise<MonthReport> {
  const { ask } = source
  const tenants = await tenantMonths(source, scope)
  const { revision } = await ask('rules.list', {})
  const bridge = await bridgeOf(ask, scope, tenants)
  const coverage = await coverageOf(ask, scope)
  const evidence = await evidenceOf(ask, tenants, [scope.previousMonth, scope.month])
  const compared = await ask('reconcile.get', { month: scope.month })
  const reconcile = compared.invoices.length === 0 ? null : reconcileOfTenant(compared, isOfAll(scope) ? undefined : scope.tenants[0])
  const [approval, corrections] = [await approvalOf(ask, scope), await correctionsOf(ask, scope)]
  return { ...scope, ruleRevision: revision, bridge, coverage, approval, corrections, tenants, reconcile, evidence }
}

/** The bridge over all tenants, as screens show it, or that of one tenant. */
async function bridgeOf(
  ask: Ask,
  { previousMonth: from, month: to, ...scope }: MonthScope,
  tenants: TenantMonth[],
): Promise<Bridge | null> {
  if (!isOfAll(scope)) return tenants[0]?.diff?.bridge ?? null
  return (await unlessMissing(ask('diff.tenants', { from, to })))?.bridge ?? null
}

async function coverageOf(ask: Ask, { month, ...scope }: MonthScope): Promise<TenantCoverage> {
  const { months } = await ask('months.list', isOfAll(scope) ? {} : { tenant: scope.tenants[0]! })
  return months.find((each) => each.month === month)?.tenants ?? { with: 0, expected: 0, missing: [] }
}

const isOfAll = ({ tenants, directory }: Pick<MonthScope, 'tenants' | 'directory'>) => tenants.length === directory.size

async function approvalOf(ask: Ask, { month, tenants }: MonthScope): Promise<ApprovalAnswer> {
  const approval = await ask('approvals.get', { month })
  const values = approval.values.filter(({ tenant }) => tenants.includes(tenant))
  return { ...approval, values, moved: values.filter(({ moved }) => moved).length }
}

async function correctionsOf(ask: Ask, { month, tenants }: MonthScope): Promise<CloseAnswer['corrections']> {
  const { openMonth } = await ask('months.list', {})
  // A billing period can end in a month that has not begun, of which nothing was approved.
  if (month > openMonth) return { ofThis: [], lines: [] }
  const { corrections } = await ask('closing.get', { month })
  const isOwn = ({ tenant }: { tenant: number }) => tenants.includes(tenant)
  return { ofThis: corrections.ofThis.filter(isOwn), lines: corrections.lines.filter(isOwn) }
}

/** Requests each tenant's month. */
export async function tenantMonths(source: Source, scope: MonthScope): Promise<TenantMonth[]> {
  const figures = await figuresOf(source.ask, scope)
  const bills = { before: await billsOf(source.ask, scope.previousMonth), after: await billsOf(source.ask, scope.month) }
  const tenants: TenantMonth[] = []
  for (const tenant of scope.tenants) tenants.push(await tenantMonth(source, tenant, scope, figures, bills))
  return tenants
}

type Bills = Map<number, VendorCostLine>

async function billsOf(ask: Ask, month: string): Promise<Bills> {
  const all = await unlessMissing(ask('licences.get', { month }))
  return new Map(all?.cost.vendor.lines.map((line) => [line.tenant, line]))
}

/** The month-end snapshots that name people: Petra's lists, and a Genesys organisation's own report. */
export async function peopleSnapshots(source: Source, scope: MonthScope): Promise<SnapshotAnswer[]> {
  const { ask } = source
  const listed = await figurePairs(ask, scope, 'listed')
  const snapshots: SnapshotAnswer[] = []
  for (const tenant of scope.tenants) {
    const usage = isGenesys(scope, tenant) ? await unlessMissing(ask('usage.get', { tenant, month: scope.month })) : null
    const snapshot = snapshotOf(source, listed.get(tenant)?.after ?? null, usage)
    if (snapshot !== null) snapshots.push(snapshot)
  }
  return snapshots
}

/** The lists of who holds licences. */
export async function heldSnapshots({ ask, snapshot }: Source, { tenants, month }: MonthScope): Promise<SnapshotAnswer[]> {
  const answers = await Promise.all(
    tenants.map((tenant) => unlessMissing(ask('licences.get', { tenant, month, dataset: 'genesys.licence-users' }))),
  )
  return answers.flatMap((answer) => answer?.evidence.map(({ snapshotId }) => snapshot(snapshotId)) ?? [])
}

const isGenesys = ({ directory }: MonthScope, tenant: number) => directory.get(tenant)?.provider === 'genesys'

function snapshotOf(source: Source, listed: MonthPoint | null, usage: UsageAnswer | null): SnapshotAnswer | null {
  // A partner's overview does not name people.
  const id = usage?.dataset === 'genesys.billable-usage' ? usage.evidence.snapshotId : (listed?.snapshotId ?? null)
  return id === null ? null : source.snapshot(id)
}

type FigureTable = Map<SummaryFigure, Map<number, FigurePair>>

async function figuresOf(ask: Ask, scope: MonthScope): Promise<FigureTable> {
  const table: FigureTable = new Map()
  for (const figure of summaryFigures) table.set(figure, await figurePairs(ask, scope, figure))
  return table
}

async function figurePairs(ask: Ask, scope: MonthScope, figure: SummaryFigure): Promise<Map<number, FigurePair>> {
  const { previousMonth: from, month: to } = scope
  // Genesys reports no number of people; its figures are the charges in `usage`.
  const tenants = scope.tenants.filter((tenant) => !isGenesys(scope, tenant))
  const byTenant = new Map<number, FigurePair>()
  if (tenants.length === 0) return byTenant
  const { points } = await ask('trend.get', { figure, tenants, grain: 'month', from, to })
  for (const point of points) {
    if (!('month' in point) || !('tenant' in point)) continue
    const pair = byTenant.get(point.tenant) ?? { before: null, after: null }
    if (point.month === from) pair.before = point
    if (point.month === to) pair.after = point
    byTenant.set(point.tenant, pair)
  }
  return byTenant
}

async function tenantMonth(
  source: Source,
  tenant: number,
  scope: MonthScope,
  table: FigureTable,
  bills: { before: Bills; after: Bills },
): Promise<TenantMonth> {
  const { ask } = source
  const { month, previousMonth } = scope
  const pair = (figure: SummaryFigure): FigurePair => table.get(figure)?.get(tenant) ?? { before: null, after: null }
  const figures = Object.fromEntries(summaryFigures.map((figure) => [figure, pair(figure)])) as Record<SummaryFigure, FigurePair>
  const genesys = isGenesys(scope, tenant)
  const usage = genesys ? await unlessMissing(ask('usage.get', { tenant, month })) : null
  return {
    tenant,
    figures,
    usage,
    usageBefore: genesys ? await unlessMissing(ask('usage.get', { tenant, month: previousMonth })) : null,
    bill: bills.after.get(tenant) ?? null,
    billBefore: bills.before.get(tenant) ?? null,
    licences: genesys ? null : await unlessMissing(ask('licences.get', { tenant, month })),
    licencesBefore: genesys ? null : await unlessMissing(ask('licences.get', { tenant, month: previousMonth })),
    diff: await unlessMissing(ask('diff.get', { tenant, from: previousMonth, to: month })),
    snapshot: snapshotOf(source, figures.listed.after ?? figures.reported.after, usage),
  }
}

/** Null for a month without a snapshot, which is a gap in the workbook and not a failed export. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AppError && error.code === 'NO_SNAPSHOT') return null
    throw error
  }
}

async function evidenceOf(ask: Ask, tenants: TenantMonth[], months: string[]): Promise<SnapshotAnswer[]> {
  const used = new Set(tenants.flatMap(snapshotsOf))
  const found = new Map<number, SnapshotAnswer>()
  for (const month of months) {
    for (const snapshot of await ask('snapshots.list', { month })) if (used.has(snapshot.id)) found.set(snapshot.id, snapshot)
  }
  return [...found.values()].sort((a, b) => a.id - b.id)
}

/** The snapshots that a tenant's month is based on. */
export function snapshotsOf({ figures, licences, diff, usage, usageBefore, snapshot }: TenantMonth): number[] {
  const points = summaryFigures.flatMap((figure) => [figures[figure].before, figures[figure].after])
  return [
    ...points.map((point) => point?.snapshotId),
    ...(licences?.evidence.map((evidence) => evidence.snapshotId) ?? []),
    diff?.from.snapshotId,
    diff?.to.snapshotId,
    usage?.evidence.snapshotId,
    usageBefore?.evidence.snapshotId,
    snapshot?.id,
  ].filter((id) => id !== null && id !== undefined)
}
