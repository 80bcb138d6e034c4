import { describe, expect, it } from 'vitest'
import { unsettledPeriods } from '../../../../src/main/core/collector/candidates.ts'
import type { PeriodRow } from '../../../../src/main/core/collector/rows.ts'
import { genesysConfigSchema } from '../../../../src/main/core/vendors/genesys/config.ts'
import { genesys } from '../../../../src/main/core/vendors/genesys/provider.ts'

const at = (day: string) => Date.parse(`${day}T06:00:00Z`)
const october = {
  dataset: 'genesys.trustee-overview',
  periodStart: '2026-10-01',
  periodEnd: '2026-10-31',
  firstAt: at('2026-10-01'),
} as const
const november = {
  dataset: 'genesys.trustee-overview',
  periodStart: '2026-11-01',
  periodEnd: '2026-11-30',
  firstAt: at('2026-11-03'),
} as const
const row = (period: typeof october | typeof november, day: string, unchanged: boolean): PeriodRow => ({
  tenantId: 7,
  ...period,
  observedAt: at(day),
  unchanged,
})
const config = genesysConfigSchema.parse({ clientId: 'client', region: 'eu-central-1', customers: true, ownOrg: true, cycleDay: 21 })
const asked = (rows: PeriodRow[], today: string) =>
  genesys
    .targets(
      config,
      [{ id: 7, externalId: 'customer', kind: 'customer', vendorPaused: false, unsettled: unsettledPeriods(rows, today) }],
      today,
    )
    .map((target) => target.params.billingPeriodIndex)

describe('a billing period that has ended', () => {
  it('is read again by its current index until two readings three days apart agree', () => {
    const rows = [row(october, '2026-10-31', false), row(november, '2026-11-03', false)]
    expect(asked(rows, '2026-11-03')).toEqual(['0'])
    expect(asked(rows, '2026-11-04')).toEqual(['0', '1'])
    const once = [...rows, row(october, '2026-11-04', false)]
    expect(asked(once, '2026-11-04')).toEqual(['0', '1'])
    expect(asked(once, '2026-11-06')).toEqual(['0'])
    expect(asked(once, '2026-11-07')).toEqual(['0', '1'])
    expect(asked([...once, row(october, '2026-11-07', false)], '2026-11-10')).toEqual(['0', '1'])
    expect(asked([...once, row(october, '2026-11-07', true)], '2026-11-10')).toEqual(['0'])
  })

  it('is index 0 until the vendor starts the next one', () => {
    expect(asked([row(october, '2026-11-01', false)], '2026-11-02')).toEqual(['0'])
  })

  it('is read for sixty days at most', () => {
    const rows = [row(october, '2026-10-31', false), row(november, '2026-11-03', false)]
    expect(asked(rows, '2026-12-29')).toEqual(['0', '1'])
    expect(unsettledPeriods(rows, '2027-01-05').map((period) => period.periodStart)).toEqual(['2026-11-01'])
  })

  it('is requested as a whole cycle for the own organisation', () => {
    const cycle = {
      dataset: 'genesys.billable-usage',
      periodStart: '2026-10-21',
      periodEnd: '2026-11-19',
      firstAt: at('2026-10-22'),
    } as const
    const rows: PeriodRow[] = [{ tenantId: 1, ...cycle, observedAt: at('2026-11-20'), unchanged: false }]
    const targets = (today: string) =>
      genesys
        .targets(config, [{ id: 1, externalId: 'own', kind: 'own', vendorPaused: null, unsettled: unsettledPeriods(rows, today) }], today)
        .filter(({ dataset }) => dataset === 'genesys.billable-usage')
        .map((target) => target.params.endDate?.slice(0, 10))
    // The vendor took no end in the future: the cycle is not over although its last answer ended.
    expect(targets('2026-11-20')).toEqual(['2026-11-20'])
    expect(targets('2026-11-23')).toEqual(['2026-12-20', '2026-11-20'])
  })
})
