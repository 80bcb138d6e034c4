/** Reports as readable text. The same command's `--json` has everything too. */

import type { Change, DiffAllAnswer, DiffAnswer } from '../../shared/contract/diff-answers.ts'
import type { Warning } from '../../shared/contract/errors.ts'
import type { TrendAnswer } from '../../shared/contract/figure-answers.ts'
import type { LicencesAnswer, MoneyTotal } from '../../shared/contract/licence-answers.ts'
import type { PersonAnswer } from '../../shared/contract/people-answers.ts'
import type { HolderAnswer } from '../../shared/contract/snapshot-answers.ts'
import type { UsageAnswer } from '../../shared/contract/usage-answers.ts'
import { chargeName } from '../../shared/domain/charge-name.ts'
import { figureNames } from '../../shared/domain/figure-names.ts'
import { firstOf } from '../../shared/domain/first-of.ts'
import type { DatasetId } from '../../shared/domain/vendors.ts'
import { bridgeText } from './bridge-text.ts'
import { type Cell, facts, signed, table, time } from './table.ts'

/** A trend, one line per point. */
export function trendText(answer: TrendAnswer, names: Map<number, string>): string {
  const points = answer.points.map((point): Cell[] => {
    const when = 'month' in point ? point.month : point.at
    const whose = 'tenants' in point ? `${point.tenants.with} of ${point.tenants.expected}` : nameOf(point.tenant, names)
    const notes = [point.state ?? '', 'tenants' in point ? missing(point.tenants.missing, names) : '']
    return [when, whose, point.value ?? 'gap', notes.filter(Boolean).join(', ')]
  })
  // The label of money contains its currency.
  const unit = answer.unit === null || answer.label.endsWith(`(${answer.unit})`) ? '' : `, ${answer.unit}`
  const list = table(
    [answer.grain === 'day' ? 'DAY' : 'MONTH', 'TENANT', 'VALUE', 'NOTES'],
    points,
    'Nothing was collected in this period.',
  )
  return parts(`${answer.label}${unit} (${answer.timeZone})`, list, warnings(answer.warnings))
}

/** A difference of one tenant. */
export function diffText(answer: DiffAnswer, names: Map<number, string>): string {
  const { totals, holders, from, to } = answer
  const side = (name: string, { month, snapshotId, reportedAt, early }: DiffAnswer['from']) =>
    snapshotId === null
      ? `${name} ${month} (no snapshot)`
      : `${name} ${month} (snapshot ${snapshotId}, reported ${time(reportedAt)}${early ? ', early for a month-end' : ''})`
  return parts(
    [side('From', from), side('to', to)].join('\n'),
    standingText(answer),
    changes([
      [figureNames.reported, totals.reported],
      [figureNames.listed, totals.listed],
      [figureNames.recounted, totals.recounted],
      [unitsName(totals.units), totals.units],
    ]),
    bridgeText(answer.bridge, from.month, to.month, names),
    people(
      'Added',
      holders.added.map((holder) => [holder.id, holder.displayName, signInName(holder), holder.skus.length]),
    ),
    people(
      'Removed',
      holders.removed.map((holder) => [holder.id, holder.displayName, signInName(holder), holder.skus.length]),
    ),
    holders.changed.length === 0
      ? ''
      : `Changed (${holders.changed.length})\n${table(
          ['ID', 'NAME', 'GAINED', 'LOST', 'ATTRIBUTES'],
          holders.changed.map((holder) => [
            holder.id,
            holder.displayName,
            holder.gained.length,
            holder.lost.length,
            holder.attributes.map(({ name, before, after }) => `${name}: ${before ?? '–'} → ${after ?? '–'}`).join('; '),
          ]),
          '',
        )}`,
    answer.skus.length === 0
      ? ''
      : table(
          ['SKU', 'NAME', 'BEFORE', 'AFTER', 'CHANGE'],
          answer.skus.map((sku) => [sku.skuId, sku.name, sku.before, sku.after, signed(sku.delta)]),
          '',
        ),
    answer.charges.length === 0
      ? ''
      : table(
          ['CHARGE', 'NAME', 'UNIT', 'USED BEFORE', 'AFTER', 'COMMITTED BEFORE', 'AFTER'],
          answer.charges.map((each) => [
            each.chargeId,
            each.name,
            each.unit,
            each.used.before,
            each.used.after,
            each.committed.before,
            each.committed.after,
          ]),
          '',
        ),
    leftOut(answer.cost),
    warnings(answer.warnings),
  )
}

