/** The table of licences: holders, change, sparkline, price and cost. Prices and exclusions are edited in the table. */
import { ActionIcon, Menu } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useMemo, useState } from 'react'
import type { LicenceRow, LicencesAnswer } from '../../../shared/contract/licence-answers.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { NameCell } from '../../components/name-cell.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { hiddenKey, type TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { formatMoney } from '../../lib/format.ts'
import { useAddress } from '../../lib/use-address.ts'
import { LabelDialog } from './label-dialog.tsx'
import classes from './licences.module.css'
import { RuleDialog } from './rule-dialog.tsx'
import type { RuleDraft } from './rule-draft.ts'

type Editing = { kind: 'rule'; draft: RuleDraft } | { kind: 'label'; row: LicenceRow } | null

export function LicenceTable({ licences }: { licences: LicencesAnswer }): ReactElement {
  const navigate = useNavigate()
  const [, change] = useAddress()
  const [editing, setEditing] = useState<Editing>(null)
  const isNarrow = useMediaQuery('(max-width: 860px)', undefined, { getInitialValueInEffect: false })
  const columns = useMemo(
    () => columnsFor(setEditing, (row) => void navigate({ to: '/trends', search: { figure: `sku:${row.skuId}` } }), isNarrow),
    [navigate, isNarrow],
  )
  return (
    <>
      <DataTable
        // Which columns are hidden at first depends on the window.
        key={hiddenKey(columns)}
        label="Licences"
        columns={columns}
        rows={licences.rows}
        rowId={(row) => row.skuId}
        unit={['licence', 'licences']}
        maxRows={20}
        onOpen={(row) => change({ tab: 'holders', figure: `sku:${row.skuId}` })}
        empty={
          <EmptyState icon="licences" title="Nobody holds a licence" compact>
            This month’s lists are empty, or the vendor sent only totals.
          </EmptyState>
        }
      />
      {editing?.kind === 'rule' ? <RuleDialog draft={editing.draft} month={licences.month} onClose={() => setEditing(null)} /> : null}
      {editing?.kind === 'label' ? (
        <LabelDialog skuId={editing.row.skuId} name={editing.row.name} onClose={() => setEditing(null)} />
      ) : null}
    </>
  )
}

/** In a narrow window the shape of the months and disabled holders make room for price and cost. */
const columnsFor = (edit: (editing: Editing) => void, toTrend: (row: LicenceRow) => void, isNarrow: boolean): TableColumn<LicenceRow>[] => [
  {
    id: 'name',
    title: 'Licence',
    kind: 'text',
    value: (row) => row.name,
    render: (row) => (
      <NameCell name={row.name} title={`${row.name} (${row.skuId})`}>
        {row.free ? <Tag>free</Tag> : null}
        {row.excludedByVendor ? <Tag title="Does not make a person billable at Petra">not billed</Tag> : null}
      </NameCell>
    ),
    flex: 2,
    minWidth: isNarrow ? 184 : 250,
  },
  { id: 'partNumber', title: 'Part number', kind: 'text', value: (row) => row.partNumber, width: 150, hidden: true },
  { id: 'skuId', title: 'SKU id', kind: 'text', value: (row) => row.skuId, width: 290, hidden: true },
  { id: 'holders', title: 'Holders', kind: 'number', value: (row) => row.holders, width: 98, sort: 'desc' },
  {
    id: 'change',
    title: 'Change',
    kind: 'delta',
    value: (row) => row.change,
    width: 92,
    help: 'Since the month before',
  },
  {
    id: 'sparkline',
    title: 'Twelve months',
    kind: 'text',
    value: (row) => row.sparkline.map((each) => each ?? 'gap').join(' '),
    render: (row) => <Sparkline values={row.sparkline} label={`${row.name} over twelve months`} />,
    width: 136,
    hidden: isNarrow,
    sortable: false,
  },
  {
    id: 'disabled',
    title: 'Disabled',
    kind: 'number',
    value: (row) => row.disabledHolders,
    width: 92,
    hidden: isNarrow,
    help: 'Holders whose account is disabled',
  },
  {
    id: 'unknown',
    title: 'Unknown',
    kind: 'number',
    value: (row) => row.unknownHolders,
    width: 105,
    hidden: true,
    help: 'Holders for whom the vendor does not say whether the account is enabled',
  },
  {
    id: 'price',
    title: 'Price',
    kind: 'number',
    value: (row) => row.unitPrice,
    render: (row) => (
      <button
        type="button"
        className={classes.price}
        onClick={() =>
          edit({ kind: 'rule', draft: { kind: 'price', item: row.skuId, name: row.name, amount: row.unitPrice, currency: row.currency } })
        }
      >
        {row.unitPrice === null ? 'set' : formatMoney(row.unitPrice, row.currency)}
      </button>
    ),
    width: 100,
  },
  { id: 'cost', title: 'Cost', kind: 'number', value: (row) => row.cost, render: (row) => formatMoney(row.cost, row.currency), width: 132 },
  {
    id: 'actions',
    title: 'More',
    kind: 'text',
    value: () => '',
    render: (row) => (
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={`What to do with ${row.name}`}>
            <Icon name="more" size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => toTrend(row)}>Its trend</Menu.Item>
          <Menu.Item
            onClick={() =>
              edit({
                kind: 'rule',
                draft: { kind: 'flag', skuId: row.skuId, name: row.name, flag: 'excludedByVendor', value: !row.excludedByVendor },
              })
            }
          >
            {row.excludedByVendor ? 'Mark as billed by the vendor…' : 'Mark as not billed by the vendor…'}
          </Menu.Item>
          <Menu.Item
            onClick={() =>
              edit({ kind: 'rule', draft: { kind: 'flag', skuId: row.skuId, name: row.name, flag: 'free', value: !row.free } })
            }
          >
            {row.free ? 'Mark as paid…' : 'Mark as free…'}
          </Menu.Item>
          <Menu.Item onClick={() => edit({ kind: 'label', row })}>Rename…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    ),
    width: 66,
    sortable: false,
  },
]
