/** The overview: key figures with their change since the last month-end, every tenant's course, and what needs attention. */
import type { FigureName } from '../../../shared/contract/figure-answers.ts'
import type { OverviewAnswer, OverviewFigure, OverviewTenant } from '../../../shared/contract/overview-answers.ts'
import { isStale } from '../../../shared/domain/freshness.ts'
import { addMonths, type Month, monthRange, previousMonth } from '../../../shared/domain/month.ts'
import { listConnections, listTenants } from '../connections/read.ts'
import { readSetting } from '../settings/settings.ts'
import { attention } from './attention.ts'
import type { Reading } from './deps.ts'
import { figureLabel, parseFigure } from './figure.ts'
import { type FigureValues, figureReader } from './figure-values.ts'
import { keptWith } from './kept-with.ts'
import { evidenceOf, latestEnd, type MonthEnd } from './months.ts'
import { itemNames } from './names.ts'
import { totalsReader } from './tenant-totals.ts'
import { allTenants, coverage, datasetOf, isExpected, type ReportTenant } from './tenants.ts'
import { chargesOver } from './usage.ts'

const keyFigures: FigureName[] = ['reported', 'recounted', 'units', 'disabled']
const sparklineMonths = 12

/** Answers `overview.get`. */
export async function overview(reading: Reading): Promise<OverviewAnswer> {
  const tenants = allTenants(reading.db)
  const asked = listTenants(reading.db)
  const askedOf = new Map(asked.map((each) => [each.id, each]))
  const shown = tenants.filter((tenant) => askedOf.has(tenant.id))
  const petra = shown.filter((tenant) => tenant.kind === 'petra')
  const month = latestOf(reading, petra) ?? reading.openMonth
  const values = new Map(
    keyFigures.map((name) => {
      const read = figureReader(reading, parseFigure(name), 'month', { from: previousMonth(month), to: month })
      return [name, petra.map((tenant) => ({ tenant, values: read(tenant) }))]
    }),
  )
  const everyHours = readSetting(reading.db, 'collectEveryHours')
  const rows = shown.map((tenant) => overviewTenant(reading, tenant, askedOf.get(tenant.id)!, everyHours))
  return {
    month,
    timeZone: reading.calendar.timeZone,
    figures: petra.length === 0 ? [] : keyFigures.map((name) => keyFigure(reading, name, month, values.get(name)!)),
    tenants: rows,
    attention: attention(reading, {
      tenants: shown,
      rows,
      asked,
      // Addresses and lost session credentials are the connections' screen's; here only the state counts.
      connections: await listConnections(
        reading.db,
        () => ({ url: '', cycleDay: null }),
        async () => false,
      ),
    }),
    warnings: [],
  }
}

/** The newest month, of those that have begun, that one of the tenants has a figure of: its own snapshot, or units that were settled. */
function latestOf(reading: Reading, petra: readonly ReportTenant[]): Month | undefined {
  const totals = totalsReader(reading)
  const hasBegun = (month: Month) => month <= reading.openMonth
  const settled = [...new Set(petra.map((tenant) => tenant.connectionId))]
    .flatMap((id) => totals.settledMonths(id))
    .filter(hasBegun)
    .sort()
  const own = petra
    .flatMap((tenant) => latestBegun(reading.monthEnds(tenant.id, datasetOf(tenant.kind)), reading.openMonth) ?? [])
    .sort()
    .at(-1)
  const named = settled.findLast(
    (month) => (own === undefined || month > own) && petra.some((tenant) => totals.unitsOf(tenant, month, undefined) !== null),
  )
  return named ?? own
}

function latestBegun(ends: ReadonlyMap<Month, MonthEnd>, openMonth: Month): Month | undefined {
  const latest = latestEnd(ends)?.month
  if (latest === undefined || latest <= openMonth) return latest
  return [...ends.keys()]
    .filter((month) => month <= openMonth)
    .sort()
    .at(-1)
}

function keyFigure(
  { calendar, rules, catalogue, db }: Reading,
  name: FigureName,
  month: Month,
  series: readonly { tenant: ReportTenant; values: FigureValues }[],
): OverviewFigure {
  const valueAt = (values: FigureValues, at: Month): number | null => {
    const value = values.at.get(at)?.value ?? null
    return typeof value === 'number' ? value : null
  }
  const add = (of: typeof series, at: Month) => of.reduce((sum, { values }) => sum + (valueAt(values, at) ?? 0), 0)
  const present = series.filter(({ values }) => valueAt(values, month) !== null)
  const before = previousMonth(month)
  const inBoth = present.filter(({ values }) => valueAt(values, before) !== null)
  const states = present.map(({ values }) => values.at.get(month)?.state)
  return {
    figure: name,
    label: figureLabel(parseFigure(name), itemNames({ db, rules, catalogue })),
    month,
    value: present.length === 0 ? null : add(present, month),
    ...(name === 'units' && present.length > 0 ? { state: states.every((state) => state === 'settled') ? 'settled' : 'projected' } : {}),
    tenants: coverage(
      series.map(({ tenant, values }) => ({
        id: tenant.id,
        present: valueAt(values, month) !== null,
        expected: isExpected(tenant, month, values.firstMonth, calendar),
      })),
    ),
    change: inBoth.length === 0 ? null : add(inBoth, month) - add(inBoth, before),
    changeSince: inBoth.length === 0 ? null : before,
  }
}

/** What `tenants.list` says of a tenant that matters here. */
interface AskedTenant {
  connection: string
  paused: boolean
  gone: boolean
  lastSnapshotAt: string | null
}

function overviewTenant(reading: Reading, tenant: ReportTenant, asked: AskedTenant, everyHours: number): OverviewTenant {
  const { sparkline, evidence } = courseOf(reading, tenant)
  const [value, before] = [sparkline.at(-1)?.value ?? null, sparkline.at(-2)?.value ?? null]
  return {
    tenant: tenant.id,
    name: tenant.name,
    provider: tenant.provider,
    connection: asked.connection,
    label: tenant.kind === 'petra' ? 'Billable users reported' : tenant.kind === 'customer' ? 'Charges over their commitment' : 'Charges',
    value,
    delta: value === null || before === null ? null : value - before,
    sparkline,
    lastSnapshotAt: asked.lastSnapshotAt,
    freshness: freshness(reading.now, asked, everyHours),
    evidence,
  }
}

/** The months up to a tenant's latest, and what the latest stands on. */
function courseOf(reading: Reading, { id, kind }: ReportTenant): Pick<OverviewTenant, 'sparkline' | 'evidence'> {
  const ends = reading.monthEnds(id, datasetOf(kind))
  return keptWith(ends, 'course', () => {
    const latest = latestEnd(ends)
    if (latest === undefined) return { sparkline: [], evidence: null }
    const figureOf = ({ snapshot }: MonthEnd) => (kind === 'petra' ? snapshot.reported : chargesOver(reading.db, snapshot))
    const months = monthRange(addMonths(latest.month, 1 - sparklineMonths), latest.month)
    const sparkline = months.map((month) => {
      const end = ends.get(month)
      return { month, value: end === undefined ? null : figureOf(end) }
    })
    return { sparkline, evidence: evidenceOf(latest) }
  })
}

function freshness(now: number, { gone, paused, lastSnapshotAt }: AskedTenant, everyHours: number): OverviewTenant['freshness'] {
  if (gone) return 'gone'
  if (paused) return 'paused'
  if (lastSnapshotAt === null) return 'never'
  return isStale(lastSnapshotAt, now, everyHours) ? 'stale' : 'fresh'
}
