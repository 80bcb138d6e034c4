/** Licences of a month: SKUs with holders and cost, combinations and overlaps. */
import type { SkuDelta } from '../../../shared/contract/diff-answers.ts'
import type { Warning } from '../../../shared/contract/errors.ts'
import type { DifferingNumbers } from '../../../shared/contract/figure-answers.ts'
import type { LicenceRow, LicencesAnswer, VendorCostLine } from '../../../shared/contract/licence-answers.ts'
import { addMonths, type Month, monthRange, previousMonth } from '../../../shared/domain/month.ts'
import { preparedColumn } from '../database/prepared.ts'
import { readStanding } from './bridge/read-facts.ts'
import { monthSide } from './bridge/side.ts'
import { readCombinations } from './combinations.ts'
import { costOfEach, moneyTotals, vendorLine } from './costs.ts'
import { holdersByMonth, type SkuHolders } from './holders-by-month.ts'
import { chosenMonth, type LicenceScope, listedIn, type Present, type TenantMonths } from './licence-scope.ts'
import { evidenceOf } from './month-end.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import { addSkus, skuSides } from './sku-difference.ts'
import type { SetSum } from './sku-sets.ts'
import { totalsReader } from './tenant-totals.ts'
import { coverage, isExpected, reportOf } from './tenants.ts'
import { differingNumbers } from './three-numbers.ts'
import { earlyWarning, recordedWarnings } from './warnings.ts'

type Totals = ReturnType<typeof totalsReader>

const sparklineMonths = 12

/** Answers `licences.get`. Throws `NOT_FOUND`, `AMBIGUOUS`, `BAD_REQUEST`, `NO_SNAPSHOT`. */
export function licences(reading: Reading, input: LicenceScope): LicencesAnswer {
  const { tenants, month } = chosenMonth(reading, input)
  return licencesOf(reading, tenants, month)
}

function licencesOf(reading: Reading, tenants: readonly TenantMonths[], month: Month): LicencesAnswer {
  const present = listedIn(tenants, month)
  const nameOf = itemNames(reading)
  const totals = totalsReader(reading)
  const sets = reading.skuSets.sums(present.map(({ end }) => end.snapshot.id))
  const rows = licenceRows(reading, present, sets, month, nameOf, changesSince(reading, totals, tenants, month, nameOf))
  const { recounted, combinations, overlaps } = readCombinations(reading, present, sets, month, nameOf)
  const vendorLines = tenants.flatMap((each) => vendorLineOf(reading, totals, each, month) ?? [])
  const ends = tenants.flatMap(({ ends }) => ends.get(month) ?? [])
  const presentIds = new Set(present.map(({ tenant }) => tenant.id))
  return {
    month,
    dataset: tenants[0] === undefined ? 'petra.billable-users' : reportOf(tenants[0].tenant),
    tenants: coverage(
      tenants.map((each) => ({
        id: each.tenant.id,
        present: presentIds.has(each.tenant.id),
        expected: expectedIn(reading, each, month),
      })),
    ),
    rows,
    assignments: rows.reduce((sum, row) => sum + row.holders, 0),
    people: people(reading, present, recounted),
    numbers: numbersOf(reading, tenants, month),
    combinations,
    overlaps,
    cost: {
      vendor: {
        totals: moneyTotals(vendorLines),
        lines: vendorLines,
        leftOut: vendorLines.filter((line) => line.cost === null).map((line) => `tenant ${line.tenant}`),
      },
      licences: {
        totals: moneyTotals(rows),
        leftOut: rows.filter((row) => row.cost === null && row.holders > 0 && !row.free).map((row) => row.skuId),
      },
    },
    evidence: ends.map(evidenceOf),
    ruleRevision: reading.rules.revision,
    warnings: [
      ...earlyWarning(ends.filter((end) => end.early).map((end) => ({ tenant: end.snapshot.tenantId, month }))),
      ...(tenants.some(({ tenant }) => tenant.kind === 'petra') ? unnamedWarning(reading, rows) : []),
      ...ends.flatMap((end) => recordedWarnings(end.snapshot)),
    ],
  }
}

/** A tenant's line of the bill; null unless the tenant has a snapshot, should have one, or is billed without one. */
function vendorLineOf(reading: Reading, totals: Totals, { tenant, ends }: TenantMonths, month: Month): VendorCostLine | null {
  if (tenant.kind !== 'petra') return null
  const units = totals.unitsOf(tenant, month, ends.get(month))
  const belongs = ends.has(month) || expectedIn(reading, { tenant, ends }, month) || (units?.value ?? 0) > 0
  return belongs ? vendorLine(reading.rules, tenant, month, units) : null
}

