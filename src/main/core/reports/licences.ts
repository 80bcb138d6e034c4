/** Licences of a month: SKUs with their holders and cost, which sets people hold, and what overlaps. */
import type { HolderAnswer } from '../../../shared/contract/answers.ts'
import type { SkuDelta } from '../../../shared/contract/diff-answers.ts'
import type { Warning } from '../../../shared/contract/errors.ts'
import type { LicenceRow, LicencesAnswer, VendorCostLine } from '../../../shared/contract/licence-answers.ts'
import { addMonths, type Month, monthRange, previousMonth } from '../../../shared/domain/month.ts'
import type { ReadDb } from '../history/db.ts'
import { datasetById } from '../providers/providers.ts'
import { readStanding } from './bridge/read-facts.ts'
import { costOfEach, moneyTotals, vendorLine } from './costs.ts'
import type { Reading } from './deps.ts'
import { countGuests } from './guests.ts'
import { holderAnswer } from './holder-difference.ts'
import { holderSetsAt } from './holder-sets.ts'
import { keptWith } from './kept-with.ts'
import { chosenMonth, type LicenceScope, listedIn, type Present, type TenantMonths } from './licence-scope.ts'
import { evidenceOf } from './months.ts'
import { itemNames } from './names.ts'
import { holderReader, vendorIds } from './series-state.ts'
import { addSkus, skuSides } from './sku-difference.ts'
import { skuMonths } from './sku-months.ts'
import type { SnapshotRow } from './snapshots.ts'
import { totalsReader } from './tenant-totals.ts'
import { coverage, isExpected } from './tenants.ts'
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
  const rows = licenceRows(reading, present, month, nameOf, changesSince(reading, totals, tenants, month, nameOf))
  const sets = holderSets(reading, present, month, nameOf)
  const vendorLines = tenants.flatMap((each) => vendorLineOf(reading, totals, each, month) ?? [])
  const ends = tenants.flatMap(({ ends }) => ends.get(month) ?? [])
  const presentIds = new Set(present.map(({ tenant }) => tenant.id))
  return {
    month,
    tenants: coverage(
      tenants.map((each) => ({
        id: each.tenant.id,
        present: presentIds.has(each.tenant.id),
        expected: expectedIn(reading, each, month),
      })),
    ),
    rows,
    assignments: rows.reduce((sum, row) => sum + row.holders, 0),
    people: people(reading, present, sets.recounted),
    combinations: sets.combinations,
    overlaps: sets.overlaps,
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
      ...unnamedWarning(reading, rows),
      ...ends.flatMap((end) => recordedWarnings(end.snapshot)),
    ],
  }
}

/** A tenant's line of the bill: of whoever has a snapshot or should have one, and of whoever is billed nevertheless. */
function vendorLineOf(reading: Reading, totals: Totals, { tenant, ends }: TenantMonths, month: Month): VendorCostLine | null {
  if (tenant.kind !== 'petra') return null
  const units = totals.unitsOf(tenant, month, ends.get(month))
  const belongs = ends.has(month) || expectedIn(reading, { tenant, ends }, month) || (units?.value ?? 0) > 0
  return belongs ? vendorLine(reading.rules, tenant, month, units) : null
}

/** Holders of each SKU since the month before, by SKU id; null where no tenant can be compared. */
function changesSince(
  reading: Reading,
  totals: Totals,
  tenants: readonly TenantMonths[],
  month: Month,
  nameOf: (id: string) => string,
): Map<string, SkuDelta> | null {
  const before = previousMonth(month)
  const compared = tenants.flatMap(({ tenant, ends }) => {
    const standing = readStanding(reading, totals, tenant, before, month)
    const hasList = (at: Month) => ends.get(at)?.snapshot.hasList === 1
    const isCompared = (standing === 'new' || hasList(before)) && (standing === 'gone' || hasList(month))
    return isCompared ? [skuSides(reading, nameOf, standing, ends.get(before), ends.get(month))] : []
  })
  return compared.length === 0 ? null : new Map(addSkus(compared.flat()).map((each) => [each.skuId, each]))
}

function expectedIn({ calendar }: Reading, { tenant, ends }: TenantMonths, month: Month): boolean {
  return isExpected(tenant, month, [...ends.keys()].sort()[0] ?? null, calendar)
}

