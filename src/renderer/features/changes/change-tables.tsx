/** Tables of the people or tenants and of the licences that changed. */
import { Tabs } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { SkuDelta } from '../../../shared/contract/diff-answers.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { formatQuantity } from '../../lib/format.ts'
import { useAddress } from '../../lib/use-address.ts'
import classes from './changes.module.css'

interface ChangeTablesProps {
  /** The first tab: the people of a tenant, or all tenants. */
  first: { tab: 'people' | 'tenants'; title: string; table: ReactElement }
  /** When people were listed, for a single tenant. */
  timeline?: ReactElement | null
  skus: SkuDelta[]
  /** The later month, for links to a licence's holders. */
  month: string
}

export function ChangeTables({ first, timeline = null, skus, month }: ChangeTablesProps): ReactElement {
  const [address, change] = useAddress()
  const navigate = useNavigate()
  return (
    <Panel title="In detail" flush>
      <Tabs
        value={address.tab === 'licences' || (address.tab === 'timeline' && timeline !== null) ? address.tab : first.tab}
        onChange={(next) => change({ tab: next === null || next === first.tab ? undefined : next }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List className={classes.tabs ?? ''}>
          <Tabs.Tab value={first.tab}>{first.title}</Tabs.Tab>
          {timeline === null ? null : <Tabs.Tab value="timeline">Timeline</Tabs.Tab>}
          <Tabs.Tab value="licences">Licences ({formatQuantity(skus.filter((each) => each.delta !== 0).length)})</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={first.tab}>{first.table}</Tabs.Panel>
        {timeline === null ? null : <Tabs.Panel value="timeline">{timeline}</Tabs.Panel>}
        <Tabs.Panel value="licences">
          <DataTable
            label="Licences that changed"
            columns={skuColumns}
            rows={skus}
            rowId={(row) => row.skuId}
            unit={['licence', 'licences']}
            onOpen={({ skuId }) =>
              void navigate({
                to: '/licences',
                search: { ...(address.tenant ? { tenant: address.tenant } : {}), month, tab: 'holders', figure: `sku:${skuId}` },
              })
            }
            empty={
              <EmptyState icon="licences" title="No licence changed" compact>
                Each licence has as many holders as before.
              </EmptyState>
            }
          />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  )
}

const skuColumns: TableColumn<SkuDelta>[] = [
  { id: 'name', title: 'Licence', kind: 'text', value: (row) => row.name, flex: 2, minWidth: 220 },
  { id: 'skuId', title: 'SKU id', kind: 'text', value: (row) => row.skuId, flex: 1, minWidth: 150, hidden: true },
  { id: 'before', title: 'Holders before', kind: 'number', value: (row) => row.before, width: 140 },
  { id: 'after', title: 'Holders now', kind: 'number', value: (row) => row.after, width: 130 },
  { id: 'delta', title: 'Change', kind: 'delta', value: (row) => row.delta, width: 120 },
]
