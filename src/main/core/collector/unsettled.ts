/** Billing periods that are over and whose numbers are not final: they are read again until two readings agree. */

import { endOfUtcDay, periodState } from '../../../shared/domain/billing-period.ts'
import { dayMs } from '../../../shared/domain/duration.ts'
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import type { DatasetId, UnsettledPeriod } from '../vendors/provider.ts'

/** Numbers that still move so long after a period's end are left to `backfill`. */
const givenUpAfterMs = 60 * dayMs

/** One reading of a tenant's billing period; of those from before the period's end only the last. Times in ms. */
export interface PeriodRow {
  tenantId: number
  dataset: DatasetId
  /** The period's first UTC day. */
  periodStart: string
  periodEnd: string
  observedAt: number
  unchanged: boolean
  /** When the period was first seen. */
  firstAt: number
}

/** Reads the latest three periods of each tenant, oldest reading first. */
export function readPeriodRows(db: ReadDb): PeriodRow[] {
  const rows = prepared<[], StoredRow<PeriodRow>>(
    db.sqlite,
    `with recent as (
         select id, tenant_id, dataset, period_key, row_number() over (partition by tenant_id, dataset order by period_key desc) place
         from series where period_key <> '' and tenant_id is not null
       ), ends as (
         select recent.*, max(snapshot.number) last_number, min(snapshot.observed_at) first_at
         from recent join snapshot on snapshot.series_id = recent.id where place <= 3 group by recent.id
       )
       select ends.tenant_id tenantId, ends.dataset, ends.period_key periodStart, snapshot.period_end periodEnd,
         snapshot.observed_at observedAt, snapshot.unchanged, ends.first_at firstAt
       from ends join snapshot on snapshot.series_id = ends.id
       where snapshot.number = ends.last_number or snapshot.observed_at >= (unixepoch(snapshot.period_end) + 86400) * 1000
       order by ends.tenant_id, ends.dataset, ends.period_key, snapshot.number`,
  ).all()
  return rows.map(booleansOf<PeriodRow>({ unchanged: true }))
}

/** A tenant's unsettled periods as the UTC day `today` began: what is read during a day changes nothing before the next. */
export function unsettledPeriods(rows: readonly PeriodRow[], today: string): UnsettledPeriod[] {
  const midnight = Date.parse(`${today}T00:00:00.000Z`)
  const known = rows.filter((row) => row.firstAt < midnight)
  return [...Map.groupBy(known, (row) => `${row.dataset} ${row.periodStart}`).values()].flatMap((all): UnsettledPeriod[] => {
    const readings = all.filter((row) => row.observedAt < midnight)
    const last = readings.at(-1)
    if (last === undefined || periodState(readings, midnight) !== 'closing') return []
    const { dataset, periodStart, periodEnd } = last
    const overAt = endOfUtcDay(periodEnd)
    if (midnight - overAt > givenUpAfterMs) return []
    const newer = new Set(known.filter((row) => row.dataset === dataset && row.periodStart > periodStart).map((row) => row.periodStart))
      .size
    return [{ dataset, periodStart, periodEnd, newer, lastReadAt: last.observedAt >= overAt ? last.observedAt : null }]
  })
}