/** Says that a tenant is new or gone, with its numbers; empty for a tenant that is in both months. */
function standingText({ standing, totals, bridge, from, to }: DiffAnswer): string {
  if (standing === 'both') return ''
  const [side, value] = standing === 'new' ? (['to', 'after'] as const) : (['from', 'before'] as const)
  const money = bridge.bill.map((bill) => `${bill[side]} ${bill.currency}`)
  const numbers = [
    totals.reported[value] === null ? '' : `${totals.reported[value]} users`,
    totals.units[value] === null ? '' : `${totals.units[value]} units`,
    ...money,
  ].filter(Boolean)
  const what = standing === 'new' ? `New in ${to.month}` : `Gone since ${from.month}`
  return numbers.length === 0 ? `${what}.` : `${what}: ${numbers.join(', ')}.`
}

/** What both costs leave out. */
function leftOut({ vendor, licences }: DiffAnswer['cost']): string {
  return [
    vendor.leftOut.length > 0 ? `${figureNames.bill} without ${vendor.leftOut.join(', ')}` : '',
    licences.leftOut.length > 0 ? `${figureNames.licenceCost} without ${licences.leftOut.join(', ')}` : '',
  ]
    .filter((text) => text !== '')
    .join('\n')
}

const unitsName = ({ stateBefore, stateAfter }: DiffAnswer['totals']['units']) => {
  const states = [stateBefore, stateAfter].map((state) => state ?? '–')
  return states[0] === states[1] && states[0] !== '–'
    ? `${figureNames.units} (${states[0]})`
    : `${figureNames.units} (${states.join(' → ')})`
}

/** Differences of every tenant, one line each. */
export function diffAllText(answer: DiffAllAnswer, { from, to }: { from: string; to: string }, names: Map<number, string>): string {
  const rows = answer.tenants.map((diff): Cell[] => [
    nameOf(diff.tenant, names),
    diff.standing === 'both' ? '' : diff.standing,
    diff.totals.reported.before,
    diff.totals.reported.after,
    signed(diff.totals.reported.delta),
    diff.holders.added.length,
    diff.holders.removed.length,
    diff.holders.changed.length,
    diff.cost.vendor.amounts.map(({ currency, delta }) => `${signed(delta) ?? '–'} ${currency}`).join(', '),
  ])
  const list = table(
    ['TENANT', 'STATE', 'BEFORE', 'AFTER', 'CHANGE', 'ADDED', 'REMOVED', 'CHANGED', `CHANGE OF ${figureNames.bill.toUpperCase()}`],
    rows,
    'No tenant can be compared.',
  )
  return parts(list, answer.explanation.text, bridgeText(answer.bridge, from, to, names), leftOut(answer.cost), warnings(answer.warnings))
}

/** SKUs with holders and cost. */
export function licencesText(answer: LicencesAnswer): string {
  const { cost } = answer
  const list = table(
    ['SKU', 'NAME', 'HOLDERS', 'DISABLED', 'UNKNOWN', 'CHANGE', 'PRICE', 'COST', 'NOTES'],
    answer.rows.map((row) => [
      row.partNumber ?? row.skuId,
      row.name,
      row.holders,
      row.disabledHolders,
      row.unknownHolders,
      signed(row.change),
      row.unitPrice,
      row.cost === null ? null : `${row.cost} ${row.currency}`,
      [row.excludedByVendor ? 'not billed by Petra' : '', row.free ? 'free' : ''].filter(Boolean).join(', '),
    ]),
    'No licences in this month.',
  )
  return parts(
    `${answer.month}: ${peopleWords(answer)} (${answer.tenants.with} of ${answer.tenants.expected} tenants)`,
    list,
    total(`${figureNames.bill} (${unitStates(cost.vendor.lines)})`, cost.vendor.totals, cost.vendor.leftOut),
    total(
      figureNames.licenceCost,
      cost.licences.totals,
      cost.licences.leftOut.map((skuId) => answer.rows.find((row) => row.skuId === skuId)?.name ?? skuId),
    ),
    warnings(answer.warnings),
  )
}

/** The number of people. Only Petra bills people by what they hold. */
function peopleWords({ dataset, people, assignments }: LicencesAnswer): string {
  if (dataset === 'genesys.billable-usage') return `${people.holders} people and devices billed`
  const listed = `${people.holders} people, ${assignments} assigned`
  return dataset === 'genesys.licence-users'
    ? `${listed}, ${people.recounted} with a licence`
    : `${listed}, ${people.recounted} recounted users`
}

