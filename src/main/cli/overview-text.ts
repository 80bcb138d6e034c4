/** The overview and the list of months as readable text. */
import type { MonthsAnswer } from '../../shared/contract/figure-answers.ts'
import type { OverviewAnswer } from '../../shared/contract/overview-answers.ts'
import { table, time } from './table.ts'

/** Key figures, what needs attention, every tenant. */
export function overviewText({ month, timeZone, figures, tenants, attention }: OverviewAnswer): string {
  const names = new Map(tenants.map((tenant) => [tenant.tenant, tenant.name]))
  const key = table(
    ['FIGURE', 'VALUE', 'CHANGE', 'SINCE', 'TENANTS', 'NOTES'],
    figures.map((figure) => [
      figure.label,
      figure.value ?? 'gap',
      figure.change,
      figure.changeSince,
      `${figure.tenants.with} of ${figure.tenants.expected}`,
      figure.state,
    ]),
    'No figures of people yet.',
  )
  const needs = table(
    ['NEEDS ATTENTION', 'TENANT OR CONNECTION', 'WHAT'],
    attention.map((item) => [
      item.severity,
      item.tenant === null ? item.connection : `${item.tenant} ${names.get(item.tenant) ?? ''}`.trim(),
      item.message,
    ]),
    'Nothing needs attention.',
  )
  const list = table(
    ['ID', 'TENANT', 'FIGURE', 'VALUE', 'CHANGE', 'LAST SNAPSHOT', 'STATE'],
    tenants.map((tenant) => [
      tenant.tenant,
      tenant.name,
      tenant.label,
      tenant.value,
      tenant.delta,
      time(tenant.lastSnapshotAt),
      tenant.freshness,
    ]),
    'No tenants. `seatledger connect` adds a connection.',
  )
  return [`${month} (${timeZone})`, key, needs, list].join('\n\n')
}

/** Every month from the running one back to the first. */
export function monthsText({ months }: MonthsAnswer): string {
  return table(
    ['MONTH', 'TENANTS', 'EARLY', 'APPROVED', 'NOTES'],
    months.map(({ month, open, tenants, early, approvedAt }) => [
      month,
      `${tenants.with} of ${tenants.expected}`,
      early.length === 0 ? null : early.length,
      time(approvedAt),
      [open ? 'running' : '', tenants.with === 0 ? 'gap' : ''].filter(Boolean).join(', '),
    ]),
    'No snapshots yet. `seatledger collect` brings some.',
  )
}
