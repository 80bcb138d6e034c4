/** Groups cells of a presence strip into runs of equal cells, and chooses their colours. */
import type { PresenceAnswer } from '../../../shared/contract/people-answers.ts'

/** Consecutive equal cells. */
export interface Run {
  /** Index of the first column. */
  start: number
  length: number
  /** Index of the set of licences; `absent`: not in the list; `gap`: no snapshot. */
  cell: number | 'absent' | 'gap'
}

/** A person's cells as runs, in time order. */
export function runsOf(columns: PresenceAnswer['columns'], cells: readonly (number | null)[]): Run[] {
  const runs: Run[] = []
  columns.forEach(({ snapshotId }, index) => {
    const cell = snapshotId === null ? 'gap' : (cells[index] ?? 'absent')
    const last = runs.at(-1)
    if (last?.cell === cell) last.length += 1
    else runs.push({ start: index, length: 1, cell })
  })
  return runs
}

/** How many sets have their own colour; the others share one. */
const mostColours = 7

/** The colour of each set, starting with the sets in most cells; null for sets that share a colour. */
export function setColours({ sets, people }: Pick<PresenceAnswer, 'sets' | 'people'>): (number | null)[] {
  const cells = sets.map(() => 0)
  for (const person of people) for (const cell of person.cells) if (cell !== null) cells[cell]! += 1
  const held = sets.flatMap((skus, index) => (skus.length > 0 ? [index] : []))
  const order = held.toSorted((a, b) => cells[b]! - cells[a]! || a - b)
  return sets.map((_, index) => {
    const place = order.indexOf(index)
    return place >= 0 && place < mostColours ? place : null
  })
}
