/** Removes some of a series' snapshots. The others are renumbered without gaps, and intervals begin and end at the remaining snapshots. */
import { firstIndexWhere } from '../base/binary-search.ts'
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { WriteDb } from '../database/db.ts'
import { intervalTables, removeSnapshots } from '../history/erase-rows.ts'
import { type Dataset, hasPeriods } from '../vendors/provider.ts'

/** Removes the snapshots with these numbers; at least one must remain. Call only inside an erasure. */
export function pruneSnapshots(db: WriteDb, seriesId: number, gone: ReadonlySet<number>, dataset: Dataset): void {
  const kept = keptSnapshots(db, seriesId, gone)
  const place = placesOf(kept)
  for (const table of intervalTables)
    moveRows(db, table, seriesId, table === 'sku_rollup' ? (rows) => movedSteps(rows, place) : (rows) => movedIntervals(rows, place))
  removeSnapshots(db, seriesId, [...gone])
  const renumber = db.sqlite.prepare('UPDATE snapshot SET number = ? WHERE id = ?')
  for (const { id, number, newNumber } of kept) if (newNumber !== number) renumber.run(newNumber, id)
  // Only for snapshots whose predecessor was removed.
  for (const { id, number, newNumber } of kept.slice(1))
    if (gone.has(number - 1)) updateUnchanged(db, { seriesId, id, number: newNumber }, dataset)
}

interface SnapshotPlace {
  id: number
  number: number
  hasList: boolean
}

const readSnapshotPlace = booleansOf<SnapshotPlace>({ hasList: true })

/** A snapshot that is kept. */
interface KeptSnapshot extends SnapshotPlace {
  newNumber: number
}

function keptSnapshots({ sqlite }: WriteDb, seriesId: number, gone: ReadonlySet<number>): KeptSnapshot[] {
  const kept = sqlite
    .prepare<[number], StoredRow<SnapshotPlace>>('SELECT id, number, has_list hasList FROM snapshot WHERE series_id = ? ORDER BY number')
    .all(seriesId)
    .filter(({ number }) => !gone.has(number))
    .map(readSnapshotPlace)
  const first = kept[0]?.number ?? 1
  return kept.map((snapshot, at) => ({ ...snapshot, newNumber: first + at }))
}

/** Maps a snapshot number to the new number of the first remaining snapshot with a list from there on; null if there is none. */
function placesOf(kept: readonly KeptSnapshot[]): (number: number) => number | null {
  const lists = kept.filter(({ hasList }) => hasList)
  return (number) => lists[firstIndexWhere(lists, (list) => list.number >= number)]?.newNumber ?? null
}

type Row = Record<string, unknown> & { from_number: number; to_number?: number | null }

function moveRows({ sqlite }: WriteDb, table: string, seriesId: number, moved: (rows: Row[]) => Row[]): void {
  const rows = moved(sqlite.prepare<[number], Row>(`SELECT * FROM ${table} WHERE series_id = ?`).all(seriesId))
  sqlite.prepare(`DELETE FROM ${table} WHERE series_id = ?`).run(seriesId)
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const insert = sqlite.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`)
  for (const row of rows) insert.run(row)
}

/** The remaining part of each interval; adjacent equal ones are joined. */
function movedIntervals(rows: Row[], place: (number: number) => number | null): Row[] {
  const same = Map.groupBy(rows, ({ from_number: _from, to_number: _to, ...rest }) => JSON.stringify(rest))
  return [...same.values()].flatMap((group) => {
    const moved: Row[] = []
    for (const row of group.sort((a, b) => a.from_number - b.from_number)) {
      const from = place(row.from_number)
      const to = row.to_number == null ? null : place(row.to_number)
      if (from === null || from === to) continue
      const before = moved.at(-1)
      if (before?.to_number === from) before.to_number = to
      else moved.push({ ...row, from_number: from, to_number: to })
    }
    return moved
  })
}

/** Keeps the last of each SKU's steps that now coincide, and drops steps that no longer change a count. */
function movedSteps(rows: Row[], place: (number: number) => number | null): Row[] {
  return [...Map.groupBy(rows, (row) => row.sku_id).values()].flatMap((group) => {
    const last = new Map<number, Row>()
    for (const row of group.sort((a, b) => a.from_number - b.from_number)) {
      const from = place(row.from_number)
      if (from !== null) last.set(from, { ...row, from_number: from })
    }
    const steps: Row[] = []
    for (const row of last.values()) {
      const { holders, enabled, disabled } = steps.at(-1) ?? { holders: 0, enabled: 0, disabled: 0 }
      if (row.holders !== holders || row.enabled !== enabled || row.disabled !== disabled) steps.push(row)
    }
    return steps
  })
}

function updateUnchanged({ sqlite }: WriteDb, of: { seriesId: number; id: number; number: number }, dataset: Dataset): void {
  const begins = (table: string) => `SELECT 1 FROM ${table} WHERE series_id = @seriesId AND (from_number = @number OR to_number = @number)`
  sqlite
    .prepare(
      `UPDATE snapshot SET unchanged = NOT EXISTS (${begins('entry_row')}) AND NOT EXISTS (${begins('entry_sku_list')}) AND EXISTS (
         SELECT 1 FROM snapshot b JOIN frame bf ON bf.id = b.frame_id JOIN frame f ON f.id = snapshot.frame_id
         WHERE b.series_id = @seriesId AND b.number = @number - 1 AND bf.body = f.body AND b.has_list = snapshot.has_list
           AND b.reported IS snapshot.reported AND b.units IS snapshot.units AND (@hasPeriods = 0 OR b.period_end IS snapshot.period_end))
       WHERE id = @id`,
    )
    .run({ ...of, hasPeriods: hasPeriods(dataset) ? 1 : 0 })
}
