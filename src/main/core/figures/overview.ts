/** The overview: key figures with their change since the last month-end, a row per tenant, and what needs attention. */

import type { ConnectionAnswer } from '../../../shared/contract/connection-answers.ts'
import type { OverviewAnswer, OverviewTenant } from '../../../shared/contract/overview-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { isStale } from '../../../shared/domain/freshness.ts'
import { addMonths, type Month, monthRange, previousMonth } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { listTenants } from '../connections/read.ts'
import { preparedRows } from '../database/prepared.ts'
import { readSetting } from '../settings/settings.ts'
import { attention } from './attention.ts'
import { bridgeOfLines, countChange, linesOfTenant, type TenantLines } from './bridge/bridge.ts'
import { type MonthCosts, monthCosts } from './bridge/month-cost.ts'
import { readMonthFacts } from './bridge/read-facts.ts'
import { monthAsked } from './month-asked.ts'
import { evidenceOf, latestBegun } from './month-end.ts'
import { overviewCosts, overviewFigures, tenantCosts, tenantOverage, tenantWhy } from './overview-figures.ts'
import type { Reading } from './reading.ts'
import type { totalsReader } from './tenant-totals.ts'
import { allTenants, datasetOf, goneSince, type ReportTenant } from './tenants.ts'
import { differingNumbers } from './three-numbers.ts'

/** A year and a month, so that the same month of last year is included. */
const sparklineMonths = 13

/** Answers `overview.get` for the requested month, or the latest. Attention items are always current. Throws `BAD_REQUEST`. */
export function overview(
  reading: Reading,
  totals: ReturnType<typeof totalsReader>,
  connections: readonly ConnectionAnswer[],
  asked: string | undefined,
): OverviewAnswer {
  reading.loadMonthBounds()
  const known = listTenants(reading.db, reading.now)
  const knownOf = new Map(known.map((each) => [each.id, each]))
  const all = allTenants(reading.db)
  // A tenant that left before anything was collected is not shown, but the vendor's totals may have billed it.
  const shown = all.filter((tenant) => knownOf.has(tenant.id))
  const petra = all.filter((tenant) => tenant.kind === 'petra')
  const month = monthAsked(reading, asked) ?? latestOf(reading, totals, petra) ?? reading.openMonth
  const before = previousMonth(month)
  const lines = new Map(readMonthFacts(reading, totals, petra, before, month).map((facts) => [facts.tenant, linesOfTenant(facts)]))
  const months = petra.map((tenant) => {
    const { facts } = lines.get(tenant.id)!
    return { tenant, facts, costs: monthCosts(facts.after) }
  })
  const costs = new Map(months.map((each) => [each.tenant.id, each.costs]))
  const bridge = bridgeOfLines([...lines.values()])
  const everyHours = readSetting(reading.db, 'collectEveryHours')
  const rowsAt = (tenants: readonly ReportTenant[], monthOf: (tenant: ReportTenant) => Month | undefined) => {
    const ends = tenants.map((tenant) => ({ tenant, month: monthOf(tenant) }))
    const sparklines = readSparklines(
      reading,
      ends.filter((end): end is { tenant: ReportTenant; month: Month } => end.month !== undefined),
    )
    const spans = new Map<Month, Month[]>()
    const sparklineTo = (last: Month, values: SparklineValues = {}): OverviewTenant['sparkline'] =>
      getOrAdd(spans, last, () => monthRange(addMonths(last, 1 - sparklineMonths), last)).map((month) => ({
        month,
        value: values[month] ?? null,
      }))
    return ends.map(({ tenant, month: at }) =>
      overviewTenant(reading, tenant, knownOf.get(tenant.id)!, {
        everyHours,
        month: at,
        sparkline: at === undefined ? [] : sparklineTo(at, sparklines.get(tenant.id)),
        lines: lines.get(tenant.id) ?? null,
        costs: costs.get(tenant.id) ?? null,
      }),
    )
  }
  const lastMonth = ({ id, kind }: ReportTenant) => reading.monthEnds(id, datasetOf(kind)).last ?? undefined
  // Billing periods do not end with months. If no figures of people decide the month, a Genesys organisation shows its latest period.
  const isLatest = (tenant: ReportTenant) => asked === undefined && petra.length === 0 && tenant.kind !== 'petra'
  const rows = rowsAt(shown, (tenant) => (isLatest(tenant) ? lastMonth(tenant) : month))
  /** The rows with each tenant's latest month, which may differ for Genesys organisations if no month was requested. */
  const latestRows = () => {
    const other = shown.filter((tenant) => (asked !== undefined || tenant.kind !== 'petra') && lastMonth(tenant) !== month)
    const latest = new Map(rowsAt(other, lastMonth).map((row) => [row.tenant, row]))
    return rows.map((row) => latest.get(row.tenant) ?? row)
  }
  return {
    month,
    timeZone: reading.calendar.timeZone,
    cost: overviewCosts(reading, months, bridge, month),
    figures: petra.length === 0 ? [] : overviewFigures(reading, months, month),
    numbers: differingNumbers(months.map(({ tenant, facts: { after } }) => ({ ...after, tenant: tenant.id }))),
    bridge,
    tenants: rows,
    attention: attention(reading, {
      tenants: shown,
      rows: latestRows(),
      asked: known,
      connections,
    }),
    warnings: [],
  }
}

