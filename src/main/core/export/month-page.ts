/** The first page of the month's workbook: totals, why they changed, the tenants that changed most, and what is missing. */

import type { Bridge, BridgeMeasure, BridgeReason } from '../../../shared/contract/bridge-answers.ts'
import type { UnitState } from '../../../shared/contract/figure-answers.ts'
import type { LicencesAnswer, MoneyTotal, VendorCostLine } from '../../../shared/contract/licence-answers.ts'
import type { UsageAnswer } from '../../../shared/contract/usage-answers.ts'
import { chargeName } from '../../../shared/domain/charge-name.ts'
import { type Decimal, moneyText, parseDecimal, sum, zero } from '../../../shared/domain/decimal.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { reasonWords } from '../../../shared/domain/reason-words.ts'
import type { MonthReport, TenantMonth } from './month-report.ts'
import type { PageBlock, PageRow } from './sheet-plan.ts'
import type { Cell, ColumnKind } from './table.ts'
import { namesWithin } from './xlsx-text.ts'

/** How many of the tenants that changed most are listed, per currency. */
const mostMoved = 10
/** The length of a list of names, in characters. */
const maxListLength = 240

/** One column of the page's numbers: a figure in one currency, or a count. */
interface Figure {
  title: string
  kind: 'integer' | 'money'
  /** Null for counts. */
  currency: string | null
  of: (bridge: Bridge) => BridgeMeasure<number | string> | null
  /** The total over all tenants that have a value, including those that cannot be compared. */
  total: (side: 'before' | 'after') => Decimal | null
  state: UnitState | null
}

/** The parts of the report that the page shows. */
export type PageReport = Pick<MonthReport, 'month' | 'previousMonth' | 'directory' | 'tenants' | 'bridge' | 'coverage'>

/** The widths of the page's columns, and its tables. */
export function monthPage(report: PageReport): { widths: number[]; blocks: PageBlock[] } {
  const figures = figuresOf(report)
  const page = pageOf(Math.max(3, figures.length))
  const currencies = [...new Set(figures.flatMap(({ currency }) => currency ?? []))]
  return {
    widths: [38, ...page.numbers.map(() => 15), 64],
    blocks: [
      totalsBlock(report, figures, page),
      ...bridgeBlock(report, figures, page),
      ...currencies.flatMap((currency) => moversBlock(report, figures, currency, page)),
      missingBlock(report, page),
    ],
  }
}

/** Creates functions that lay out rows of a text, numbers and a remark over the page's columns. */
function pageOf(columns: number) {
  const numbers = Array.from({ length: columns }, (_, at) => at)
  const fill = <T>(values: readonly T[], empty: T): T[] => numbers.map((at) => values[at] ?? empty)
  return {
    numbers,
    headers: (first: string, titles: readonly string[], last: string) => [first, ...fill(titles, ''), last],
    row: (first: string, values: readonly Cell[], kinds: readonly ColumnKind[], last: string | null = null): PageRow => ({
      cells: [first, ...fill(values, null), last],
      kinds: ['text', ...fill(kinds, 'text'), 'text'],
    }),
  }
}
type Page = ReturnType<typeof pageOf>

function figuresOf({ tenants, bridge }: PageReport): Figure[] {
  const billOf = (line: VendorCostLine | null): MoneyTotal[] =>
    line === null || line.cost === null || line.currency === null ? [] : [{ amount: line.cost, currency: line.currency }]
  const licencesOf = (licences: LicencesAnswer | null) => licences?.cost.licences.totals ?? []
  const bills = { before: tenants.flatMap((each) => billOf(each.billBefore)), after: tenants.flatMap((each) => billOf(each.bill)) }
  const licences = {
    before: tenants.flatMap((each) => licencesOf(each.licencesBefore)),
    after: tenants.flatMap((each) => licencesOf(each.licences)),
  }
  const currencies = (totals: typeof bills) => [...new Set([...totals.before, ...totals.after].map(({ currency }) => currency))].sort()
  const state = bridge?.units.stateAfter ?? unitsState(tenants)
  const count = (figure: 'reported' | 'units') => (side: 'before' | 'after') =>
    total(tenants.map(({ figures }) => figures[figure][side]?.value ?? null))
  const money = (totals: typeof bills, currency: string) => (side: 'before' | 'after') =>
    total(totals[side].filter((each) => each.currency === currency).map(({ amount }) => amount))
  return [
    ...currencies(bills).map(
      (currency): Figure => ({
        title: `${figureNames.bill} ${currency}`,
        kind: 'money',
        currency,
        of: ({ bill }) => bill.find((each) => each.currency === currency) ?? null,
        total: money(bills, currency),
        state,
      }),
    ),
    ...currencies(licences).map(
      (currency): Figure => ({
        title: `${figureNames.licenceCost} ${currency}`,
        kind: 'money',
        currency,
        of: (given) => given.licences.find((each) => each.currency === currency) ?? null,
        total: money(licences, currency),
        state: null,
      }),
    ),
    { title: figureNames.units, kind: 'integer', currency: null, of: ({ units }) => units, total: count('units'), state },
    { title: figureNames.reported, kind: 'integer', currency: null, of: ({ users }) => users, total: count('reported'), state: null },
  ]
}