/** Change of holders since the previous month by SKU id; null if no tenant can be compared. */
function changesSince(
  reading: Reading,
  totals: Totals,
  tenants: readonly TenantMonths[],
  month: Month,
  nameOf: (id: string) => string,
): Map<string, SkuDelta> | null {
  const before = previousMonth(month)
  if (tenants.length > 1) reading.loadMonthEnds(before, before)
  reading.skuSets.loadHolders(tenants.flatMap(({ ends }) => [before, month].flatMap((at) => ends.get(at)?.snapshot.id ?? [])))
  const compared = tenants.flatMap(({ tenant, ends }) => {
    const standing = readStanding(reading, totals, tenant, before, month)
    const hasList = (at: Month) => ends.get(at)?.snapshot.hasList === true
    const isCompared = (standing === 'new' || hasList(before)) && (standing === 'gone' || hasList(month))
    return isCompared ? [skuSides(reading, nameOf, standing, monthSide(reading, tenant, before), monthSide(reading, tenant, month))] : []
  })
  return compared.length === 0 ? null : new Map(addSkus(compared.flat()).map((each) => [each.skuId, each]))
}

function expectedIn({ calendar }: Reading, { tenant, ends }: TenantMonths, month: Month): boolean {
  return isExpected(tenant, month, ends.first, calendar)
}

function licenceRows(
  reading: Reading,
  present: readonly Present[],
  sets: readonly SetSum[],
  month: Month,
  nameOf: (id: string) => string,
  changes: Map<string, SkuDelta> | null,
): LicenceRow[] {
  const { rules, catalogue } = reading
  const months = monthRange(addMonths(month, 1 - sparklineMonths), month)
  const [first] = present
  const byId =
    first === undefined ? new Map<string, SkuHolders>() : holdersByMonth(reading, first.end.snapshot.dataset, present, months, sets)
  const none = { now: { holders: 0, enabled: 0, disabled: 0 }, byTenant: [], holders: months.map(() => null) }
  // Includes SKUs held only by a tenant that is gone.
  return [...new Set([...byId.keys(), ...(changes?.keys() ?? [])])]
    .filter((skuId) => (byId.get(skuId)?.now.holders ?? 0) > 0 || (changes?.get(skuId)?.before ?? 0) > 0)
    .map((skuId): LicenceRow => {
      const { now, byTenant, holders } = byId.get(skuId) ?? none
      return {
        skuId,
        partNumber: catalogue.sku(skuId)?.partNumber ?? null,
        name: nameOf(skuId),
        holders: now.holders,
        enabledHolders: now.enabled,
        disabledHolders: now.disabled,
        unknownHolders: now.holders - now.enabled - now.disabled,
        change: changes === null ? null : (changes.get(skuId)?.delta ?? 0),
        excludedByVendor: rules.excluded(month).has(skuId),
        free: rules.free(month).has(skuId),
        ...costOfEach(byTenant, rules.skuPrice(skuId, month)),
        sparkline: holders,
      }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.skuId < b.skuId ? -1 : 1))
}

function people({ db }: Reading, present: readonly Present[], recounted: number): LicencesAnswer['people'] {
  const sum = (column: 'holders' | 'enabled' | 'disabled') => present.reduce((total, { end }) => total + (end.snapshot[column] ?? 0), 0)
  const [holders, enabled, disabled] = [sum('holders'), sum('enabled'), sum('disabled')]
  const guests = preparedColumn<number>(
    db.sqlite,
    'select coalesce(sum(guests), 0) from month_fact where snapshot_id in (select value from json_each(?))',
  ).get(JSON.stringify(present.map(({ end }) => end.snapshot.id)))!
  return { holders, disabled, unknown: holders - enabled - disabled, guests, recounted }
}

function numbersOf({ rules, skuSets }: Reading, tenants: readonly TenantMonths[], month: Month): DifferingNumbers {
  const found = tenants.flatMap(({ tenant, ends }) => {
    const end = tenant.kind === 'petra' ? ends.get(month) : undefined
    return end === undefined ? [] : [{ tenant: tenant.id, snapshot: end.snapshot }]
  })
  const recounts = skuSets.recounts(
    found.map(({ snapshot }) => snapshot.id),
    rules.excluded(month),
  )
  return differingNumbers(
    found.map(({ tenant, snapshot: { id, reported, listed, hasList } }) => ({
      tenant,
      reported,
      listed: hasList ? listed : null,
      recounted: hasList ? (recounts.get(id) ?? 0) : null,
    })),
  )
}

function unnamedWarning({ rules, catalogue }: Reading, rows: readonly LicenceRow[]): Warning[] {
  const unnamed = rows.filter(({ skuId, name }) => name === skuId && rules.label(skuId) === null && catalogue.sku(skuId) === null)
  if (unnamed.length === 0) return []
  return [
    {
      code: 'UNKNOWN_SKU',
      message: `${unnamed.length === 1 ? 'A SKU has' : `${unnamed.length} SKUs have`} no name in the catalogue and ${unnamed.length === 1 ? 'is' : 'are'} shown by id. Name it, or import Microsoft’s current product list.`,
      data: { skuIds: unnamed.map((row) => row.skuId) },
    },
  ]
}
