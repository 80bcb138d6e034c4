/** The presence strip of a tenant: a row for each person, a cell for each month-end, coloured by licences; joiners and leavers grouped. */
import { Button, Switch } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { PresenceAnswer, PresenceKind, PresenceMonth, PresencePerson } from '../../../shared/contract/presence-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { formatCount, formatMonth, formatMonthBeside, formatQuantity } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import { type MainLicences, mainLicences, shownLicences } from './main-licences.ts'
import classes from './presence.module.css'

const kindWords: Record<PresenceKind, string> = {
  added: 'Added',
  removed: 'Removed',
  temporary: 'Added and removed again',
  changed: 'Licences changed',
  same: 'No change',
}
const kinds = Object.keys(kindWords) as PresenceKind[]
const letters = 'ABCDEFGH'
const moreStep = 300

interface PresenceStripProps {
  tenant: number
  /** The last month; undefined: the latest. */
  to?: string | undefined
}

export function PresenceStrip({ tenant, to }: PresenceStripProps): ReactElement {
  const [unchanged, setUnchanged] = useState(false)
  const [limit, setLimit] = useState(moreStep)
  const strip = useAnswer('people.presence', { tenant, limit, unchanged, ...(to ? { to } : {}) }, { keepPrevious: true })
  return (
    <Answer of={strip} what="the people by month" lines={8}>
      {(value) => (
        <div className={classes.strip}>
          <div className={classes.top}>
            <Legend answer={value} main={mainLicences(value)} />
            <Switch
              size="xs"
              label={`Show people without a change (${formatQuantity(value.counts.same)})`}
              checked={unchanged}
              onChange={(event) => setUnchanged(event.currentTarget.checked)}
            />
          </div>
          {value.people.length === 0 ? (
            <EmptyState icon="people" title="Nobody was added, removed or changed" compact>
              The same people hold the same licences in every month that has a list.
            </EmptyState>
          ) : (
            <Table answer={value} />
          )}
          {value.more > 0 ? (
            <Button variant="subtle" onClick={() => setLimit(limit + moreStep)}>
              Show {formatCount(Math.min(value.more, moreStep), 'more person', 'more people')} of {formatQuantity(value.more)}
            </Button>
          ) : null}
        </div>
      )}
    </Answer>
  )
}

const setWords = ({ names }: PresenceAnswer['sets'][number]): string => (names.length === 0 ? 'No licence' : names.join(' + '))
/** A letter for the main licence, with a plus for further ones; a dot for the licences that share a colour. */
const markOf = (main: number | null, count: number): string => (main === null ? '0' : `${letters[main] ?? '·'}${count > 1 ? '+' : ''}`)

function Legend({ answer: { months }, main: { licences } }: { answer: PresenceAnswer; main: MainLicences }): ReactElement {
  const rest = licences.length - shownLicences
  return (
    <ul className={classes.legend} aria-label="Licences by colour">
      {licences.slice(0, shownLicences).map(({ skuId, name }, index) => (
        <li key={skuId} title={name}>
          <span className={classes.cell} data-set={index} aria-hidden="true">
            {letters[index]}
          </span>
          <bdi>{name}</bdi>
        </li>
      ))}
      {rest > 0 ? (
        <li>
          <span className={classes.cell} data-set="other" aria-hidden="true">
            ·
          </span>
          {formatCount(rest, 'other licence', 'other licences')}
        </li>
      ) : null}
      <li>+ further licences</li>
      {months.some(({ hasList }) => !hasList) ? (
        <li>
          <span className={classes.cell} data-gap="true" aria-hidden="true" />
          gap: no list
        </li>
      ) : null}
    </ul>
  )
}

function Table({ answer }: { answer: PresenceAnswer }): ReactElement {
  const { months, people, counts } = answer
  const main = mainLicences(answer)
  const groups = kinds.flatMap((kind) => {
    const of = people.filter((person) => person.kind === kind)
    return of.length === 0 ? [] : [{ kind, of }]
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className={classes.scroll} aria-label="People by month" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Person</th>
            {months.map((month, index) => (
              <MonthHead key={month.month} month={month} before={months[index - 1]?.month ?? null} />
            ))}
          </tr>
        </thead>
        {groups.map(({ kind, of }) => (
          <tbody key={kind}>
            <tr className={classes.group}>
              <th scope="rowgroup" colSpan={months.length + 1}>
                {kindWords[kind]} <span>{formatQuantity(counts[kind])}</span>
              </th>
            </tr>
            {of.map((person) => (
              <Row key={person.id} person={person} answer={answer} main={main} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function MonthHead({ month: { month, snapshotId }, before }: { month: PresenceMonth; before: string | null }): ReactElement {
  const text = before === null ? formatMonth(month, 'short') : formatMonthBeside(month, before)
  return (
    <th scope="col">
      <EvidenceLink snapshotId={snapshotId}>{text}</EvidenceLink>
    </th>
  )
}

interface RowProps {
  person: PresencePerson
  answer: PresenceAnswer
  main: MainLicences
}

function Row({ person, answer: { months, sets }, main }: RowProps): ReactElement {
  const openPerson = useOpenPerson()
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={classes.person}
          title={person.userPrincipalName ?? person.id}
          onClick={() => openPerson(person.userPrincipalName ?? person.id)}
        >
          <bdi>{personName(person)}</bdi>
        </button>
      </th>
      {months.map(({ month, hasList }, index) => {
        const set = person.cells[index] ?? null
        const licence = set === null ? null : (main.ofSet[set] ?? null)
        const words = !hasList ? 'gap' : set === null ? 'not on the list' : setWords(sets[set]!)
        return (
          <td key={month} title={`${formatMonth(month, 'short')}: ${words}`}>
            <span
              className={classes.cell}
              data-gap={!hasList || undefined}
              data-set={set === null ? undefined : licence === null ? 'none' : licence < shownLicences ? licence : 'other'}
              aria-hidden="true"
            >
              {set === null ? '' : markOf(licence, sets[set]!.names.length)}
            </span>
            <span className="visually-hidden">{words}</span>
          </td>
        )
      })}
    </tr>
  )
}