function unitsState(tenants: readonly TenantMonth[]): UnitState | null {
  const states = tenants.flatMap(({ figures }) => figures.units.after?.state ?? [])
  if (states.length === 0) return null
  return states.includes('projected') ? 'projected' : 'settled'
}

/** The sum; null if there is no value at all, since missing is not zero. */
function total(values: readonly (string | number | null)[]): Decimal | null {
  const known = values.map(parseDecimal).filter((value) => value !== null)
  return known.length === 0 ? null : sum(known)
}

function totalsBlock({ month, previousMonth, bridge, tenants }: PageReport, figures: readonly Figure[], page: Page): PageBlock {
  const rows = figures.flatMap((figure) => {
    const { title, kind, state } = figure
    const measure = bridge === null ? null : figure.of(bridge)
    const [before, after] = [figure.total('before'), figure.total('after')]
    if (before === null && after === null) return []
    const kinds = [kind, kind, kind]
    const remark = state === 'projected' ? 'projected: not final yet' : state
    const compared = measure !== null && measure.delta !== null
    const rest = { before: restOf(before, compared ? measure.from : null), after: restOf(after, compared ? measure.to : null) }
    const left = [rest.before, rest.after]
    const shown = left.every((value) => value === null)
    return [
      ...(compared ? [page.row(title, [measure.from, measure.to, measure.delta], kinds, remark)] : []),
      ...(shown ? [] : [page.row(compared ? '   with tenants not comparable' : title, left, kinds, compared ? null : notCompared(remark))]),
    ]
  })
  return {
    heading: 'Totals',
    headers: page.headers('Figure', [previousMonth, month, 'Change'], 'State'),
    rows: [...rows, ...overageRows(tenants, page)],
    total: null,
  }
}

/** The cost of Genesys customers' charges beyond commitment and allowance, by currency. Part of no reason and never added to a bill. */
function overageRows(tenants: readonly TenantMonth[], page: Page): PageRow[] {
  const overIn = (usage: UsageAnswer | null, currency: string) =>
    usage?.currency === currency ? parseDecimal(usage.totals?.vendor.over) : null
  const currencies = new Set(tenants.flatMap(({ usage, usageBefore }) => [usage, usageBefore].flatMap((each) => each?.currency ?? [])))
  const kinds = ['money', 'money', 'money'] as const
  return [...currencies].sort().flatMap((currency) => {
    const pairs = tenants.map(({ usage, usageBefore }) => ({ before: overIn(usageBefore, currency), after: overIn(usage, currency) }))
    const both = pairs.flatMap(({ before, after }) => (before === null || after === null ? [] : [{ before, after }]))
    const single = pairs.filter(({ before, after }) => (before === null) !== (after === null))
    const [from, to] = [sum(both.map(({ before }) => before)), sum(both.map(({ after }) => after))]
    const rest = (side: 'before' | 'after') => total(single.map((pair) => pair[side]?.toFixed() ?? null))?.toFixed() ?? null
    const title = `${figureNames.overageCost} ${currency}`
    const remark = 'Genesys: billing periods that end in the month'
    return [
      ...(both.length === 0
        ? []
        : [
            page.row(
              title,
              [from, to, to.minus(from)].map((value) => moneyText(value, currency)),
              kinds,
              remark,
            ),
          ]),
      ...(single.length === 0
        ? []
        : [
            page.row(
              both.length === 0 ? title : '   with tenants not comparable',
              [rest('before'), rest('after')],
              kinds,
              both.length === 0 ? notCompared(remark) : null,
            ),
          ]),
    ]
  })
}

const notCompared = (remark: string | null) => [remark, 'no change: not comparable'].filter((text) => text !== null).join('; ')

/** The part of a total that the compared tenants do not cover; null if they cover all of it. */
function restOf(whole: Decimal | null, compared: string | number | null): Cell {
  const rest = (whole ?? zero).minus(parseDecimal(compared) ?? zero)
  return whole === null || rest.eq(0) ? null : rest.toFixed()
}

