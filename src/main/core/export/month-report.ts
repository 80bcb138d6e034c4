/** Everything that the month's workbook says, asked of the same routes as the screens. */
import type { SnapshotAnswer, SnapshotDetail } from '../../../shared/contract/answers.ts'
import type { DiffAnswer, LicencesAnswer, MonthPoint, UsageAnswer } from '../../../shared/contract/report-answers.ts'
import { addMonths, parseMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../errors.ts'
import { type Ask, type TenantDirectory, tenantDirectory } from './source.ts'

/** The figures of the summary, in its order. */
export const summaryFigures = ['reported', 'listed', 'recounted', 'units', 'disabled'] as const
export type SummaryFigure = (typeof summaryFigures)[number]

/** A figure's value at the end of the month and of the month before. */
export interface FigurePair {
  before: MonthPoint | null
  after: MonthPoint | null
}

/** One tenant's month; whatever it has no snapshot of is null. */
export interface TenantMonth {
  tenant: number
  figures: Record<SummaryFigure, FigurePair>
  licences: LicencesAnswer | null
  diff: DiffAnswer | null
  usage: UsageAnswer | null
  /** The month-end snapshot with its people. */
  people: SnapshotDetail | null
}

/** A month of all tenants, or of one. */
export interface MonthReport {
  month: string
  previousMonth: string
  timeZone: string
  ruleRevision: number
  directory: TenantDirectory
  tenants: TenantMonth[]
  /** Every snapshot that a figure stands on, by id. */
  evidence: SnapshotAnswer[]
}

/** Asks for a month's report. Without `month`, the latest that has a snapshot. Throws `NO_SNAPSHOT` when there is none. */
export async function monthReport(ask: Ask, request: { month?: string | undefined; tenant?: number | undefined }): Promise<MonthReport> {
  const directory = await tenantDirectory(ask)
  const { timeZone, months } = await ask('months.list', request.tenant === undefined ? {} : { tenant: request.tenant })
  const month = request.month ?? months.find((candidate) => candidate.tenants.with > 0)?.month
  if (month === undefined || !months.some((candidate) => candidate.month === month && candidate.tenants.with > 0)) {
    const hint = months.find((candidate) => candidate.tenants.with > 0)?.month
    throw new AppError(
      'NO_SNAPSHOT',
      hint === undefined
        ? 'There is no snapshot yet, so there is nothing to export. Collect first.'
        : `There is no snapshot in ${month}. The latest month with one is ${hint}.`,
    )
  }
  const previousMonth = addMonths(parseMonth(month), -1)
  const ids = request.tenant === undefined ? [...directory.keys()] : [request.tenant]
  // Genesys counts no people: its figures are charges, in `usage`.
  const petraIds = ids.filter((id) => directory.get(id)?.provider === 'petra')
  const figures = await figuresOf(ask, petraIds, previousMonth, month)
  const tenants: TenantMonth[] = []
  for (const tenant of ids) tenants.push(await tenantMonth(ask, tenant, { month, previousMonth, figures, directory }))
  const { revision } = await ask('rules.list', {})
  return {
    month,
    previousMonth,
    timeZone,
    ruleRevision: revision,
    directory,
    tenants,
    evidence: await evidenceOf(ask, tenants, [previousMonth, month]),
  }
}

type FigureTable = Map<SummaryFigure, Map<number, FigurePair>>

async function figuresOf(ask: Ask, tenants: number[], from: string, to: string): Promise<FigureTable> {
  const table: FigureTable = new Map()
  for (const figure of summaryFigures) {
    const byTenant = new Map<number, FigurePair>()
    const { points } = tenants.length === 0 ? { points: [] } : await ask('trend.get', { figure, tenants, grain: 'month', from, to })
    for (const point of points) {
      if (!('month' in point) || !('tenant' in point)) continue
      const pair = byTenant.get(point.tenant) ?? { before: null, after: null }
      if (point.month === from) pair.before = point
      if (point.month === to) pair.after = point
      byTenant.set(point.tenant, pair)
    }
    table.set(figure, byTenant)
  }
  return table
}

async function tenantMonth(
  ask: Ask,
  tenant: number,
  context: { month: string; previousMonth: string; figures: FigureTable; directory: TenantDirectory },
): Promise<TenantMonth> {
  const { month, previousMonth, directory } = context
  const pair = (figure: SummaryFigure): FigurePair => context.figures.get(figure)?.get(tenant) ?? { before: null, after: null }
  const figures = Object.fromEntries(summaryFigures.map((figure) => [figure, pair(figure)])) as Record<SummaryFigure, FigurePair>
  const isGenesys = directory.get(tenant)?.provider === 'genesys'
  const listSnapshot = figures.listed.after?.snapshotId ?? figures.reported.after?.snapshotId ?? null
  return {
    tenant,
    figures,
    licences: isGenesys ? null : await unlessMissing(ask('licences.get', { tenant, month })),
    diff: await unlessMissing(ask('diff.get', { tenant, from: previousMonth, to: month })),
    usage: isGenesys ? await unlessMissing(ask('usage.get', { tenant, month })) : null,
    people: listSnapshot === null ? null : await ask('snapshots.get', { id: listSnapshot }),
  }
}

/** A month without a snapshot is a gap in the workbook, not a failed export. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | null> {
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

function snapshotsOf({ figures, licences, diff, usage, people }: TenantMonth): number[] {
  const points = summaryFigures.flatMap((figure) => [figures[figure].before, figures[figure].after])
  return [
    ...points.map((point) => point?.snapshotId),
    ...(licences?.evidence.map((evidence) => evidence.snapshotId) ?? []),
    diff?.from.snapshotId,
    diff?.to.snapshotId,
    usage?.evidence.snapshotId,
    people?.id,
  ].filter((id) => id !== null && id !== undefined)
}
