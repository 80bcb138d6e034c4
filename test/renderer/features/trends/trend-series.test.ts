import { expect, test } from 'vitest'
import { missingTenants, trendSeries } from '../../../../src/renderer/features/trends/trend-series.ts'
import type { TrendAnswer } from '../../../../src/shared/contract/figure-answers.ts'

const answer = (points: TrendAnswer['points']): TrendAnswer => ({
  figure: 'reported',
  label: 'Reported users',
  grain: 'month',
  timeZone: 'UTC',
  unit: null,
  points,
  warnings: [],
})
const point = (tenant: number, month: string, value: number | null) => ({
  tenant,
  month,
  value,
  snapshotId: value === null ? null : tenant * 10,
  reportedAt: null,
  early: false,
})
const sum = (month: string, value: number | null, missing: number[] = []) => ({
  month,
  value,
  tenants: { with: 2 - missing.length, expected: 2, missing },
})

test('tenants share one axis; a month missing for one of them is a gap in its line', () => {
  const { places, series } = trendSeries(
    answer([point(1, '2026-09', 4), point(1, '2026-10', 5), point(2, '2026-10', null)]),
    (id) => `T${id}`,
  )
  expect(places).toEqual(['2026-09', '2026-10'])
  expect(series.map(({ name, values, snapshotIds }) => ({ name, values, snapshotIds }))).toEqual([
    { name: 'T1', values: [4, 5], snapshotIds: [10, 10] },
    { name: 'T2', values: [null, null], snapshotIds: [null, null] },
  ])
})

test('last year is shifted by twelve months and keeps its gaps', () => {
  const { series } = trendSeries(answer([sum('2026-09', 4), sum('2026-10', 5)]), String, {
    previous: answer([sum('2025-09', 2), sum('2025-10', null)]),
  })
  expect(series.map((each) => each.values)).toEqual([
    [4, 5],
    [2, null],
  ])
})

test('a sum with a value lists its missing tenants, a sum without a value does not', () => {
  expect(missingTenants(answer([sum('2026-09', null, [1, 2]), sum('2026-10', 5, [2])]))).toEqual([2])
})

test('values of the current month, and projected units, may still change', () => {
  const settled = { ...sum('2026-09', 4), state: 'settled' as const }
  const projected = { ...sum('2026-10', 5), state: 'projected' as const }
  const { series } = trendSeries(answer([settled, projected, sum('2026-11', 6)]), String, { openMonth: '2026-11' })
  expect(series[0]?.open).toEqual([false, true, true])
})
