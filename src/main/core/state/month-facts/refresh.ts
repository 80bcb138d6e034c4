/** Updates month facts from the evidence. */
import { calendarOf } from '../../../../shared/domain/calendar.ts'
import type { Month } from '../../../../shared/domain/month.ts'
import type { ReadDb, WriteDb } from '../../database/db.ts'
import { prepared, preparedColumn } from '../../database/prepared.ts'
import { snapshotKey } from '../../evidence/read-payload.ts'
import { storeNewest } from '../newest-snapshots.ts'
import { type FactOwner, monthSnapshots } from './month-snapshots.ts'
import { factsFromEvidence } from './snapshot-facts.ts'
import { factsVersion, factTimeZone, storedState, writeState } from './state.ts'
import { type MonthChange, monthRows, replaceMonths } from './store.ts'

/** Every owner that has snapshots, or facts left over from removed snapshots. */
export function factOwners({ sqlite }: ReadDb): FactOwner[] {
  return prepared<[], FactOwner>(
    sqlite,
    `select connection_id connectionId, tenant_id tenantId, dataset from series
     union select connection_id, tenant_id, dataset from month_fact order by 1, 2, 3`,
  ).all()
}

const seriesOf = ({ sqlite }: ReadDb, { connectionId, tenantId, dataset }: FactOwner) =>
  preparedColumn<number>(sqlite, 'select id from series where connection_id = ? and tenant_id is ? and dataset = ?').all(
    connectionId,
    tenantId,
    dataset,
  )

/** The owner of a snapshot. */
export function ownerOfSnapshot({ sqlite }: ReadDb, snapshotId: number): FactOwner {
  return prepared<[number], FactOwner>(
    sqlite,
    `select se.connection_id connectionId, se.tenant_id tenantId, se.dataset from snapshot s join series se on se.id = s.series_id
     where s.id = ?`,
  ).get(snapshotId)!
}

/** Updates owners' newest snapshots, and their months to the current month-end snapshots. Facts of an unchanged month-end are kept. Call inside a transaction. */
export function refreshFacts(db: WriteDb, owners: readonly FactOwner[], timeZone = factTimeZone(db)): void {
  const calendar = calendarOf(timeZone)
  storeNewest(
    db,
    owners.flatMap((owner) => seriesOf(db, owner)),
  )
  for (const owner of owners) {
    const [before, after] = [monthRows(db, owner), monthSnapshots(db, owner, calendar)]
    const months = new Set<Month>([...before.keys(), ...after.keys()])
    const changes = [...months].map((month): MonthChange => ({ month, before: before.get(month), after: after.get(month) }))
    const read = factsFromEvidence(db)
    replaceMonths(db, owner, changes, (id) => read(snapshotKey(db, id)).facts)
  }
}

/** Rebuilds all facts and returns the number of months. Call inside a transaction. */
export function rebuildFacts(db: WriteDb, timeZone: string): number {
  for (const table of ['month_fact', 'month_sku_set', 'month_move', 'month_total', 'sku_set']) db.sqlite.exec(`delete from ${table}`)
  writeState(db, timeZone)
  refreshFacts(db, factOwners(db), timeZone)
  return preparedColumn<number>(db.sqlite, 'select count(*) from month_fact').get()!
}

/** Changes the time zone of the months. Only months whose snapshots differ are rebuilt. Call inside a transaction. */
export function moveFacts(db: WriteDb, timeZone: string): void {
  if (storedState(db)?.timeZone === timeZone) return
  writeState(db, timeZone)
  refreshFacts(db, factOwners(db), timeZone)
}

/** Builds the facts of a history that has none, or has those of another version or time zone. */
export function ensureFacts(db: WriteDb, timeZone: string): void {
  const isCurrent = () => {
    const state = storedState(db)
    return state?.version === factsVersion && state.timeZone === timeZone
  }
  if (isCurrent()) return
  db.sqlite
    .transaction(() => {
      // Another host may have done it meanwhile.
      if (isCurrent()) return
      if (storedState(db)?.version === factsVersion) moveFacts(db, timeZone)
      else rebuildFacts(db, timeZone)
    })
    .immediate()
}
