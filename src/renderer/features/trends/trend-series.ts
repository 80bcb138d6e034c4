/** Converts a trend answer to the lines of a chart. */
import type {
  DayPoint,
  DaySumPoint,
  MonthPoint,
  SumPoint,
  TenantCoverage,
  TrendAnswer,
  TrendPoint,
} from '../../../shared/contract/figure-answers.ts'
import { addMonths } from '../../../shared/domain/month.ts'
import type { ChartSeries } from '../../components/chart-series.ts'
import { formatCount, formatQuantity } from '../../lib/format.ts'

const placeOf = (point: TrendPoint): string => ('month' in point ? point.month : point.at)
const isSum = (point: TrendPoint): point is SumPoint | DaySumPoint => 'tenants' in point

/** The axis and one line for the sum or for each tenant; with `previous`, also last year's sum, shifted by twelve months. The running month is open. */
export function trendSeries(
  answer: TrendAnswer,
  nameOf: (tenant: number) => string,
  { previous, openMonth }: { previous?: TrendAnswer | undefined; openMonth?: string | undefined } = {},
): { places: string[]; series: ChartSeries[] } {
  const places = [...new Set(answer.points.map(placeOf))].sort()
  const indexOf = new Map(places.map((place, index) => [place, index]))
  const sums = answer.points.filter(isSum)
  if (sums.length > 0) {
    const series: ChartSeries[] = [lineOf('sum', answer.label, sums, places, indexOf, openMonth)]
    if (previous) {
      const moved = previous.points
        .filter((point): point is SumPoint => isSum(point) && 'month' in point)
        .map((point) => ({ ...point, month: addMonths(point.month, 12) }))
      series.push(lineOf('last-year', 'One year earlier', moved, places, indexOf))
    }
    return { places, series }
  }
  const byTenant = Map.groupBy(answer.points as (MonthPoint | DayPoint)[], (point) => point.tenant)
  return {
    places,
    series: [...byTenant].map(([tenant, points]) => ({
      ...lineOf(String(tenant), nameOf(tenant), points, places, indexOf, openMonth),
      snapshotIds: spread(points, places, indexOf, (point) => point.snapshotId, null),
    })),
  }
}

/** "4 of 7 tenants" for an incomplete sum; null if it is complete. */
export const lacksOf = (tenants: TenantCoverage): string | null =>
  tenants.with < tenants.expected ? `${formatQuantity(tenants.with)} of ${formatCount(tenants.expected, 'tenant', 'tenants')}` : null

function lineOf(
  id: string,
  name: string,
  points: readonly TrendPoint[],
  places: readonly string[],
  indexOf: ReadonlyMap<string, number>,
  openMonth?: string,
): ChartSeries {
  return {
    id,
    name,
    values: spread(points, places, indexOf, (point) => point.value, null),
    open: spread(points, places, indexOf, (point) => point.state === 'projected' || placeOf(point) === openMonth, false),
    lacks: spread(points, places, indexOf, (point) => (isSum(point) ? lacksOf(point.tenants) : null), null),
  }
}

function spread<P extends TrendPoint, V>(
  points: readonly P[],
  places: readonly string[],
  indexOf: ReadonlyMap<string, number>,
  valueAt: (point: P) => V,
  gap: V,
): V[] {
  const values = places.map(() => gap)
  for (const point of points) {
    const index = indexOf.get(placeOf(point))
    if (index !== undefined) values[index] = valueAt(point)
  }
  return values
}

/** Tenants missing from at least one sum. */
export function missingTenants(answer: TrendAnswer): number[] {
  return [...new Set(answer.points.filter(isSum).flatMap((point) => (point.value === null ? [] : point.tenants.missing)))]
}

/** Tenants' lines ordered by their newest value, the largest first; sums keep their order. */
export function largestFirst(series: readonly ChartSeries[]): ChartSeries[] {
  if (series[0]?.id === 'sum') return [...series]
  // Rounding does not matter for ordering; shown values stay exact decimals.
  const newest = (each: ChartSeries): number => Number(each.values.findLast((value) => value !== null) ?? -1)
  return [...series].sort((left, right) => newest(right) - newest(left))
}
