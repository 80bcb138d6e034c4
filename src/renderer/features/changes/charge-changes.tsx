/** How the charges of a Genesys period changed. */
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import type { ChargeDelta } from '../../../shared/contract/diff-answers.ts'
import { chargeName } from '../../../shared/domain/charge-name.ts'
import { DataTable } from '../../components/data-table.tsx'
import { NameCell } from '../../components/name-cell.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { type Address, keptTenantAndMonth } from '../../lib/address.ts'
import { rowIds } from '../../lib/row-ids.ts'

export function ChargeChanges({ charges }: { charges: ChargeDelta[] }): ReactElement {
  const navigate = useNavigate()
  const rowId = useMemo(() => rowIds(charges, (row) => row.chargeId), [charges])
  return (
    <Panel title="Charges" flush>
      <DataTable
        label="Charges"
        columns={columns}
        rows={charges}
        rowId={rowId}
        unit={['charge', 'charges']}
        onOpen={({ chargeId }) =>
          void navigate({ to: '/usage', search: (before: Address) => ({ ...keptTenantAndMonth(before), figure: `used:${chargeId}` }) })
        }
      />
    </Panel>
  )
}

const columns: TableColumn<ChargeDelta>[] = [
  {
    id: 'name',
    title: 'Charge',
    kind: 'text',
    value: (row) => chargeName(row),
    render: (row) => <NameCell name={chargeName(row)}>{row.renamedFrom ? <Tag>was “{chargeName(row.renamedFrom)}”</Tag> : null}</NameCell>,
    flex: 2,
    minWidth: 200,
  },
  { id: 'part', title: 'Part number', kind: 'text', value: (row) => row.partNumber, flex: 1, minWidth: 150 },
  { id: 'unit', title: 'Unit', kind: 'text', value: (row) => row.unit, width: 100 },
  { id: 'usedBefore', title: 'Used before', kind: 'number', value: (row) => row.used.before, width: 130 },
  { id: 'used', title: 'Used now', kind: 'number', value: (row) => row.used.after, width: 130 },
  {
    id: 'usedDelta',
    title: 'Change',
    kind: 'delta',
    value: (row) => row.used.delta,
    width: 150,
  },
  { id: 'committed', title: 'Committed', kind: 'number', value: (row) => row.committed.after, width: 115 },
  {
    id: 'committedDelta',
    title: 'Change of commitment',
    kind: 'delta',
    value: (row) => row.committed.delta,
    width: 160,
    hidden: true,
  },
]