/** One row per reason. The last row adds them up to the changes above. */
function bridgeBlock({ bridge, directory }: PageReport, figures: readonly Figure[], page: Page): PageBlock[] {
  if (bridge === null) return []
  const measures = figures.map((figure) => figure.of(bridge))
  if (measures.every((measure) => measure === null || measure.delta === null)) return []
  const kinds = figures.map(({ kind }) => kind)
  const rows = (Object.keys(reasonWords) as BridgeReason[]).flatMap((reason) => {
    const parts = measures.map((measure) => measure?.parts.find((part) => part.reason === reason) ?? null)
    const tenants = [...new Set(parts.flatMap((part) => part?.tenants ?? []))]
    if (tenants.length === 0) return []
    const names = tenants.map((tenant) => directory.get(tenant)?.name ?? String(tenant))
    const where = names.length > 3 ? `${names.length} tenants` : names.join(', ')
    return [
      page.row(
        reasonWords[reason],
        parts.map((part) => part?.delta ?? null),
        kinds,
        where,
      ),
    ]
  })
  const deltas = measures.map((measure) => measure?.delta ?? null)
  const headers = page.headers(
    'Reason',
    figures.map(({ title }) => title),
    'Tenants',
  )
  return [{ heading: 'Why they changed', headers, rows, total: page.row('Change', deltas, kinds) }]
}

/** The tenants whose bill or licence cost in a currency changed most; the two costs are not added. */
function moversBlock(report: PageReport, figures: readonly Figure[], currency: string, page: Page): PageBlock[] {
  const moved = report.tenants
    .map(({ tenant, diff }) => {
      const deltas = figures.map((figure) => (diff === null ? null : (figure.of(diff.bridge)?.delta ?? null)))
      const amounts = deltas.filter((_, at) => figures[at]!.currency === currency).map((delta) => (parseDecimal(delta) ?? zero).abs())
      return { tenant, diff, deltas, most: amounts.reduce((most, amount) => (amount.gt(most) ? amount : most), zero) }
    })
    .filter(({ most }) => most.gt(0))
    .sort((a, b) => b.most.cmp(a.most) || a.tenant - b.tenant)
    .slice(0, mostMoved)
  if (moved.length === 0) return []
  const shown = (figure: Figure) => figure.currency === null || figure.currency === currency
  const kinds = figures.map((figure) => (shown(figure) ? figure.kind : 'text'))
  const rows = moved.map(({ tenant, diff, deltas }) =>
    page.row(
      report.directory.get(tenant)?.name ?? String(tenant),
      deltas.map((delta, at) => (shown(figures[at]!) ? delta : null)),
      kinds,
      diff?.explanation.text ?? null,
    ),
  )
  const headers = page.headers(
    'Tenant',
    figures.map((figure) => (shown(figure) ? figure.title : '')),
    'Why',
  )
  return [{ heading: `Largest changes by tenant in ${currency}`, headers, rows, total: null }]
}

function missingBlock({ tenants, directory, coverage, bridge }: PageReport, page: Page): PageBlock {
  const nameOf = (tenant: number) => directory.get(tenant)?.name ?? String(tenant)
  const measures = bridge === null ? [] : [bridge.users, bridge.units, ...bridge.bill, ...bridge.licences]
  const unpriced = tenants.flatMap(({ licences }) =>
    (licences?.cost.licences.leftOut ?? []).map((skuId) => licences?.rows.find((row) => row.skuId === skuId)?.name ?? skuId),
  )
  const charges = tenants.flatMap(({ tenant, usage }) =>
    (usage?.totals?.leftOut ?? []).map((chargeId) => {
      const row = usage?.rows.find((each) => each.chargeId === chargeId)
      return `${row === undefined ? chargeId : chargeName(row)} (${nameOf(tenant)})`
    }),
  )
  const unbilled = tenants.filter(({ bill }) => bill !== null && bill.cost === null)
  const line = (what: string, names: readonly string[]) => {
    const distinct = [...new Set(names)]
    return page.row(what, [distinct.length], ['integer'], namesWithin(distinct, maxListLength) || null)
  }
  return {
    heading: 'What is missing',
    headers: page.headers('What', ['How many'], 'Which'),
    rows: [
      line('Tenants without a snapshot', coverage.missing.map(nameOf)),
      line('Tenants not comparable', measures.flatMap(({ notComparable }) => notComparable).map(nameOf)),
      line(
        'Tenants without a bill',
        unbilled.map(({ tenant }) => nameOf(tenant)),
      ),
      line('Licences without a price', unpriced),
      line('Charges without a cost', charges),
    ],
    total: null,
  }
}
