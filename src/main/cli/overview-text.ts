/** The overview and the list of months as readable text. */

import type { MonthsAnswer } from '../../shared/contract/figure-answers.ts'
import type { OverviewAnswer, OverviewCosts, OverviewFigure, TenantMoney, TenantWhy } from '../../shared/contract/overview-answers.ts'
import { figureNames } from '../../shared/domain/figure-names.ts'
import { parseMonth, previousMonth } from '../../shared/domain/month.ts'
import { reasonWords } from '../../shared/domain/reason-words.ts'
import { bridgeText } from './bridge-text.ts'
import { type Cell, signed, table, time } from './table.ts'

/** Key figures, attention items, and every tenant. */
export function overviewText({ month, timeZone, cost, figures, bridge, tenants, attention }: OverviewAnswer): string {
  const names = new Map(tenants.map((tenant) => [tenant.tenant, tenant.name]))
  const key = table(
    ['FIGURE', 'VALUE', 'CHANGE', 'SINCE', 'TENANTS', 'NOTES'],
    [
      ...moneyRows(figureNames.bill, cost.bill, cost.bill.state),
      ...figures.slice(0, 1).map(figureRow),
      ...moneyRows(figureNames.licenceCost, cost.licences, null),
      ...figures.slice(1).map(figureRow),
    ],
    'No figures yet.',
  )
  const why = bridgeText(bridge, previousMonth(parseMonth(month)), month, names)
  const needs = table(
    ['NEEDS ATTENTION', 'TENANT OR CONNECTION', 'WHAT'],
    attention.map((item) => [
      item.severity,
      item.tenant === null ? item.connection : `${item.tenant} ${names.get(item.tenant) ?? ''}`.trim(),
      item.message,
    ]),
    'No problems. `seatledger attention` lists costs to check.',
  )
  const list = table(
    [
      'ID',
      'TENANT',
      'FIGURE',
      'VALUE',
      'CHANGE',
      figureNames.bill.toUpperCase(),
      'CHANGE',
      figureNames.overageCost.toUpperCase(),
      'LAST SNAPSHOT',
      'STATE',
      'WHY',
    ],
    tenants.map((tenant) => [
      tenant.tenant,
      tenant.name,
      tenant.label,
      tenant.value,
      signed(tenant.delta),
      money(tenant.bill, 'value'),
      money(tenant.bill, 'change'),
      money(tenant.overage, 'value'),
      time(tenant.lastSnapshotAt),
      tenant.freshness === 'gone' && tenant.goneSince !== null ? `gone since ${tenant.goneSince}` : tenant.freshness,
      whyText(tenant.why),
    ]),
    'No tenants. `seatledger connect` adds a connection.',
  )
  return [`${month} (${timeZone})`, key, why, needs, list].filter((text) => text !== '').join('\n\n')
}

/** The two largest reasons; `--json` has all. */
const whyText = (why: readonly TenantWhy[]): string =>
  why
    .slice(0, 2)
    .map(({ reason, delta, currency }) => `${reasonWords[reason].toLowerCase()} ${signed(delta)}${currency === null ? '' : ` ${currency}`}`)
    .join(', ')

const money = (amounts: readonly TenantMoney[], which: 'value' | 'change') =>
  amounts
    .flatMap((each) => (each[which] === null ? [] : `${which === 'change' ? signed(each.change) : each.value} ${each.currency}`))
    .join(', ')

function moneyRows(title: string, { amounts, leftOut }: OverviewCosts['licences'], state: string | null): Cell[][] {
  return amounts.map(({ currency, value, change, changeSince }) => [
    `${title}, ${currency}`,
    value,
    signed(change),
    changeSince,
    null,
    [state ?? '', leftOut.length === 0 ? '' : `without ${leftOut.length} unpriced`].filter(Boolean).join(', '),
  ])
}

const figureRow = ({ label, value, change, changeSince, tenants, state }: OverviewFigure): Cell[] => [
  label,
  value ?? 'gap',
  signed(change),
  changeSince,
  `${tenants.with} of ${tenants.expected}`,
  state,
]

/** Every month from the current one back to the first. */
export function monthsText({ months, goneSince }: MonthsAnswer): string {
  return table(
    ['MONTH', 'TENANTS', 'EARLY', 'APPROVED', 'NOTES'],
    months.map(({ month, open, tenants, early, approvedAt }) => [
      month,
      `${tenants.with} of ${tenants.expected}`,
      early.length === 0 ? null : early.length,
      time(approvedAt),
      [open ? 'running' : '', tenants.with > 0 ? '' : goneSince !== null && month >= goneSince ? `gone since ${goneSince}` : 'gap']
        .filter(Boolean)
        .join(', '),
    ]),
    'No snapshots yet. Run `seatledger collect`.',
  )
}