/** Whether the units of a bill may still change. */
function unitStates(lines: LicencesAnswer['cost']['vendor']['lines']): string {
  const projected = lines.filter((line) => line.state === 'projected').length
  const settled = lines.filter((line) => line.state === 'settled').length
  return projected === 0
    ? 'units settled'
    : settled === 0
      ? 'units projected'
      : `units of ${projected} tenants projected, of ${settled} settled`
}

/** People with their timelines. */
export function peopleText(people: PersonAnswer[]): string {
  if (people.length === 0) return 'Nobody found.'
  return people
    .map((person) =>
      [
        `${person.displayName ?? '–'}  ${person.userPrincipalName ?? (person.device ? 'device' : '–')}  (${reportWords[person.dataset] ?? ''}tenant ${person.tenant}, id ${person.id})`,
        table(
          ['LICENCE', 'FIRST SEEN', 'LAST SEEN', 'ABSENT SINCE'],
          person.timeline.map((entry) => [
            entry.name,
            `${entry.openStart ? 'before ' : ''}${time(entry.firstSeen)}`,
            time(entry.lastSeen),
            time(entry.absentSince),
          ]),
          'No licences.',
        ),
      ].join('\n'),
    )
    .join('\n\n')
}

/** A person may be in both reports of a Genesys organisation. */
const reportWords: Partial<Record<DatasetId, string>> = { 'genesys.billable-usage': 'billed, ', 'genesys.licence-users': 'holds, ' }

/** Charges of a billing period. */
export function usageText(answer: UsageAnswer): string {
  const list = table(
    ['CHARGE', 'UNIT', 'KIND', 'USED', 'COMMITTED', 'ALLOWANCE', 'OVER', 'COMMITMENT COST', 'OVERAGE COST', 'COUNTS', 'NOTE'],
    answer.rows.map((row) => [
      chargeName(row),
      row.unit,
      row.kind,
      row.used,
      row.committed,
      row.allowance,
      row.over,
      row.commitmentCost,
      row.overCost,
      row.inTotal,
      row.note,
    ]),
    'No charges.',
  )
  const { start, end } = answer.period
  const period = facts([
    ['period', `${start ?? '?'} … ${end ?? '?'}${answer.final ? ' (final)' : ' (not final)'}`],
    ['currency', answer.currency],
  ])
  const totals =
    answer.totals === null
      ? ''
      : facts([
          [figureNames.commitmentCost, `${answer.totals.vendor.commitment} ${answer.currency}`],
          [figureNames.overageCost, `${answer.totals.vendor.over} ${answer.currency}`],
          ['third party', `${answer.totals.thirdParty.commitment} + ${answer.totals.thirdParty.over} ${answer.currency}`],
          ['left out', answer.totals.leftOut.join(', ')],
        ])
  return parts(period, list, totals, warnings(answer.warnings))
}

const signInName = ({ userPrincipalName, device }: HolderAnswer) => userPrincipalName ?? (device ? 'device' : null)

function changes(rows: [string, Change][]): string {
  return table(
    ['TOTAL', 'BEFORE', 'AFTER', 'CHANGE'],
    rows.map(([name, change]) => [name, change.before, change.after, signed(change.delta)]),
    '',
  )
}

function people(title: string, rows: Cell[][]): string {
  return rows.length === 0 ? '' : `${title} (${rows.length})\n${table(['ID', 'NAME', 'SIGN-IN NAME', 'SKUS'], rows, '')}`
}

function total(title: string, totals: MoneyTotal[], leftOut: string[]): string {
  const lines = totals.map(({ currency, amount }) => `${title}: ${amount} ${currency}`)
  return [...lines, ...left(lines.length > 0, leftOut)].join('\n')
}

/** What a total leaves out; nothing without a total. */
function left(hasTotal: boolean, leftOut: string[]): string[] {
  return hasTotal && leftOut.length > 0 ? [`  without ${leftOut.join(', ')}`] : []
}

function warnings(list: Warning[]): string {
  return list.map((warning) => `! ${warning.message}`).join('\n')
}

/** The first missing tenants; the JSON has all of them. */
function missing(ids: number[], names: Map<number, string>): string {
  const named = ids.map((id) => nameOf(id, names))
  return ids.length === 0 ? '' : `without ${firstOf(named, 3)}`
}

const nameOf = (id: number, names: Map<number, string>) => names.get(id) ?? String(id)

const parts = (...texts: string[]) => texts.filter((text) => text !== '').join('\n\n')
