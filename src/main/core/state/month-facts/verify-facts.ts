/** Compares the stored month facts with the evidence. */
import { isDeepStrictEqual } from 'node:util'
import { calendarOf } from '../../../../shared/domain/calendar.ts'
import type { Month } from '../../../../shared/domain/month.ts'
import type { ReadDb } from '../../database/db.ts'
import { preparedColumn } from '../../database/prepared.ts'
import { snapshotKey } from '../../evidence/read-payload.ts'
import { type FactOwner, monthSnapshots } from './month-snapshots.ts'
import { factOwners } from './refresh.ts'
import { factsFromEvidence } from './snapshot-facts.ts'
import { factsVersion, storedState } from './state.ts'
import { monthRows, storedFacts } from './store.ts'

/** The result of comparing stored facts with the evidence. */
export interface FactsCheck {
  /** How many months were compared. */
  months: number
  wrong: { tenantId: number | null; connectionId: number; dataset: string; month: Month }[]
}

/** Compares all facts. */
export function verifyFacts(db: ReadDb): FactsCheck {
  const checks = factOwners(db).map((owner) => verifyFactsOf(db, owner))
  return { months: checks.reduce((sum, { months }) => sum + months, 0), wrong: checks.flatMap(({ wrong }) => wrong) }
}

/** Compares the facts of one owner. */
export function verifyFactsOf(db: ReadDb, owner: FactOwner): FactsCheck {
  const state = storedState(db)
  const stored = monthRows(db, owner)
  const expected = monthSnapshots(db, owner, calendarOf(state?.timeZone ?? 'UTC'))
  const read = factsFromEvidence(db)
  const isRight = (month: Month): boolean => {
    const [row, snapshots] = [stored.get(month), expected.get(month)]
    if (row === undefined || snapshots === undefined || state?.version !== factsVersion) return false
    if (row.snapshotId !== snapshots.snapshotId || row.settlingId !== snapshots.settlingId) return false
    const facts = read(snapshotKey(db, row.snapshotId))
    if (!isDeepStrictEqual(storedFacts(db, row.snapshotId, row), facts)) return false
    if (row.settlingId === null || row.settlingId === row.snapshotId) return true
    const { totals } = storedFacts(db, row.settlingId, undefined)
    return isDeepStrictEqual(totals, read(snapshotKey(db, row.settlingId)).totals)
  }
  const months = [...new Set([...stored.keys(), ...expected.keys()])].sort()
  const { connectionId, tenantId, dataset } = owner
  return {
    months: months.length,
    wrong: months.filter((month) => !isRight(month)).map((month) => ({ tenantId, connectionId, dataset, month })),
  }
}

/** The number of snapshots that have facts although no month refers to them. */
export function strayFacts({ sqlite }: ReadDb): number {
  return preparedColumn<number>(
    sqlite,
    `select count(*) from (select snapshot_id from month_sku_set union select snapshot_id from month_total
       except select snapshot_id from month_fact except select settling_id from month_fact where settling_id is not null)`,
  ).get()!
}
