/** Tenants that are new, gone, in a trial, billed for more or fewer than they list, or changed unusually. Each is found once. */

import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import { lastDayOf } from '../../../shared/domain/calendar.ts'
import { addMonths, type Month, monthRange, nextMonth, previousMonth } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { preparedRows } from '../database/prepared.ts'
import { readSide, readStanding } from '../figures/bridge/read-facts.ts'
import { monthSide } from '../figures/bridge/side.ts'
import type { Standing } from '../figures/bridge/standing.ts'
import type { TenantSide } from '../figures/bridge/tenant-facts.ts'
import { gapParts } from '../figures/bridge/unit-lines.ts'
import { costLine, moneyTotals, vendorLine } from '../figures/costs.ts'
import type { MonthEnd } from '../figures/month-end.ts'
import type { Reading } from '../figures/reading.ts'
import { totalsReader } from '../figures/tenant-totals.ts'
import { datasetOf, type ReportTenant } from '../figures/tenants.ts'
import { counted, type Found, found } from './finding.ts'
import { usualRange } from './usual-range.ts'

type Totals = ReturnType<typeof totalsReader>

/** A tenant in a month, with the facts that several finders need. */
interface TenantMonth {
  reading: Reading
  totals: Totals
  tenant: ReportTenant
  month: Month
  end: MonthEnd | undefined
  standing: Standing
  /** A Petra tenant's facts of the month. */
  side: TenantSide | null
  /** The users that it reported in the months before, oldest first; null for a gap. */
  reportedBefore: readonly (number | null)[]
}

/** At most one finding per tenant: the first kind in this order that applies. */
const finders = [billedOrHeld, trialEnding, newTenant, goneTenant, unusual]

/** Finds what there is to say of a tenant as a whole. `listed` are the month-ends of Petra tenants that have a list. */
export function tenantFinder(reading: Reading, month: Month, listed: readonly MonthEnd[]): (tenant: ReportTenant) => Found[] {
  const totals = totalsReader(reading)
  totals.loadMonths(new Set(listed.map(({ snapshot }) => snapshot.connectionId)), [month])
  reading.skuSets.load(
    listed.map(({ snapshot }) => snapshot.id),
    reading.rules.excluded(month),
  )
  const before = monthRange(addMonths(month, -monthsOfHistory), previousMonth(month))
  const reported = readReported(reading, before)
  return (tenant) => {
    const ref = monthSide(reading, tenant, month)
    const own = reported.get(tenant.id)
    const each: TenantMonth = {
      reading,
      totals,
      tenant,
      month,
      end: ref.end,
      standing: readStanding(reading, totals, tenant, previousMonth(month), month),
      side: tenant.kind === 'petra' ? readSide(reading, totals, tenant, ref) : null,
      reportedBefore: before.map((each) => own?.get(each) ?? null),
    }
    for (const find of finders) {
      const finding = find(each)
      if (finding !== null) return [finding]
    }
    return []
  }
}

/** Months before the current one that are read. */
const monthsOfHistory = 25

/** What each Petra tenant reported at its month-ends, with one query. */
function readReported({ db }: Reading, months: readonly Month[]): Map<number, Map<Month, number | null>> {
  const reported = new Map<number, Map<Month, number | null>>()
  const rows = preparedRows<[tenantId: number, month: Month, reported: number | null]>(
    db.sqlite,
    `select f.tenant_id, f.month, f.reported from tenant t
     cross join month_fact f on f.tenant_id = t.id and f.dataset = @dataset and f.month between @from and @to where t.kind = 'petra'`,
  ).all({ dataset: datasetOf('petra'), from: months[0], to: months.at(-1) })
  for (const [tenantId, month, count] of rows) getOrAdd(reported, tenantId, () => new Map<Month, number | null>()).set(month, count)
  return reported
}

