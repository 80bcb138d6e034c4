/** People with their costs: the holders of a licence, or everyone whose account is disabled. */
import { type ReactElement, useMemo } from 'react'
import type { LicenceHolder } from '../../../shared/contract/licence-answers.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { Answer } from '../../components/answer.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { formatCount, formatMoney, formatTime } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useSkuNames, useTenants } from '../../lib/use-names.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import classes from './licences.module.css'

interface HoldersTableProps {
  tenant: number | null
  month: string
  /** Lists holders of this SKU with its cost. If absent: disabled accounts with the cost of all their licences. */
  skuId?: string
  /** The report, if not the usual one. */
  dataset?: DatasetId
}

export function HoldersTable({ tenant, month, skuId, dataset }: HoldersTableProps): ReactElement {
  const { nameOf } = useTenants()
  const skuName = useSkuNames()
  const openPerson = useOpenPerson()
  const holders = useAnswer(
    'licences.holders',
    { month, ...(tenant ? { tenant } : {}), ...(dataset ? { dataset } : {}), ...(skuId === undefined ? { disabled: true } : { skuId }) },
    { keepPrevious: true },
  )
  return (
    <Answer of={holders} what="the people">
      {({ holders: rows, cost }) => (
        <>
          {rows.length > 0 ? (
            <p className={classes.costs}>
              {peopleWords(rows)}
              {cost.totals.map(({ currency, amount }) => (
                <span key={currency}>
                  , <strong>{formatMoney(amount, currency)}</strong> of licences a month
                </span>
              ))}
              {cost.leftOut.length > 0
                ? `, ${formatCount(cost.leftOut.length, 'licence', 'licences')} without a price: ${firstOf(cost.leftOut.map(skuName), 4)}`
                : ''}
            </p>
          ) : null}
          <People
            rows={rows}
            nameOf={nameOf}
            skuName={skuName}
            onOpen={(row) => openPerson(row.holder.userPrincipalName ?? row.holder.id)}
          />
        </>
      )}
    </Answer>
  )
}

/** Devices are not counted as people. */
function peopleWords(rows: readonly LicenceHolder[]): string {
  const devices = rows.filter(({ holder }) => holder.device).length
  const people = formatCount(rows.length - devices, 'person', 'people')
  if (devices === 0) return people
  const counted = formatCount(devices, 'device', 'devices')
  return devices === rows.length ? counted : `${people} and ${counted}`
}

interface PeopleProps {
  rows: LicenceHolder[]
  nameOf: (tenant: number) => string
  skuName: (skuId: string) => string
  onOpen: (row: LicenceHolder) => void
}

function People({ rows, nameOf, skuName, onOpen }: PeopleProps): ReactElement {
  const timeZone = useTimeZone()
  const columns = useMemo(() => columnsFor(rows, nameOf, skuName, timeZone), [rows, nameOf, skuName, timeZone])
  return (
    <DataTable
      label="People"
      columns={columns}
      rows={rows}
      rowId={(row) => `${row.tenant} ${row.holder.id}`}
      unit={['person', 'people']}
      maxRows={20}
      onOpen={onOpen}
      empty={
        <EmptyState icon="check" title="Nobody" compact>
          Nobody in this month’s lists matches.
        </EmptyState>
      }
    />
  )
}

function columnsFor(
  rows: readonly LicenceHolder[],
  nameOf: (tenant: number) => string,
  skuName: (skuId: string) => string,
  timeZone: string,
): TableColumn<LicenceHolder>[] {
  const currencies = [...new Set(rows.flatMap((row) => row.cost.map((each) => each.currency)))].sort()
  return [
    { id: 'name', title: 'Person', kind: 'text', value: ({ holder }) => personName(holder), flex: 1, minWidth: 160 },
    {
      id: 'userName',
      title: 'Sign-in name',
      kind: 'text',
      value: ({ holder }) => holder.userPrincipalName ?? (holder.device ? 'device' : null),
      flex: 1.4,
      minWidth: 180,
    },
    { id: 'tenant', title: 'Tenant', kind: 'text', value: (row) => nameOf(row.tenant), flex: 1, minWidth: 150 },
    {
      id: 'account',
      title: 'Account',
      kind: 'text',
      value: ({ holder: { accountEnabled } }) => (accountEnabled === null ? 'unknown' : accountEnabled ? 'enabled' : 'disabled'),
      width: 105,
    },
    {
      id: 'licences',
      title: 'Licences',
      kind: 'text',
      value: ({ holder }) => holder.skus.map(skuName).sort().join('; '),
      flex: 2,
      minWidth: 200,
    },
    ...(rows.some(({ holder }) => holder.billedSince !== undefined)
      ? [
          {
            id: 'billedSince',
            title: 'First billed',
            kind: 'text',
            value: ({ holder }) => holder.billedSince ?? null,
            text: ({ holder }) => formatTime(holder.billedSince ?? null, timeZone),
            width: 210,
            help: 'When Genesys first billed them in the period',
          } satisfies TableColumn<LicenceHolder>,
        ]
      : []),
    ...currencies.map((currency, index): TableColumn<LicenceHolder> => {
      const amount = (row: LicenceHolder) => row.cost.find((each) => each.currency === currency)?.amount ?? null
      return {
        id: `cost ${currency}`,
        title: currencies.length > 1 ? `Cost (${currency})` : 'Cost',
        kind: 'number',
        value: amount,
        text: (row) => formatMoney(amount(row), currency),
        width: 110,
        ...(index === 0 ? { sort: 'desc' as const } : {}),
      }
    }),
  ]
}