/** The newest month, not in the future, in which a tenant has a snapshot or settled units. */
function latestOf(reading: Reading, totals: ReturnType<typeof totalsReader>, petra: readonly ReportTenant[]): Month | undefined {
  const hasBegun = (month: Month) => month <= reading.openMonth
  const settled = [...new Set(petra.map((tenant) => tenant.connectionId))]
    .flatMap((id) => totals.settledMonths(id))
    .filter(hasBegun)
    .sort()
  const own = petra
    .flatMap((tenant) => latestBegun(reading.monthEnds(tenant.id, datasetOf(tenant.kind)), reading.openMonth) ?? [])
    .reduce<Month | undefined>((latest, month) => (latest === undefined || month > latest ? month : latest), undefined)
  const named = settled.findLast(
    (month) => (own === undefined || month > own) && petra.some((tenant) => totals.unitsOf(tenant, month, undefined) !== null),
  )
  return named ?? own
}

/** The part of a `tenants.list` row that is needed here. */
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
  {
    everyHours,
    month,
    sparkline,
    lines,
    costs,
  }: {
    everyHours: number
    month: Month | undefined
    sparkline: OverviewTenant['sparkline']
    lines: TenantLines | null
    costs: MonthCosts | null
  },
): OverviewTenant {
  const [value, before] = [sparkline.at(-1)?.value ?? null, sparkline.at(-2)?.value ?? null]
  const end = month === undefined ? undefined : reading.monthEnds(tenant.id, datasetOf(tenant.kind)).get(month)
  return {
    tenant: tenant.id,
    name: tenant.name,
    provider: tenant.provider,
    connection: asked.connection,
    label: tenant.kind === 'petra' ? figureNames.reported : tenant.kind === 'customer' ? 'Charges over their commitment' : 'Charges',
    value,
    delta:
      lines === null
        ? value === null || before === null
          ? null
          : value - before
        : countChange([{ standing: lines.facts.standing, before, after: value }]).delta,
    ...(lines === null || costs === null ? { bill: [], licences: [], why: [] } : { ...tenantCosts(lines, costs), why: tenantWhy(lines) }),
    overage: tenant.kind === 'customer' && month !== undefined ? tenantOverage(reading, tenant, month) : [],
    goneSince: goneSince(tenant, reading.calendar),
    sparkline,
    lastSnapshotAt: asked.lastSnapshotAt,
    freshness: freshness(reading.now, asked, everyHours),
    evidence: end === undefined ? null : evidenceOf(end),
  }
}

/** A tenant's sparkline values by month: reported users, or the number of charges over commitment. */
type SparklineValues = Readonly<Record<Month, number | null>>

/** Reads the sparklines of tenants, each up to its own month, with one query. */
function readSparklines({ db }: Reading, ends: readonly { tenant: ReportTenant; month: Month }[]): Map<number, SparklineValues> {
  const spans = ends.map(({ tenant, month }) => [tenant.id, datasetOf(tenant.kind), addMonths(month, 1 - sparklineMonths), month])
  const rows = preparedRows<[tenantId: number, values: string]>(
    db.sqlite,
    `select span.value ->> 0, (
       select json_group_object(month, iif(dataset = 'petra.billable-users', reported, charges_over)) from month_fact
       where tenant_id = span.value ->> 0 and dataset = span.value ->> 1 and month between span.value ->> 2 and span.value ->> 3
     ) from json_each(?) span`,
  ).all(JSON.stringify(spans))
  return new Map(rows.map(([tenantId, values]) => [tenantId, JSON.parse(values) as SparklineValues]))
}

function freshness(now: number, { gone, paused, lastSnapshotAt }: AskedTenant, everyHours: number): OverviewTenant['freshness'] {
  if (gone) return 'gone'
  if (paused) return 'paused'
  if (lastSnapshotAt === null) return 'never'
  return isStale(lastSnapshotAt, now, everyHours) ? 'stale' : 'fresh'
}
