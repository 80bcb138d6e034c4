/** For a Genesys organisation: who was billed in a period, compared with who holds licences. */
import { SegmentedControl } from '@mantine/core'
import { type ReactElement, useMemo, useState } from 'react'
import type { BilledHeldAnswer, BilledHeldRow, OneSidedPerson } from '../../../shared/contract/billed-held-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { NameCell } from '../../components/name-cell.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import { formatCount, formatDay, formatQuantity, formatTime } from '../../lib/format.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import classes from './licences.module.css'

export function BilledHeldView({ answer }: { answer: BilledHeldAnswer }): ReactElement {
  const { billed, held, state, message, cautions, warnings } = answer
  const timeZone = useTimeZone()
  return (
    <div className="stack">
      <KeyFigures>
        <KeyFigure
          label="People billed"
          value={billed.people}
          snapshotId={billed.snapshotId}
          note={`${formatDay(billed.periodStart)} to ${formatDay(billed.periodEnd)}, and ${formatCount(billed.devices, 'device', 'devices')}`}
        />
        <KeyFigure
          label="People holding a licence"
          value={held?.people ?? null}
          snapshotId={held?.snapshotId ?? null}
          note={held === null ? 'no list in this period' : `as of ${formatTime(held.reportedAt, timeZone)}`}
        />
        {state === 'compared' ? (
          <>
            <KeyFigure label="Billed, hold nothing" value={answer.anyone.billedOnly.length} note="no licence at all" />
            <KeyFigure label="Hold, but not billed at all" value={answer.anyone.heldOnly.length} note="not in the vendor’s usage report" />
          </>
        ) : null}
      </KeyFigures>
      {state === 'compared' ? (
        <>
          <WarningList
            warnings={[...cautions.map((caution) => ({ code: 'CAUTION', message: caution })), ...warnings, ...withoutAddress(answer)]}
          />
          <Panel title="By licence" flush>
            <Licences rows={answer.rows} />
          </Panel>
          <Panel title="People on one side only" flush>
            <People rows={answer.rows} />
          </Panel>
          <Unlinked unlinked={answer.unlinked} />
        </>
      ) : (
        <EmptyState icon="gap" title="Nothing to compare">
          {message}
        </EmptyState>
      )}
    </div>
  )
}

const withoutAddress = ({ withoutAddress }: BilledHeldAnswer): { code: string; message: string }[] =>
  withoutAddress === 0
    ? []
    : [
        {
          code: 'WITHOUT_ADDRESS',
          message: `${formatCount(withoutAddress, 'holder has', 'holders have')} no address and cannot be compared.`,
        },
      ]

function Licences({ rows }: { rows: BilledHeldRow[] }): ReactElement {
  return (
    <DataTable
      label="Licences billed and held"
      columns={licenceColumns}
      rows={rows}
      rowId={(row) => row.chargeId}
      unit={['licence', 'licences']}
      empty={
        <EmptyState icon="licences" title="No charge and no licence have the same name" compact>
          Give a licence the name of its charge to compare them.
        </EmptyState>
      }
    />
  )
}

const number = (id: string, title: string, value: (row: BilledHeldRow) => number, width: number): TableColumn<BilledHeldRow> => ({
  id,
  title,
  kind: 'number',
  value,
  text: (row) => formatQuantity(value(row)),
  width,
})

const licenceColumns: TableColumn<BilledHeldRow>[] = [
  {
    id: 'name',
    title: 'Licence',
    kind: 'text',
    value: (row) => row.name,
    render: (row) => (
      <NameCell name={row.name} title={`${row.name} (${row.licenceId})`}>
        {row.concurrent ? <Tag title="Billed by its peak, so nobody is billed individually">concurrent</Tag> : null}
        {row.because === 'label' ? <Tag title="The names that you gave are equal">linked by you</Tag> : null}
      </NameCell>
    ),
    flex: 2,
    minWidth: 220,
  },
  number('billed', 'Billed', (row) => row.billed, 90),
  number('held', 'Hold', (row) => row.held, 90),
  number('both', 'Both', (row) => row.both, 90),
  number('billedOnly', 'Billed, no longer hold', (row) => row.billedOnly.length, 170),
  number('heldOnly', 'Hold, not billed', (row) => row.heldOnly.length, 140),
]