/** Units that neither the list of people nor the vendor's reasons explain. */
function billedOrHeld({ tenant, month, end, side, standing }: TenantMonth): Found | null {
  if (side === null || side.units === null) return null
  const state = side.unitsState === 'settled' ? 'settled' : 'projected'
  const one = (kind: 'billed-not-held' | 'held-not-billed', units: number, text: string) =>
    found({ kind, tenant: tenant.id, month, end, key: [], text, money: moneyTotals([costLine(units, side.unitPrice)]) })
  if (standing === 'gone' && side.units > 0) {
    return one(
      'billed-not-held',
      side.units,
      `The vendor no longer lists the tenant, but bills ${counted(side.units, 'unit', 'units')} (${state}).`,
    )
  }
  if (side.recounted === null) return null
  const gap = gapParts(side)
    .filter(({ reason }) => reason === 'unexplained')
    .reduce((sum, { delta }) => sum + Number(delta), 0)
  const both = `${counted(side.units, 'unit', 'units')} (${state}) for ${counted(side.recounted, 'person', 'people')} with a billed licence`
  if (gap > 0) return one('billed-not-held', gap, `${both}: ${gap} more than the list explains.`)
  if (gap < 0) return one('held-not-billed', -gap, `${both}: ${-gap} fewer than the list and the vendor’s reasons explain.`)
  return null
}

/** A trial after which billing begins in this month or the next, according to the vendor's totals. */
function trialEnding({ reading, totals, tenant, month, end, side }: TenantMonth): Found | null {
  if (side === null || (side.units ?? 0) > 0) return null
  const listed = totals.listedIn(tenant, month)
  if (listed === null) return null
  const { billableStatus, firstBillableDay } = listed
  const isTrial = billableStatus === 'Trial'
  const begins = firstBillableDay !== null && firstBillableDay > lastDayOf(previousMonth(month))
  if (begins ? firstBillableDay > lastDayOf(nextMonth(month)) : !isTrial || firstBillableDay !== null) return null
  const people = side.recounted
  const when = begins ? `from ${firstBillableDay}` : 'from a day that the vendor does not state'
  const price = reading.rules.unitPrice(tenant.connectionId, begins && firstBillableDay > lastDayOf(month) ? nextMonth(month) : month)
  return found({
    kind: 'trials-ending',
    tenant: tenant.id,
    month,
    end,
    key: [],
    text:
      people === null
        ? `Not billed yet; the vendor will bill it ${when}.`
        : `Not billed yet; the vendor will bill it ${when}: a full month of ${counted(people, 'person', 'people')} with a billed licence.`,
    money: moneyTotals([costLine(people, price)]),
  })
}

function newTenant({ tenant, month, end, standing, ...rest }: TenantMonth): Found | null {
  if (standing !== 'new') return null
  return found({
    kind: 'new-tenants',
    tenant: tenant.id,
    month,
    end,
    key: [],
    text: `New in ${month}.`,
    money: billOf({ tenant, ...rest }, month, end),
  })
}

/** Its amount is the bill of the month before, which is no longer due. */
function goneTenant({ tenant, month, end, standing, ...rest }: TenantMonth): Found | null {
  if (standing !== 'gone') return null
  const before = previousMonth(month)
  const earlier = rest.reading.monthEnds(tenant.id, datasetOf(tenant.kind)).get(before)
  return found({
    kind: 'gone-tenants',
    tenant: tenant.id,
    month,
    end: end ?? earlier,
    key: [],
    text: `No longer listed by the vendor; the amount is its bill of ${before}.`,
    money: billOf({ tenant, ...rest }, before, earlier),
  })
}

function billOf(
  { reading, totals, tenant }: Pick<TenantMonth, 'reading' | 'totals' | 'tenant'>,
  month: Month,
  end: MonthEnd | undefined,
): MoneyTotal[] {
  return tenant.kind === 'petra' ? moneyTotals([vendorLine(reading.rules, tenant, month, totals.unitsOf(tenant, month, end))]) : []
}

/** A change of reported people far outside the tenant's earlier changes. */
function unusual({ tenant, month, end, side, standing, reportedBefore }: TenantMonth): Found | null {
  const reported = side?.reported ?? null
  if (standing !== 'both' || side === null || reported === null || end === undefined) return null
  const before = reportedBefore.at(-1) ?? null
  const range = usualRange(reportedBefore)
  if (before === null || range === null) return null
  const change = reported - before
  if (change >= range.low && change <= range.high) return null
  return found({
    kind: 'unusual',
    tenant: tenant.id,
    month,
    end,
    key: [month],
    text: `${signed(change)} billable users reported since ${previousMonth(month)} (now ${reported}); a month usually changes them by ${signed(range.low)} to ${signed(range.high)}.`,
    money: moneyTotals([costLine(Math.abs(change), side.unitPrice)]),
  })
}

/** `+7`, `−3`, `±0`. */
const signed = (value: number): string => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '±0')
