/** The overview: key figures with their change since the last month-end, every tenant's course, and what needs attention. */
import type { ConnectionAnswer } from '../../../shared/contract/answers.ts'
import type { FigureName } from '../../../shared/contract/figure-answers.ts'
import type { OverviewAnswer, OverviewFigure, OverviewTenant } from '../../../shared/contract/overview-answers.ts'
import { isStale } from '../../../shared/domain/freshness.ts'
import { addMonths, type Month, monthRange, previousMonth } from '../../../shared/domain/month.ts'
import { listTenants } from '../connections/read.ts'
import { getOrAdd } from '../get-or-add.ts'
import { preparedRows } from '../history/prepared.ts'
import { readSetting } from '../settings/settings.ts'
import { attention } from './attention.ts'
import type { Reading } from './deps.ts'
import { figureLabel, parseFigure } from './figure.ts'
import { type FigureValues, figureReader } from './figure-values.ts'
import { evidenceOf, latestEnd } from './months.ts'
import { itemNames } from './names.ts'
import { totalsReader } from './tenant-totals.ts'
import { allTenants, coverage, datasetOf, isExpected, type ReportTenant } from './tenants.ts'

const keyFigures: FigureName[] = ['reported', 'recounted', 'units', 'disabled']
const sparklineMonths = 12

/** Answers `overview.get`. */
export function overview(reading: Reading, connections: readonly ConnectionAnswer[]): OverviewAnswer {
  const tenants = allTenants(reading.db)
  const asked = listTenants(reading.db)
  const askedOf = new Map(asked.map((each) => [each.id, each]))
  const shown = tenants.filter((tenant) => askedOf.has(tenant.id))
  const petra = shown.filter((tenant) => tenant.kind === 'petra')
  const month = latestOf(reading, petra) ?? reading.openMonth
  reading.loadMonthEnds(previousMonth(month), month)
  const values = new Map(
    keyFigures.map((name) => {
      const read = figureReader(reading, parseFigure(name), 'month', { from: previousMonth(month), to: month })
      return [name, petra.map((tenant) => ({ tenant, values: read(tenant) }))]
    }),
  )
  const everyHours = readSetting(reading.db, 'collectEveryHours')
  const courses = readCourses(reading)
  const rows = shown.map((tenant) => overviewTenant(reading, tenant, askedOf.get(tenant.id)!, everyHours, courses.get(tenant.id)))
  return {
    month,
    timeZone: reading.calendar.timeZone,
    figures: petra.length === 0 ? [] : keyFigures.map((name) => keyFigure(reading, name, month, values.get(name)!)),
    tenants: rows,
    attention: attention(reading, { tenants: shown, rows, asked, connections }),
    warnings: [],
  }
}

/** The newest month that one of the tenants has a figure of: its own snapshot, or units that were settled. */
function latestOf(reading: Reading, petra: readonly ReportTenant[]): Month | undefined {
  const totals = totalsReader(reading)
  const settled = [...new Set(petra.map((tenant) => tenant.connectionId))].flatMap((id) => totals.settledMonths(id)).sort()
  const own = petra
    .flatMap((tenant) => [...reading.monthEnds(tenant.id, datasetOf(tenant.kind)).keys()].at(-1) ?? [])
    .sort()
    .at(-1)
  const named = settled.findLast(
    (month) => (own === undefined || month > own) && petra.some((tenant) => totals.unitsOf(tenant, month, undefined) !== null),
  )
  return named ?? own
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

function overviewTenant(
  reading: Reading,
  tenant: ReportTenant,
  asked: AskedTenant,
  everyHours: number,
  course: Course = new Map(),
): OverviewTenant {
  const { sparkline, evidence } = courseOf(reading, tenant, course)
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

/** What the list of tenants shows of each month of a tenant. */
type Course = ReadonlyMap<Month, number | null>

/** The last months of every tenant, from one query. */
function readCourses({ db }: Reading): Map<number, Map<Month, number | null>> {
  const rows = preparedRows<[tenantId: number, month: Month, value: number | null]>(
    db.sqlite,
    `with latest as (select tenant_id, dataset, max(month) month from month_fact where tenant_id is not null group by tenant_id, dataset)
     select f.tenant_id, f.month, iif(f.dataset = 'petra.billable-users', s.reported, f.charges_over) from latest l
     cross join month_fact f on f.tenant_id = l.tenant_id and f.dataset = l.dataset
       and f.month >= substr(date(l.month || '-01', @first), 1, 7)
     cross join snapshot s on s.id = f.snapshot_id`,
  ).all({ first: `${1 - sparklineMonths} months` })
  const courses = new Map<number, Map<Month, number | null>>()
  for (const [tenantId, month, value] of rows) getOrAdd(courses, tenantId, () => new Map<Month, number | null>()).set(month, value)
  return courses
}

/** The months up to a tenant's latest, and what the latest stands on. */
function courseOf(reading: Reading, { id, kind }: ReportTenant, course: Course): Pick<OverviewTenant, 'sparkline' | 'evidence'> {
  const latest = latestEnd(reading.monthEnds(id, datasetOf(kind)))
  if (latest === undefined) return { sparkline: [], evidence: null }
  const months = monthRange(addMonths(latest.month, 1 - sparklineMonths), latest.month)
  return { sparkline: months.map((month) => ({ month, value: course.get(month) ?? null })), evidence: evidenceOf(latest) }
}

function freshness(now: number, { gone, paused, lastSnapshotAt }: AskedTenant, everyHours: number): OverviewTenant['freshness'] {
  if (gone) return 'gone'
  if (paused) return 'paused'
  if (lastSnapshotAt === null) return 'never'
  return isStale(lastSnapshotAt, now, everyHours) ? 'stale' : 'fresh'
}