interface PersonRow extends OneSidedPerson {
  side: 'billed' | 'held'
  licence: string
  key: string
}

const sideWords = { billed: 'Billed, no longer holds', held: 'Holds, not billed' } as const

function People({ rows }: { rows: BilledHeldRow[] }): ReactElement {
  const openPerson = useOpenPerson()
  const [side, setSide] = useState<'all' | PersonRow['side']>('all')
  const people = useMemo(() => rows.flatMap(peopleOf), [rows])
  const count = (wanted: PersonRow['side']) => formatQuantity(people.filter((row) => row.side === wanted).length)
  return (
    <DataTable
      label="People on one side only"
      columns={personColumns}
      rows={side === 'all' ? people : people.filter((row) => row.side === side)}
      rowId={(row) => row.key}
      unit={['person', 'people']}
      maxRows={20}
      onOpen={({ person }) => openPerson(person.userPrincipalName ?? person.id)}
      tools={
        <SegmentedControl
          aria-label="Which side"
          value={side}
          onChange={(next) => setSide(next as typeof side)}
          data={[
            { value: 'all', label: 'All' },
            { value: 'billed', label: `Billed, no longer hold (${count('billed')})` },
            { value: 'held', label: `Hold, not billed (${count('held')})` },
          ]}
        />
      }
      empty={
        <EmptyState icon="check" title="Nobody" compact>
          Everyone who is billed holds the licence, and everyone who holds it is billed.
        </EmptyState>
      }
    />
  )
}

const peopleOf = (row: BilledHeldRow): PersonRow[] => [
  ...row.billedOnly.map(
    (each): PersonRow => ({ ...each, side: 'billed', licence: row.name, key: `billed ${row.chargeId} ${each.person.id}` }),
  ),
  ...row.heldOnly.map((each): PersonRow => ({ ...each, side: 'held', licence: row.name, key: `held ${row.chargeId} ${each.person.id}` })),
]

const personColumns: TableColumn<PersonRow>[] = [
  {
    id: 'side',
    title: 'What',
    kind: 'text',
    value: (row) => sideWords[row.side],
    render: (row) => <Tag>{sideWords[row.side]}</Tag>,
    width: 190,
  },
  { id: 'name', title: 'Person', kind: 'text', value: ({ person }) => personName(person), flex: 1, minWidth: 150 },
  { id: 'address', title: 'Address', kind: 'text', value: ({ person }) => person.userPrincipalName, flex: 1.3, minWidth: 190 },
  { id: 'licence', title: 'Licence', kind: 'text', value: (row) => row.licence, flex: 1.2, minWidth: 180 },
  {
    id: 'instead',
    title: 'Holds or billed instead',
    kind: 'text',
    value: (row) => row.instead.join('; ') || 'nothing',
    flex: 1.2,
    minWidth: 160,
    help: 'What a billed person holds now, or what a holder is billed for',
  },
]

function Unlinked({ unlinked: { charges, licences } }: Pick<BilledHeldAnswer, 'unlinked'>): ReactElement | null {
  if (charges.length + licences.length === 0) return null
  return (
    <Panel title="Not compared" note="no charge and licence of the same name">
      <ul className={classes.who}>
        {charges.map(({ id, name, billed }) => (
          <li key={id}>
            <bdi>{name}</bdi>: {formatQuantity(billed)} billed
          </li>
        ))}
        {licences.map(({ id, name, held }) => (
          <li key={id}>
            <bdi>{name}</bdi> ({id}): held by {formatQuantity(held)}
          </li>
        ))}
      </ul>
      <p className={classes.hint}>
        Genesys does not publish which licence a charge bills. To compare a charge with a licence, give the licence the charge’s name in the
        list of held licences.
      </p>
    </Panel>
  )
}
