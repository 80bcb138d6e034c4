/** The presence of a tenant's people as a table: a column for each month, a letter for each set of licences. */
import type { PresenceAnswer, PresenceKind } from '../../shared/contract/presence-answers.ts'
import { personName } from '../../shared/domain/person-name.ts'
import { type Cell, table } from './table.ts'

const kindWords: Record<PresenceKind, string> = {
  added: 'added',
  removed: 'removed',
  temporary: 'added and removed again',
  changed: 'licences changed',
  same: 'no change',
}

/** A letter or a number: A to Z, then 27, 28 … */
const markOf = (set: number): string => (set < 26 ? String.fromCharCode(65 + set) : String(set + 1))

/** The people with their months, then what the letters mean. */
export function presenceText({ months, people, sets, counts, more }: PresenceAnswer): string {
  const list = table(
    ['WHAT', 'PERSON', 'ID', ...months.map(({ month }) => month)],
    people.map((person): Cell[] => [
      kindWords[person.kind],
      personName(person),
      person.id,
      ...months.map(({ hasList }, index): Cell => {
        const set = person.cells[index] ?? null
        return !hasList ? 'gap' : set === null ? null : markOf(set)
      }),
    ]),
    'Nobody was added, removed or changed.',
  )
  const used = new Set(people.flatMap(({ cells }) => cells.filter((cell) => cell !== null)))
  const meaning = sets.flatMap(({ names }, index) =>
    used.has(index) ? [`${markOf(index)}  ${names.length === 0 ? 'no licence' : names.join(' + ')}`] : [],
  )
  return [list, meaning.join('\n'), `${counts.same} without a change.${more > 0 ? ` ${more} more people: --limit.` : ''}`]
    .filter((text) => text !== '')
    .join('\n\n')
}
