/** Plans the requests to Petra. Pure. */
import { Temporal } from 'temporal-polyfill'
import type { CollectableTenant, EarlierAnswers, PlannedTarget } from '../provider.ts'
import { type PetraConfig, type PetraRoute, routeUrl, spacingMs } from './config.ts'

/** A bound on the backfill, in case the vendor answers for every date. */
const longestPastMonths = 120

/**
 * First the totals of all tenants in one request, then each tenant's users. The last day of the previous month is requested again, once
 * on day 1 and once from day 3, which settles that month's units.
 */
export function targets(config: PetraConfig, tenants: readonly CollectableTenant[], today: string): PlannedTarget[] {
  const day = Temporal.PlainDate.from(today)
  const settlingFrom = day.with({ day: day.day < 3 ? 1 : 3 })
  const usage = { dataset: 'petra.usage', externalId: null, tenantId: null, ...pacing(config, '/v1/usage') } as const
  return [
    { ...usage, params: {}, onceSince: null },
    { ...usage, params: { asOf: monthEnd(day, 1) }, onceSince: settlingFrom.toZonedDateTime('UTC').epochMilliseconds },
    ...tenants.map(
      ({ id, externalId }): PlannedTarget => ({
        dataset: 'petra.billable-users',
        externalId,
        params: {},
        tenantId: id,
        ...pacing(config, '/v1/billable-users'),
        onceSince: null,
      }),
    ),
  ]
}

/** The totals of earlier month-ends, newest first. Petra does not provide past users. */
export function backfill(config: PetraConfig, today: string): EarlierAnswers[] {
  const day = Temporal.PlainDate.from(today)
  return [
    {
      tenantId: null,
      ...pacing(config, '/v1/usage'),
      at: (step) => (step > longestPastMonths ? null : { dataset: 'petra.usage', externalId: null, params: { asOf: monthEnd(day, step) } }),
      endsAfterEmpty: 2,
    },
  ]
}

function pacing(config: PetraConfig, route: PetraRoute) {
  return { route: routeUrl(config, route), spacingMs: spacingMs(config, route) }
}

function monthEnd(day: Temporal.PlainDate, monthsBack: number): string {
  return day
    .with({ day: 1 })
    .subtract({ months: monthsBack - 1 })
    .subtract({ days: 1 })
    .toString()
}
