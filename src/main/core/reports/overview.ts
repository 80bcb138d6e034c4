/** The overview: key figures with their change since the last month-end, every tenant's course, and what needs attention. */
import type { OverviewAnswer, OverviewTenant } from '../../../shared/contract/overview-answers.ts'
import { isStale } from '../../../shared/domain/freshness.ts'
import { addMonths, type Month, monthRange, parseMonth, previousMonth } from '../../../shared/domain/month.ts'
import { listConnections, listTenants } from '../connections/read.ts'
import { AppError } from '../errors.ts'
import { readSetting } from '../settings/settings.ts'
import { attention } from './attention.ts'
import { bridgeOf, countChange } from './bridge/bridge.ts'
import { readFacts } from './bridge/read-facts.ts'
import type { TenantFacts } from './bridge/tenant-facts.ts'
import type { Reading } from './deps.ts'
import type { DiffReaders } from './diff.ts'
import { monthSide } from './diff-all.ts'
import { evidenceOf, latestEnd, type MonthEnd } from './months.ts'
import { overviewCosts, overviewFigures, tenantCosts } from './overview-figures.ts'
import { allTenants, datasetOf, type ReportTenant } from './tenants.ts'
import { chargesOver } from './usage.ts'

const sparklineMonths = 12

/** Answers `overview.get`: of the month asked for, else of the latest. What needs attention is always of now. Throws `BAD_REQUEST`. */
export async function overview(
  reading: Reading,
  { totals }: Pick<DiffReaders, 'totals'>,
  asked: string | undefined,
): Promise<OverviewAnswer> {
  const known = listTenants(reading.db)
  const knownOf = new Map(known.map((each) => [each.id, each]))
  const all = allTenants(reading.db)
  // One that went before anything was collected is on no list, but the vendor's totals may have billed it.
  const shown = all.filter((tenant) => knownOf.has(tenant.id))
  const petra = all.filter((tenant) => tenant.kind === 'petra')
  const month = monthAsked(reading, asked) ?? latestOf(reading, totals, petra) ?? reading.openMonth
  const before = previousMonth(month)
  const facts = new Map(
    petra.map((tenant) => [
      tenant.id,
      readFacts(reading, totals, tenant, monthSide(reading, tenant, before), monthSide(reading, tenant, month)).facts,
    ]),
  )
  const months = petra.map((tenant) => ({ tenant, facts: facts.get(tenant.id)! }))
  const bridge = bridgeOf([...facts.values()])
  const everyHours = readSetting(reading.db, 'collectEveryHours')
  const rowOf = (tenant: ReportTenant, at: Month | undefined) =>
    overviewTenant(reading, tenant, knownOf.get(tenant.id)!, everyHours, at, facts.get(tenant.id) ?? null)
  // Billing periods end on other days than months: without a month asked for, a Genesys organisation's latest period is shown.
  const rows = shown.map((tenant) => rowOf(tenant, tenant.kind === 'petra' || asked !== undefined ? month : undefined))
  return {
    month,
    timeZone: reading.calendar.timeZone,
    cost: overviewCosts(reading, months, bridge, month),
    figures: petra.length === 0 ? [] : overviewFigures(reading, months, month),
    bridge,
    tenants: rows,
    attention: attention(reading, {
      tenants: shown,
      rows: asked === undefined ? rows : shown.map((tenant) => rowOf(tenant, undefined)),
      asked: known,
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

/** Throws `BAD_REQUEST` for a month that has not begun. */
function monthAsked({ openMonth }: Reading, asked: string | undefined): Month | undefined {
  if (asked === undefined) return undefined
  const month = parseMonth(asked)
  if (month > openMonth) throw new AppError('BAD_REQUEST', `${month} has not begun. Choose ${openMonth} or an earlier month.`)
  return month
}

/** The newest month, of those that have begun, that one of the tenants has a figure of: its own snapshot, or units that were settled. */
function latestOf(reading: Reading, totals: DiffReaders['totals'], petra: readonly ReportTenant[]): Month | undefined {
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
  at: Month | undefined,
  facts: TenantFacts | null,
): OverviewTenant {
  const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
  const month = at ?? latestEnd(ends)?.month
  const valueAt = (each: Month) => {
    const snapshot = ends.get(each)?.snapshot
    if (snapshot === undefined) return null
    return tenant.kind === 'petra' ? snapshot.reported : chargesOver(reading.db, snapshot)
  }
  const sparkline =
    month === undefined
      ? []
      : monthRange(addMonths(month, 1 - sparklineMonths), month).map((each) => ({ month: each, value: valueAt(each) }))
  const [value, before] = [sparkline.at(-1)?.value ?? null, sparkline.at(-2)?.value ?? null]
  const end = month === undefined ? undefined : ends.get(month)
  return {
    tenant: tenant.id,
    name: tenant.name,
    provider: tenant.provider,
    connection: asked.connection,
    label: tenant.kind === 'petra' ? 'Billable users reported' : tenant.kind === 'customer' ? 'Charges over their commitment' : 'Charges',
    value,
    delta:
      facts === null
        ? value === null || before === null
          ? null
          : value - before
        : countChange([{ standing: facts.standing, before, after: value }]).delta,
    ...(facts === null ? { bill: [], licences: [] } : tenantCosts(facts)),
    goneSince: tenant.unlistedAt === null ? null : reading.calendar.monthOf(tenant.unlistedAt),
    sparkline,
    lastSnapshotAt: asked.lastSnapshotAt,
    freshness: freshness(reading.now, asked, everyHours),
    evidence: end === undefined ? null : evidenceOf(end),
  }
}

function freshness(now: number, { gone, paused, lastSnapshotAt }: AskedTenant, everyHours: number): OverviewTenant['freshness'] {
  if (gone) return 'gone'
  if (paused) return 'paused'
  if (lastSnapshotAt === null) return 'never'
  return isStale(lastSnapshotAt, now, everyHours) ? 'stale' : 'fresh'
}