function licenceRows(
  reading: Reading,
  present: readonly Present[],
  month: Month,
  nameOf: (id: string) => string,
  changes: Map<string, SkuDelta> | null,
): LicenceRow[] {
  const { db, rules, catalogue } = reading
  const textOf = vendorIds(db)
  const months = monthRange(addMonths(month, 1 - sparklineMonths), month)
  const skus = skuMonths(
    db,
    present.map(({ ends }) => ends),
    months,
  )
  const byId = new Map([...skus].map(([id, sku]) => [textOf(id), sku]))
  const none = { now: { holders: 0, enabled: 0, disabled: 0 }, byTenant: [], holders: months.map(() => null) }
  // Of a tenant that is gone also what it held alone.
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

/** What one pass over everyone's sets gives. */
interface HolderSets {
  recounted: number
  combinations: LicencesAnswer['combinations']
  overlaps: LicencesAnswer['overlaps']
}

function holderSets(reading: Reading, present: readonly Present[], month: Month, nameOf: (id: string) => string): HolderSets {
  const { db, rules } = reading
  const textOf = vendorIds(db)
  const excluded = rules.excluded(month)
  const pairs = rules.overlaps(month)
  const combinations = new Map<
    string,
    { ids: readonly number[]; holders: number; isBilled: boolean; pairs: readonly (readonly [string, string])[] }
  >()
  const found = new Map<string, { tenant: number; holder: HolderAnswer }[]>()
  let recounted = 0
  for (const { tenant, end } of present) {
    const overlapping = new Map<string, number[]>()
    for (const { key, skuIds, holderIds } of holderSetsAt(db, end.snapshot)) {
      let combination = combinations.get(key)
      if (combination === undefined) {
        const texts = new Set(skuIds.map(textOf))
        combination = {
          ids: skuIds,
          holders: 0,
          isBilled: [...texts].some((skuId) => !excluded.has(skuId)),
          pairs: pairs.filter(([skuId, covered]) => texts.has(skuId) && texts.has(covered)),
        }
        combinations.set(key, combination)
      }
      combination.holders += holderIds.length
      if (combination.isBilled) recounted += holderIds.length
      for (const pair of combination.pairs) {
        const key = pair.join('\n')
        overlapping.set(key, [...(overlapping.get(key) ?? []), ...holderIds])
      }
    }
    const read = holderAnswers(db, end.snapshot, textOf)
    for (const [key, holderIds] of overlapping) {
      const holders = found.get(key) ?? []
      found.set(key, holders)
      for (const holderId of holderIds.sort((a, b) => a - b)) {
        const holder = read(holderId)
        if (holder !== null) holders.push({ tenant: tenant.id, holder })
      }
    }
  }
  return {
    recounted,
    combinations: [...combinations.values()]
      .map(({ ids, holders }) => {
        const skuIds = ids.map(textOf).sort()
        return { skuIds, names: skuIds.map(nameOf), holders }
      })
      .sort((a, b) => b.holders - a.holders || (a.skuIds.join() < b.skuIds.join() ? -1 : 1)),
    overlaps: pairs
      .flatMap(([skuId, coveredSkuId]) => {
        const holders = found.get(`${skuId}\n${coveredSkuId}`)
        if (holders === undefined) return []
        const byTenant = [...Map.groupBy(holders, ({ tenant }) => tenant).values()].map((each) => each.length)
        const { currency, cost } = costOfEach(byTenant, rules.skuPrice(coveredSkuId, month))
        return [{ skuId, name: nameOf(skuId), coveredSkuId, coveredName: nameOf(coveredSkuId), currency, cost, holders }]
      })
      .sort((a, b) => b.holders.length - a.holders.length || (a.skuId + a.coveredSkuId < b.skuId + b.coveredSkuId ? -1 : 1)),
  }
}

/** Holders at a snapshot as answers show them, each read once; null for one that is not in the list. */
export function holderAnswers(
  db: ReadDb,
  snapshot: SnapshotRow,
  textOf: (id: number) => string,
): (holderId: number) => HolderAnswer | null {
  const known = keptWith(snapshot, 'holder answers', () => new Map<number, HolderAnswer | null>())
  const read = holderReader(db, datasetById(snapshot.dataset), textOf)
  return (holderId) => {
    let answer = known.get(holderId)
    if (answer === undefined) {
      const holder = read(snapshot, holderId)
      answer = holder === null ? null : holderAnswer(holder)
      known.set(holderId, answer)
    }
    return answer
  }
}

function people({ db }: Reading, present: readonly Present[], recounted: number): LicencesAnswer['people'] {
  const sum = (column: 'holders' | 'enabled' | 'disabled') => present.reduce((total, { end }) => total + (end.snapshot[column] ?? 0), 0)
  const [holders, enabled, disabled] = [sum('holders'), sum('enabled'), sum('disabled')]
  return {
    holders,
    disabled,
    unknown: holders - enabled - disabled,
    guests: present.reduce((total, { end }) => total + countGuests(db, datasetById(end.snapshot.dataset), end.snapshot), 0),
    recounted,
  }
}

function unnamedWarning({ rules, catalogue }: Reading, rows: readonly LicenceRow[]): Warning[] {
  const unnamed = rows.filter(({ skuId, name }) => name === skuId && rules.label(skuId) === null && catalogue.sku(skuId) === null)
  if (unnamed.length === 0) return []
  return [
    {
      code: 'UNKNOWN_SKU',
      message: `${unnamed.length === 1 ? 'A SKU has' : `${unnamed.length} SKUs have`} no name in the catalogue and ${unnamed.length === 1 ? 'is' : 'are'} shown by id. Give a name, or import a newer list of Microsoft’s.`,
      data: { skuIds: unnamed.map((row) => row.skuId) },
    },
  ]
}
