/** Compares the stored month facts with the evidence. */
import { isDeepStrictEqual } from 'node:util'
import { calendarOf } from '../../../../shared/domain/calendar.ts'
import type { Month } from '../../../../shared/domain/month.ts'
import type { ReadDb } from '../../database/db.ts'
import { preparedColumn } from '../../database/prepared.ts'
import { snapshotKey } from '../../evidence/read-payload.ts'
import { isNewestRight } from '../newest-snapshots.ts'
import { type FactOwner, monthSnapshots } from './month-snapshots.ts'
import { type Move, movesOfLists } from './moves.ts'
import { factOwners } from './refresh.ts'
import { factsFromEvidence, type NumberedHolder, setKey } from './snapshot-facts.ts'
import { factsVersion, storedState } from './state.ts'
import { monthRows, storedFacts, storedMoves } from './store.ts'

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
  const fromEvidence = factsFromEvidence(db)
  // A month-end is read once for its own facts and once as the previous one of the next month.
  let last: { snapshotId: number; read: ReturnType<typeof fromEvidence> } | null = null
  const read = (snapshotId: number) => {
    const found = last?.snapshotId === snapshotId ? last.read : fromEvidence(snapshotKey(db, snapshotId))
    last = { snapshotId, read: found }
    return found
  }
  const isRight = (month: Month): boolean => {
    const [row, snapshots] = [stored.get(month), expected.get(month)]
    if (row === undefined || snapshots === undefined || state?.version !== factsVersion) return false
    if (row.snapshotId !== snapshots.snapshotId || row.settlingId !== snapshots.settlingId) return false
    if (row.previousId !== snapshots.previousId) return false
    const before = row.previousId === null ? null : read(row.previousId).holders
    const { facts, holders } = read(row.snapshotId)
    if (!isDeepStrictEqual(storedFacts(db, row.snapshotId, row), facts)) return false
    const moves = expectedMoves(before, holders)
    if (!isDeepStrictEqual(storedMoves(db, row.snapshotId), moves)) return false
    if (row.settlingId === null || row.settlingId === row.snapshotId) return true
    const { totals } = storedFacts(db, row.settlingId, undefined)
    return isDeepStrictEqual(totals, fromEvidence(snapshotKey(db, row.settlingId)).facts.totals)
  }
  const months = [...new Set([...stored.keys(), ...expected.keys()])].sort()
  const { connectionId, tenantId, dataset } = owner
  // A wrong time of the newest snapshot counts as a fault of its last month.
  const wrongNewest = isNewestRight(db, owner) ? undefined : months.at(-1)
  return {
    months: months.length,
    wrong: months.filter((month) => month === wrongNewest || !isRight(month)).map((month) => ({ tenantId, connectionId, dataset, month })),
  }
}

type Holders = ReadonlyMap<number, NumberedHolder> | null

/** The moves between two lists; none if either is missing. */
function expectedMoves(before: Holders, after: Holders): Move[] {
  const sets = (holders: NonNullable<Holders>) => new Map([...holders].map(([id, { skus }]) => [id, setKey([...skus])]))
  return before === null || after === null ? [] : movesOfLists(sets(before), sets(after))
}

/** The number of snapshots that have facts although no month refers to them. */
export function strayFacts({ sqlite }: ReadDb): number {
  return preparedColumn<number>(
    sqlite,
    `select count(*) from (select snapshot_id from month_sku_set union select snapshot_id from month_move union select snapshot_id from month_total
       except select snapshot_id from month_fact except select settling_id from month_fact where settling_id is not null)`,
  ).get()!
}
