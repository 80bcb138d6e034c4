/** The table of people who were added, removed or changed, with the licences gained and lost. */
import { SegmentedControl } from '@mantine/core'
import { type ReactElement, useMemo } from 'react'
import type { DiffAnswer, HolderChange, SkuDelta } from '../../../shared/contract/diff-answers.ts'
import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import type { HolderAnswer } from '../../../shared/contract/snapshot-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Delta } from '../../components/delta.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Missing } from '../../components/missing.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { formatMoney, formatQuantity } from '../../lib/format.ts'
import { useAddress } from '../../lib/use-address.ts'
import { namedBy, useSkuNames } from '../../lib/use-names.ts'
import type { PeopleTab } from '../bridge/bridge-rows.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import classes from './changes.module.css'
import { costImpact } from './cost-impact.ts'

interface PersonRow {
  id: string
  kind: PeopleTab
  name: string
  userName: string | null
  /** The text that finds the person on People. */
  search: string
  gained: string[]
  lost: string[]
  attributes: HolderChange['attributes']
}

const kinds = ['added', 'removed', 'changed'] as const satisfies PeopleTab[]
const kindWords: Record<PeopleTab, string> = { added: 'Added', removed: 'Removed', changed: 'Changed' }

interface PeopleChangesProps {
  holders: DiffAnswer['holders']
  skus: SkuDelta[]
  prices: DiffAnswer['skuPrices']
}

export function PeopleChanges({ holders, skus, prices }: PeopleChangesProps): ReactElement {
  const known = useSkuNames()
  const openPerson = useOpenPerson()
  const skuName = useMemo(() => namedBy(skus, known), [skus, known])
  const [address, change] = useAddress()
  const kind = kinds.find((each) => each === address.tab) ?? 'all'
  const rows = useMemo(() => rowsOf(holders), [holders])
  const columns = useMemo(() => columnsFor(skuName, prices), [skuName, prices])
  if (rows.length === 0) {
    return (
      <EmptyState icon="people" title="No changes to people" compact>
        The same people hold the same licences in both months.
      </EmptyState>
    )
  }
  return (
    <DataTable
      label="People who changed"
      columns={columns}
      rows={kind === 'all' ? rows : rows.filter((row) => row.kind === kind)}
      rowId={(row) => `${row.kind} ${row.id}`}
      unit={['person', 'people']}
      onOpen={(row) => openPerson(row.search)}
      tools={
        <SegmentedControl
          aria-label="Which people"
          value={kind}
          onChange={(next) => change({ tab: next === 'all' ? undefined : next }, { replace: true })}
          data={[
            { value: 'all', label: 'All' },
            { value: 'added', label: `Added (${formatQuantity(holders.added.length)})` },
            { value: 'removed', label: `Removed (${formatQuantity(holders.removed.length)})` },
            { value: 'changed', label: `Changed (${formatQuantity(holders.changed.length)})` },
          ]}
        />
      }
    />
  )
}

function rowsOf(holders: DiffAnswer['holders']): PersonRow[] {
  return [
    ...holders.added.map((each) => ({
      id: each.id,
      kind: 'added' as const,
      name: personName(each),
      userName: userNameOf(each),
      search: each.userPrincipalName ?? each.id,
      gained: each.skus,
      lost: [],
      attributes: [],
    })),
    ...holders.removed.map((each) => ({
      id: each.id,
      kind: 'removed' as const,
      name: personName(each),
      userName: userNameOf(each),
      search: each.userPrincipalName ?? each.id,
      gained: [],
      lost: each.skus,
      attributes: [],
    })),
    ...holders.changed.map((each) => ({
      id: each.id,
      kind: 'changed' as const,
      name: personName(each),
      userName: each.userPrincipalName,
      search: each.userPrincipalName ?? each.id,
      gained: each.gained,
      lost: each.lost,
      attributes: each.attributes,
    })),
  ]
}

const userNameOf = ({ userPrincipalName, device }: HolderAnswer): string | null => userPrincipalName ?? (device ? 'device' : null)

const attributeWords = { displayName: 'name', userPrincipalName: 'sign-in name', mail: 'e-mail', accountEnabled: 'account' } as const

const valueWords = (value: string | boolean | null): string =>
  value === null ? 'not sent' : value === true ? 'enabled' : value === false ? 'disabled' : value

const columnsFor = (skuName: (sku: string) => string, prices: DiffAnswer['skuPrices']): TableColumn<PersonRow>[] => [
  {
    id: 'kind',
    title: 'What',
    kind: 'text',
    value: (row) => kindWords[row.kind],
    render: (row) => <Tag icon={row.kind === 'added' ? 'plus' : row.kind === 'removed' ? 'close' : 'changes'}>{kindWords[row.kind]}</Tag>,
    width: 130,
  },
  {
    id: 'name',
    title: 'Person',
    kind: 'text',
    value: (row) => row.name,
    flex: 1,
    minWidth: 150,
  },
  ...(prices.length === 0
    ? []
    : [
        {
          id: 'cost',
          title: 'Cost impact',
          help: 'Monthly price of licences gained minus licences lost. Licences without a price are left out.',
          kind: 'delta' as const,
          value: (row: PersonRow) => costImpact(row, prices)[0]?.amount ?? null,
          text: (row: PersonRow) => impactText(costImpact(row, prices)),
          render: (row: PersonRow) => <Impact amounts={costImpact(row, prices)} />,
          width: 128,
        },
      ]),
  { id: 'userName', title: 'Sign-in name', kind: 'text', value: (row) => row.userName, flex: 1.5, minWidth: 150 },
  {
    id: 'gained',
    title: 'Gained',
    kind: 'text',
    value: (row) => row.gained.map(skuName).join('; '),
    render: (row) => <Skus ids={row.gained} skuName={skuName} />,
    flex: 1.2,
    minWidth: 160,
  },
  {
    id: 'lost',
    title: 'Lost',
    kind: 'text',
    value: (row) => row.lost.map(skuName).join('; '),
    render: (row) => <Skus ids={row.lost} skuName={skuName} />,
    flex: 1.2,
    minWidth: 160,
  },
  {
    id: 'attributes',
    title: 'Other changes',
    kind: 'text',
    value: (row) =>
      row.attributes.map((each) => `${attributeWords[each.name]}: ${valueWords(each.before)} → ${valueWords(each.after)}`).join('; '),
    flex: 1.2,
    minWidth: 140,
  },
]

const impactText = (amounts: readonly MoneyTotal[]): string =>
  amounts.map(({ amount, currency }) => formatMoney(amount, currency, 'exceptZero')).join(', ')

function Impact({ amounts }: { amounts: readonly MoneyTotal[] }): ReactElement {
  const [only] = amounts
  if (only === undefined) return <Missing />
  return amounts.length === 1 ? <Delta value={only.amount} currency={only.currency} /> : <span>{impactText(amounts)}</span>
}

function Skus({ ids, skuName }: { ids: string[]; skuName: (sku: string) => string }): ReactElement {
  if (ids.length === 0) return <Missing />
  return (
    <span className={classes.chips} title={ids.map(skuName).join('\n')}>
      {/* One readable name is better than two truncated ones; the others are in the tooltip. */}
      <Tag>{skuName(ids[0] ?? '')}</Tag>
      {ids.length > 1 ? <span className={classes.more}>+{formatQuantity(ids.length - 1)}</span> : null}
    </span>
  )
}
