/** The people behind a row: who is counted, new, gone or excluded. */
import { type ReactElement, useMemo } from 'react'
import type { ReconcilePeopleAnswer } from '../../../shared/contract/reconcile-answers.ts'
import type { HolderAnswer } from '../../../shared/contract/snapshot-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { Answer } from '../../components/answer.tsx'
import { DataTable } from '../../components/data-table.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { formatCount, formatMonth } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import { RowSection } from './row-section.tsx'

interface PersonRow {
  holder: HolderAnswer
  /** "new since September 2026"; empty for a person who was already counted. */
  why: string
}

export function RowPeople({ tenant, item, month }: { tenant: number; item: string; month: string }): ReactElement {
  const people = useAnswer('reconcile.people', { tenant, item, month })
  return (
    <RowSection title="The people behind it">
      <Answer of={people} what="the people" lines={4}>
        {(value) => <People people={value} />}
      </Answer>
    </RowSection>
  )
}

const columns: TableColumn<PersonRow>[] = [
  {
    id: 'name',
    title: 'Person',
    kind: 'text',
    value: ({ holder }) => personName(holder),
    render: ({ holder }) => <bdi>{personName(holder)}</bdi>,
    flex: 1,
    minWidth: 150,
  },
  { id: 'user', title: 'Sign-in name', kind: 'text', value: ({ holder }) => holder.userPrincipalName, flex: 1, minWidth: 150 },
  {
    id: 'account',
    title: 'Account',
    kind: 'text',
    value: ({ holder }) => (holder.accountEnabled === null ? null : holder.accountEnabled ? 'enabled' : 'disabled'),
    width: 92,
  },
  { id: 'why', title: 'Change', kind: 'text', value: ({ why }) => why, flex: 1, minWidth: 150 },
]

function People({ people }: { people: ReconcilePeopleAnswer }): ReactElement {
  const rows = useMemo(() => personRows(people), [people])
  const openPerson = useOpenPerson()
  const { counted, added, removed, excluded, comparedWith } = people
  const since =
    comparedWith === null
      ? 'no list for the previous month'
      : `${added.length} new, ${removed.length} gone since ${formatMonth(comparedWith)}`
  return (
    <>
      <p>
        {formatCount(counted.length, 'person', 'people')} counted; {since}
        {excluded.length > 0 ? `; ${excluded.length} left out` : ''}.
      </p>
      {rows.length === 0 ? null : (
        <DataTable
          label="People of the row"
          columns={columns}
          rows={rows}
          rowId={({ holder, why }) => `${holder.id} ${why}`}
          unit={['person', 'people']}
          maxRows={10}
          bare={rows.length < 10}
          onOpen={({ holder }) => openPerson(holder.userPrincipalName ?? holder.id)}
        />
      )}
    </>
  )
}

/** New people first, then gone or excluded ones, then the others. */
function personRows({ counted, added, removed, excluded, comparedWith }: ReconcilePeopleAnswer): PersonRow[] {
  const isNew = new Set(added.map(({ id }) => id))
  const month = comparedWith === null ? '' : formatMonth(comparedWith)
  return [
    ...added.map((holder) => ({ holder, why: `new since ${month}` })),
    ...removed.map((holder) => ({ holder, why: `gone since ${month}` })),
    ...excluded.map(({ holder, reason }) => ({ holder, why: `left out: ${reason}` })),
    ...counted.filter(({ id }) => !isNew.has(id)).map((holder) => ({ holder, why: '' })),
  ]
}
