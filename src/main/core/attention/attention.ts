/** Findings in a month that cost money, one line per kind. Nothing is found twice; docs/figures.md has the order. */
import { setImmediate } from 'node:timers/promises'
import {
  type AttentionAnswer,
  type Finding,
  type FindingKind,
  type FindingLine,
  findingKinds,
  type Mute,
} from '../../../shared/contract/attention-answers.ts'
import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import { parseDecimal, zero } from '../../../shared/domain/decimal.ts'
import { type Month, previousMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { moneyTotals } from '../figures/costs.ts'
import { monthAsked } from '../figures/month-asked.ts'
import type { Reading } from '../figures/reading.ts'
import { totalsReader } from '../figures/tenant-totals.ts'
import { allTenants, datasetOf, type ReportTenant } from '../figures/tenants.ts'
import { type Found, kinds } from './finding.ts'
import { mutesOn } from './mutes.ts'
import { licenceSums, peopleFindings } from './people-findings.ts'
import { tenantFindings } from './tenant-findings.ts'
import { usageFindings } from './usage-findings.ts'

/**
 * Answers `attention.get`. A month without snapshots has no findings. Other requests can run after each tenant; the reading's snapshots do not
 * change meanwhile. Throws `BAD_REQUEST` for a month that has not begun.
 */
export async function attentionOf(reading: Reading, input: { month?: string | undefined; items: boolean }): Promise<AttentionAnswer> {
  const { month, findings } = await findingsOf(reading, input)
  const mutes = mutesOn(reading.db, reading.calendar.dayOf(reading.now))
  const byKind = Map.groupBy(findings, ({ kind }) => kind)
  const main = mainCurrency(findings)
  const lines = findingKinds.flatMap((kind) => {
    const all = (byKind.get(kind) ?? []).map((finding) => withMute(finding, mutes))
    return all.length === 0 ? [] : [lineOf(reading, month, kind, all, main)]
  })
  lines.sort((a, b) => byAmount(a.sums, b.sums, main) || Number(b.count > 0) - Number(a.count > 0))
  return {
    month,
    lines: input.items ? lines : lines.map((line) => ({ ...line, items: [] })),
    muted: lines.reduce((sum, line) => sum + line.muted, 0),
  }
}

/** A finding of a month (default: the latest) by its id. Throws `NOT_FOUND`. */
export async function findingNamed(reading: Reading, id: string, input: { month?: string | undefined }): Promise<Found> {
  const { month, findings } = await findingsOf(reading, input)
  const finding = findings.find((each) => each.id === id || each.earlierId === id)
  if (finding !== undefined) return finding
  throw new AppError(
    'NOT_FOUND',
    `No item of ${month} has the id ${id}. \`attention --json\` lists the ids; --month chooses another month.`,
    {
      data: { id, month },
    },
  )
}

async function findingsOf(reading: Reading, input: { month?: string | undefined }): Promise<{ month: Month; findings: Found[] }> {
  const asked = monthAsked(reading, input.month)
  const tenants = allTenants(reading.db)
  const month = asked ?? latestOf(reading, tenants)
  const totals = totalsReader(reading)
  reading.loadMonthEnds(previousMonth(month), month)
  const findings: Found[] = []
  for (const tenant of tenants) {
    const end = reading.monthEnds(tenant.id, datasetOf(tenant.kind)).get(month)
    if (tenant.kind === 'petra' && end !== undefined) findings.push(...peopleFindings(reading, tenant, end))
    if (tenant.kind === 'customer') findings.push(...usageFindings(reading, tenant, asked))
    findings.push(...tenantFindings(reading, totals, tenant, month))
    await setImmediate()
  }
  return { month, findings }
}

/** The latest month, not in the future, with a snapshot of a Petra tenant; else the current month. */
function latestOf(reading: Reading, tenants: readonly ReportTenant[]): Month {
  const months = tenants
    .filter(({ kind }) => kind === 'petra')
    .flatMap(({ id }) => [...reading.monthEnds(id, 'petra.billable-users').keys()])
  return (
    months
      .filter((month) => month <= reading.openMonth)
      .sort()
      .at(-1) ?? reading.openMonth
  )
}

type Item = Found & Pick<Finding, 'muted'>

/** A finding that was muted under its earlier id keeps that id, so that it can be unmuted. */
function withMute(finding: Found, mutes: ReadonlyMap<string, Mute>): Item {
  const earlier = mutes.get(finding.earlierId)
  const muted = mutes.get(finding.id)
  return muted === undefined && earlier !== undefined
    ? { ...finding, id: finding.earlierId, muted: earlier }
    : { ...finding, muted: muted ?? null }
}

function lineOf(reading: Reading, month: Month, kind: FindingKind, all: readonly Item[], main: string | null): FindingLine {
  const loud = all.filter(({ muted }) => muted === null)
  return {
    kind,
    ...kinds[kind],
    count: loud.length,
    sums: sumsOf(reading, month, kind, loud),
    withoutPrice: loud.filter(({ money }) => money.length === 0).length,
    muted: all.length - loud.length,
    items: all
      .toSorted((a, b) => Number(a.muted !== null) - Number(b.muted !== null) || byAmount(a.money, b.money, main) || a.tenant - b.tenant)
      .map(({ kind: _kind, about: _about, earlierId: _earlierId, ...item }) => item),
  }
}

function sumsOf(reading: Reading, month: Month, kind: FindingKind, findings: readonly Found[]): MoneyTotal[] {
  if (kinds[kind].cost === 'licences') return licenceSums(reading, month, findings)
  return moneyTotals(findings.flatMap(({ money }) => money.map(({ currency, amount }) => ({ unitPrice: null, currency, cost: amount }))))
}

/** The currency of most amounts. Lines are ranked by it, since amounts are not converted. */
function mainCurrency(findings: readonly Found[]): string | null {
  const amounts = Map.groupBy(
    findings.flatMap(({ money }) => money),
    ({ currency }) => currency,
  )
  return [...amounts].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))[0]?.[0] ?? null
}

/** Larger amounts of the main currency first, then amounts in other currencies only, then findings without a price. */
function byAmount(a: readonly MoneyTotal[], b: readonly MoneyTotal[], main: string | null): number {
  const of = (money: readonly MoneyTotal[]) => parseDecimal(money.find(({ currency }) => currency === main)?.amount) ?? zero
  return of(b).cmp(of(a)) || Number(b.length > 0) - Number(a.length > 0)
}
