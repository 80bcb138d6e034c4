/** The people or the charges of a snapshot. */
import { type ReactElement, useMemo } from 'react'
import type { ChargeAnswer, HolderAnswer, SnapshotDetail } from '../../../shared/contract/snapshot-answers.ts'
import { chargeName } from '../../../shared/domain/charge-name.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { formatQuantity } from '../../lib/format.ts'
import { rowIds } from '../../lib/row-ids.ts'

export function EvidenceContents({ snapshot }: { snapshot: SnapshotDetail }): ReactElement {
  const chargeId = useMemo(() => rowIds(snapshot.charges, (row) => row.chargeId), [snapshot.charges])
  if (snapshot.charges.length > 0) {
    return (
      <DataTable
        label="Charges"
        columns={chargeColumns}
        rows={snapshot.charges}
        rowId={chargeId}
        unit={['charge', 'charges']}
        maxRows={16}
      />
    )
  }
  if (snapshot.people === null) {
    return (
      <EmptyState icon="people" title="Totals only" compact>
        The vendor sent a total without a list of people.
      </EmptyState>
    )
  }
  return (
    <DataTable
      label="People"
      columns={personColumns}
      rows={snapshot.people}
      rowId={(row) => row.id}
      unit={['person', 'people']}
      maxRows={16}
      empty={
        <EmptyState icon="people" title="Empty list" compact>
          The vendor’s list has no entries.
        </EmptyState>
      }
    />
  )
}

const chargeColumns: TableColumn<ChargeAnswer>[] = [
  { id: 'name', title: 'Charge', kind: 'text', value: chargeName, flex: 2, minWidth: 180 },
  { id: 'part', title: 'Part number', kind: 'text', value: (row) => row.partNumber, width: 150, hidden: true },
  { id: 'unit', title: 'Unit', kind: 'text', value: (row) => row.unit, width: 100 },
  { id: 'used', title: 'Used', kind: 'number', value: (row) => row.used, width: 110 },
  { id: 'committed', title: 'Committed', kind: 'number', value: (row) => row.committed, width: 110 },
]

const personColumns: TableColumn<HolderAnswer>[] = [
  { id: 'name', title: 'Name', kind: 'text', value: personName, flex: 1, minWidth: 150 },
  {
    id: 'upn',
    title: 'Sign-in name',
    kind: 'text',
    value: (row) => row.userPrincipalName ?? (row.device ? 'device' : null),
    flex: 1,
    minWidth: 150,
  },
  {
    id: 'account',
    title: 'Account',
    kind: 'text',
    value: (row) => accountWords(row.accountEnabled),
    render: (row) => (row.accountEnabled === false ? <Tag tone="warn">disabled</Tag> : accountWords(row.accountEnabled)),
    width: 100,
  },
  {
    id: 'skus',
    title: 'Licences',
    kind: 'number',
    value: (row) => row.skus.length,
    text: (row) => formatQuantity(row.skus.length),
    width: 90,
  },
]

const accountWords = (enabled: boolean | null): string => (enabled === null ? 'unknown' : enabled ? 'enabled' : 'disabled')
