/** When each series' newest snapshot was received. It is stored, since the list of tenants needs it for every tenant. */
import type { ReadDb, WriteDb } from '../database/db.ts'
import { prepared, preparedColumn } from '../database/prepared.ts'
import { type FactOwner, notSetAside } from './month-facts/month-snapshots.ts'

const receivedOfLast = (by: 'number' | 'reported_at') => `coalesce((select s.observed_at from snapshot s
  where s.series_id = series.id and ${notSetAside} order by s.${by} desc limit 1), 0)`

/**
 * SQL: when the newest snapshot of a row of `series` was received; null without one. The last recorded snapshot may be older than others, if it was
 * pulled from a team; the one with the latest report time may have a wrong time. Each is found from the end of an index, since there may be a
 * hundred thousand snapshots.
 */
const newestSql = `nullif(max(${receivedOfLast('number')}, ${receivedOfLast('reported_at')}), 0)`

/** Stores the newest snapshot's time of some series. Call inside the transaction that changed their snapshots. */
export function storeNewest({ sqlite }: WriteDb, seriesIds: readonly number[]): void {
  prepared(sqlite, `update series set newest_at = ${newestSql} where id in (select value from json_each(?))`).run(JSON.stringify(seriesIds))
}

/** Whether the stored times of an owner's series are those of their snapshots. */
export function isNewestRight({ sqlite }: ReadDb, { connectionId, tenantId, dataset }: FactOwner): boolean {
  const wrong = preparedColumn<number>(
    sqlite,
    `select count(*) from series where connection_id = ? and tenant_id is ? and dataset = ? and newest_at is not ${newestSql}`,
  ).get(connectionId, tenantId, dataset)
  return wrong === 0
}
