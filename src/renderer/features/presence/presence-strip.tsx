/** One row per person and one cell per day or month, coloured by licences. Opening a row shows the person. */
import type { ReactElement } from 'react'
import type { PresenceAnswer, PresenceGroup, PresencePerson } from '../../../shared/contract/people-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { MiddleCut } from '../../components/middle-cut.tsx'
import { formatCount, formatDay, formatDayTick, formatMonth, formatMonthTick, formatQuantity } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import { type Run, runsOf, setColours } from './presence-runs.ts'
import classes from './presence-strip.module.css'

interface PresenceStripProps {
  tenant: number
  /** Months, or snapshot ids. */
  from: string | number
  to: string | number
  /** The vendor's ids of the people to show; default: everyone. */
  ids?: string[]
}

const groupWords: Record<PresenceGroup, string> = {
  added: 'Added',
  removed: 'Removed',
  between: 'Added and removed in between',
  changed: 'Licences changed',
  same: 'No change',
}

export function PresenceStrip({ tenant, from, to, ids }: PresenceStripProps): ReactElement {
  const presence = useAnswer('people.presence', { tenant, from, to, ...(ids ? { ids } : {}) }, { keepPrevious: true })
  return (
    <Answer of={presence} what="the timeline" lines={8}>
      {(value) =>
        value.people.length === 0 ? (
          <EmptyState icon="people" title="Nobody to show" compact>
            No snapshot at this time lists any of these people.
          </EmptyState>
        ) : (
          <Strip presence={value} />
        )
      }
    </Answer>
  )
}

function Strip({ presence }: { presence: PresenceAnswer }): ReactElement {
  const colours = setColours(presence)
  const colourOf = (set: number): string => {
    if (presence.sets[set]?.length === 0) return 'none'
    return String(colours[set] ?? 'other')
  }
  const groups = [...Map.groupBy(presence.people, ({ group }) => group)]
  return (
    <div className={classes.strip}>
      <Legend presence={presence} colours={colours} />
      <div>
        <Ticks presence={presence} />
        {groups.map(([group, people]) => (
          <section key={group} aria-label={groupWords[group]}>
            <h3 className={classes.group}>
              {groupWords[group]} ({formatQuantity(people.length)})
            </h3>
            {people.map((person) => (
              <PersonRow key={person.id} presence={presence} person={person} colourOf={colourOf} />
            ))}
          </section>
        ))}
      </div>
      {presence.total > presence.people.length ? (
        <p className={classes.more}>
          The first {formatQuantity(presence.people.length)} of {formatCount(presence.total, 'person', 'people')}. Export the list for all
          of them.
        </p>
      ) : null}
    </div>
  )
}

interface PersonRowProps {
  presence: PresenceAnswer
  person: PresencePerson
  colourOf: (set: number) => string
}

function PersonRow({ presence, person, colourOf }: PersonRowProps): ReactElement {
  const openPerson = useOpenPerson()
  const runs = runsOf(presence.columns, person.cells)
  const words = (run: Run): string => `${timeWords(presence, run)}: ${cellWords(presence, run.cell)}`
  const said = runs.filter(({ cell }) => typeof cell === 'number').map(words)
  return (
    <button
      type="button"
      className={classes.person}
      aria-label={`${personName(person)}. ${said.join('; ')}`}
      onClick={() => openPerson(person.userPrincipalName ?? person.id)}
    >
      <MiddleCut>{personName(person)}</MiddleCut>
      <span className={classes.track}>
        {runs.map((run) => (
          <span
            key={run.start}
            className={classes.run}
            style={{ flexGrow: run.length }}
            data-cell={typeof run.cell === 'number' ? colourOf(run.cell) : run.cell}
            title={words(run)}
          />
        ))}
      </span>
    </button>
  )
}

function timeWords({ grain, columns }: PresenceAnswer, { start, length }: Run): string {
  const [first, last] = [columns[start]!.at, columns[start + length - 1]!.at]
  const format = grain === 'day' ? formatDay : formatMonth
  return first === last ? format(first) : `${format(first)} to ${format(last)}`
}

function cellWords({ sets, grain }: PresenceAnswer, cell: Run['cell']): string {
  if (cell === 'gap') return grain === 'day' ? 'no snapshot on this day' : 'no snapshot in this month'
  return cell === 'absent' ? 'not in the list' : setWords(sets[cell] ?? [])
}

const setWords = (skus: PresenceAnswer['sets'][number]): string =>
  skus.length === 0 ? 'no licence' : skus.map(({ name }) => name).join(' + ')

/** The maximum number of labels, so that they do not touch. */
const mostTicks = 6

function Ticks({ presence: { columns, grain } }: { presence: PresenceAnswer }): ReactElement {
  const step = Math.ceil(columns.length / mostTicks)
  const ticks = columns.filter((_, index) => index % step === 0)
  const label = grain === 'day' ? formatDayTick : formatMonthTick
  return (
    <div className={classes.ticks} aria-hidden="true">
      <span />
      <span className={classes.tickTrack}>
        {ticks.map(({ at }, index) => (
          <span key={at} className={classes.tick} style={{ insetInlineStart: `${(index * step * 100) / columns.length}%` }}>
            {label(at, ticks[index - 1]?.at ?? null)}
          </span>
        ))}
      </span>
    </div>
  )
}

function Legend({ presence, colours }: { presence: PresenceAnswer; colours: readonly (number | null)[] }): ReactElement {
  const { sets, columns, grain, people } = presence
  const coloured = sets.flatMap((skus, index) => (colours[index] == null ? [] : [{ colour: colours[index], words: setWords(skus) }]))
  coloured.sort((a, b) => a.colour - b.colour)
  const hasOther = sets.some((skus, index) => skus.length > 0 && colours[index] === null)
  const hasNone = sets.some((skus) => skus.length === 0)
  const hasGap = columns.some(({ snapshotId }) => snapshotId === null)
  const isAbsent = people.some(({ cells }) => cells.some((cell, index) => cell === null && columns[index]!.snapshotId !== null))
  return (
    <ul className={classes.legend}>
      {coloured.map(({ colour, words }) => (
        <Key key={colour} cell={String(colour)} words={words} />
      ))}
      {hasOther ? <Key cell="other" words="Other combinations" /> : null}
      {hasNone ? <Key cell="none" words="No licence" /> : null}
      {isAbsent ? <Key cell="absent" words="Not in the list" /> : null}
      {hasGap ? <Key cell="gap" words={grain === 'day' ? 'No snapshot that day' : 'No snapshot that month'} /> : null}
    </ul>
  )
}

function Key({ cell, words }: { cell: string; words: string }): ReactElement {
  return (
    <li className={classes.key}>
      <span className={classes.swatch} data-cell={cell} aria-hidden="true" />
      <span className={classes.keyWords} title={words}>
        {words}
      </span>
    </li>
  )
}
