/** Findings in a month that cost money, one line per kind. Nothing is found twice; docs/figures.md has the order. */
import {
  type AttentionAnswer,
  type Finding,
  type FindingKind,
  type FindingLine,
  findingKinds,
  type Mute,
} from '../../../shared/contract/attention-answers.ts'
import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import { type Decimal, parseDecimal, zero } from '../../../shared/domain/decimal.ts'
import { type Month, previousMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { moneyTotals } from '../figures/costs.ts'
import { monthAsked } from '../figures/month-asked.ts'
import { latestBegun } from '../figures/month-end.ts'
import type { Reading } from '../figures/reading.ts'
import { allTenants, datasetOf, type ReportTenant } from '../figures/tenants.ts'
import { type FindingIds, type Found, idsOf, kinds } from './finding.ts'
import { mutesOn } from './mutes.ts'
import { licenceSums, peopleFinder } from './people-findings.ts'
import { tenantFinder } from './tenant-findings.ts'
import { usageFinder } from './usage-findings.ts'

/** Answers `attention.get`. A month without snapshots has no findings. Throws `BAD_REQUEST` for a month that has not begun. */
export function attentionOf(reading: Reading, input: { month?: string | undefined; items: boolean }): AttentionAnswer {
  const { month, findings } = findingsOf(reading, input)
  const mutes = mutesOn(reading.db, reading.calendar.dayOf(reading.now))
  const byKind = Map.groupBy(
    findings.map((finding) => ({ ...finding, muted: muteOf(finding, mutes) })),
    ({ kind }) => kind,
  )
  const inOrder = orderBy(mainCurrency(findings))
  const lines = findingKinds.flatMap((kind) => {
    const all = byKind.get(kind) ?? []
    return all.length === 0 ? [] : [{ ...lineOf(reading, month, kind, all), items: input.items ? shown(all, inOrder) : [] }]
  })
  lines.sort((a, b) => inOrder(a.sums, b.sums) || Number(b.count > 0) - Number(a.count > 0))
  return { month, lines, muted: lines.reduce((sum, line) => sum + line.muted, 0) }
}

/** A finding of a month (default: the latest) by its id. Throws `NOT_FOUND`. */
export function findingNamed(reading: Reading, id: string, input: { month?: string | undefined }): FindingIds & Pick<Found, 'tenant'> {
  const { month, findings } = findingsOf(reading, { ...input, items: false })
  for (const finding of findings) {
    const ids = idsOf(finding)
    if (ids.id === id || ids.earlierId === id) return { ...ids, tenant: finding.tenant }
  }
  throw new AppError(
    'NOT_FOUND',
    `No item of ${month} has the id ${id}. \`attention --json\` lists the ids; --month chooses another month.`,
    {
      data: { id, month },
    },
  )
}

/** The findings of a month, tenant by tenant. People are named only if the items are asked for. */
function findingsOf(reading: Reading, input: { month?: string | undefined; items: boolean }): { month: Month; findings: Found[] } {
  const asked = monthAsked(reading, input.month)
  const tenants = allTenants(reading.db)
  reading.loadMonthBounds()
  const month = asked ?? latestOf(reading, tenants)
  reading.loadMonthEnds(previousMonth(month), month)
  const ends = tenants.map((tenant) => ({ tenant, end: reading.monthEnds(tenant.id, datasetOf(tenant.kind)).get(month) }))
  const listed = ends.flatMap(({ tenant, end }) => (tenant.kind === 'petra' && end?.snapshot.hasList ? [end] : []))
  const [peopleOf, usageOf, tenantOf] = [
    peopleFinder(reading, month, listed, input.items),
    usageFinder(reading, asked),
    tenantFinder(reading, month, listed),
  ]
  const findings = ends.flatMap(({ tenant, end }) => [
    ...(tenant.kind === 'petra' && end?.snapshot.hasList ? peopleOf(tenant, end) : []),
    ...(tenant.kind === 'customer' ? usageOf(tenant) : []),
    ...tenantOf(tenant),
  ])
  return { month, findings }
}

/** The latest month, not in the future, with a snapshot of a Petra tenant; else the current month. */
function latestOf(reading: Reading, tenants: readonly ReportTenant[]): Month {
  let latest: Month | null = null
  for (const { id, kind } of tenants) {
    if (kind !== 'petra') continue
    const last = latestBegun(reading.monthEnds(id, datasetOf(kind)), reading.openMonth)
    if (last !== null && (latest === null || last > latest)) latest = last
  }
  return latest ?? reading.openMonth
}

/** A finding with its mute, and the id that it is shown by. */
type Item = Found & { muted: { id: string; mute: Mute } | null }

/** A finding that was muted under its earlier id keeps that id, so that it can be unmuted. */
function muteOf(finding: Found, mutes: ReturnType<typeof mutesOn>): Item['muted'] {
  const own = mutes.get(finding.tenant)
  if (own === undefined) return null
  const { id, earlierId } = idsOf(finding)
  for (const each of [id, earlierId]) {
    const mute = own.get(each)
    if (mute !== undefined) return { id: each, mute }
  }
  return null
}

function lineOf(reading: Reading, month: Month, kind: FindingKind, all: readonly Item[]): Omit<FindingLine, 'items'> {
  const loud = all.filter(({ muted }) => muted === null)
  return {
    kind,
    ...kinds[kind],
    count: loud.length,
    sums: sumsOf(reading, month, kind, loud),
    withoutPrice: loud.filter(({ money }) => money.length === 0).length,
    muted: all.length - loud.length,
  }
}

/** The findings of a line as answers show them, in order. */
function shown(all: readonly Item[], inOrder: Order): Finding[] {
  return all
    .toSorted((a, b) => Number(a.muted !== null) - Number(b.muted !== null) || inOrder(a.money, b.money) || a.tenant - b.tenant)
    .map((item) => {
      const { tenant, month, snapshotId, person, skuIds, chargeId, text, money, muted } = item
      const id = muted?.id ?? idsOf(item).id
      return { id, tenant, month, snapshotId, person, skuIds, chargeId, text, money, muted: muted?.mute ?? null }
    })
}

function sumsOf(reading: Reading, month: Month, kind: FindingKind, findings: readonly Found[]): MoneyTotal[] {
  if (kinds[kind].cost === 'licences') return licenceSums(reading, month, findings)
  return moneyTotals(findings.flatMap(({ money }) => money.map(({ currency, amount }) => ({ unitPrice: null, currency, cost: amount }))))
}

/** The currency of most amounts. Lines are ranked by it, since amounts are not converted. */
function mainCurrency(findings: readonly Found[]): string | null {
  const amounts = new Map<string, number>()
  for (const { money } of findings) for (const { currency } of money) amounts.set(currency, (amounts.get(currency) ?? 0) + 1)
  return [...amounts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))[0]?.[0] ?? null
}

type Order = (a: readonly MoneyTotal[], b: readonly MoneyTotal[]) => number

/** Larger amounts of the main currency first, then amounts in other currencies only, then findings without a price. */
function orderBy(main: string | null): Order {
  // Thousands of findings have the same few amounts.
  const parsed = new Map<string, Decimal>()
  const amountOf = (money: readonly MoneyTotal[]): Decimal => {
    const amount = money.find(({ currency }) => currency === main)?.amount
    return amount === undefined ? zero : getOrAdd(parsed, amount, () => parseDecimal(amount) ?? zero)
  }
  return (a, b) => (a === b ? 0 : amountOf(b).cmp(amountOf(a)) || Number(b.length > 0) - Number(a.length > 0))
}
