/** The presence of a tenant's people as a table: one column per month, or one letter per day. A letter stands for a set of licences. */
import type { PresenceAnswer, PresenceGroup, PresencePerson } from '../../shared/contract/people-answers.ts'
import { personName } from '../../shared/domain/person-name.ts'
import { type Cell, table } from './table.ts'

const groupWords: Record<PresenceGroup, string> = {
  added: 'added',
  removed: 'removed',
  between: 'added and removed again',
  changed: 'licences changed',
  same: 'no change',
}

/** A to Z, then 27, 28 … */
const markOf = (set: number): string => (set < 26 ? String.fromCharCode(65 + set) : String(set + 1))

/** The people, then the meaning of the letters. */
export function presenceText({ grain, columns, people, sets, total }: PresenceAnswer): string {
  const cells = (person: PresencePerson): Cell[] =>
    columns.map(({ snapshotId }, index): Cell => {
      const set = person.cells[index] ?? null
      return snapshotId === null ? 'gap' : set === null ? null : markOf(set)
    })
  // Columns for up to 62 days would make a line too long to read.
  const daily = (person: PresencePerson): string =>
    cells(person)
      .map((cell) => (cell === null ? '.' : cell === 'gap' ? ' ' : String(cell).length > 1 ? '*' : cell))
      .join('')
  const isDaily = grain === 'day'
  const list = table(
    ['WHAT', 'PERSON', 'ID', ...(isDaily ? [`${columns[0]?.at ?? ''} TO ${columns.at(-1)?.at ?? ''}`] : columns.map(({ at }) => at))],
    people.map((person): Cell[] => [
      groupWords[person.group],
      personName(person),
      person.id,
      ...(isDaily ? [daily(person)] : cells(person)),
    ]),
    'No list in this period has anyone.',
  )
  const marks = isDaily ? 'Each day is a letter. Dot: not on the list. Blank: no snapshot. *: another combination.' : ''
  const used = new Set(people.flatMap(({ cells }) => cells.filter((cell) => cell !== null)))
  const meaning = sets.flatMap((set, index) =>
    used.has(index) ? [`${markOf(index)}  ${set.length === 0 ? 'no licence' : set.map(({ name }) => name).join(' + ')}`] : [],
  )
  const more = total > people.length ? `The first ${people.length} of ${total} people. --limit shows more.` : ''
  return [list, marks, meaning.join('\n'), more].filter((text) => text !== '').join('\n\n')
}
