/** All rules: prices, exclusions, labels, overlaps, each with the month from which it applies. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { PriceRule, RulesAnswer, SkuFlagRule } from '../../../shared/contract/rule-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { formatMoney } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { RuleDialog } from '../licences/rule-dialog.tsx'
import { petraUnit } from '../licences/rule-draft.ts'
import { OverlapRules } from './overlap-rules.tsx'
import { heldFrom, newestFirst } from './rule-rows.ts'

export function RulesSection(): ReactElement {
  const rules = useAnswer('rules.list', {})
  return (
    <Answer of={rules} what="the rules">
      {(value) => (
        <div className="stack">
          <Prices rules={value} />
          <Panel title="Licence rules" note="set in Licences" flush>
            <DataTable
              label="Licence rules"
              columns={flagColumns}
              rows={newestFirst(value.flags)}
              rowId={(row) => `${row.skuId} ${row.flag} ${row.revision}`}
              unit={['rule', 'rules']}
              maxRows={8}
              empty={<EmptyState icon="licences" title="No licence rules" compact />}
            />
          </Panel>
          <OverlapRules rules={value} />
        </div>
      )}
    </Answer>
  )
}

function Prices({ rules }: { rules: RulesAnswer }): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    <Panel
      title="Prices"
      flush
      help={
        <HelpTip about="Prices">
          <p>
            A price is valid from its month until the next price. The vendor bill uses the price of a Petra unit; the licence cost uses the
            prices of licences. The two costs are never added.
          </p>
          <p>Set the price of a licence in its row in Licences.</p>
        </HelpTip>
      }
      actions={
        <>
          <Button variant="default" component={Link} to="/licences">
            Prices of licences
          </Button>
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setOpen(true)}>
            Price of a Petra unit
          </Button>
        </>
      }
    >
      <DataTable
        label="Prices"
        columns={priceColumns}
        rows={newestFirst(rules.prices)}
        rowId={(row) => `${row.item} ${row.connection} ${row.from} ${row.revision}`}
        unit={['price', 'prices']}
        maxRows={10}
        empty={
          <EmptyState icon="licences" title="No prices yet" compact>
            A cost without a price is shown as unknown.
          </EmptyState>
        }
      />
      {open ? (
        <RuleDialog
          draft={{ kind: 'price', item: petraUnit, name: 'a Petra unit', amount: null, currency: 'USD' }}
          month={rules.openMonth}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Panel>
  )
}

const priceColumns: TableColumn<PriceRule>[] = [
  { id: 'name', title: 'Price of', kind: 'text', value: (row) => row.name, flex: 2, minWidth: 180 },
  { id: 'connection', title: 'Connection', kind: 'text', value: (row) => row.connection ?? 'every', width: 150 },
  {
    id: 'amount',
    title: 'Amount',
    kind: 'number',
    value: (row) => row.amount,
    text: (row) => (row.amount === null ? 'ends' : formatMoney(row.amount, row.currency)),
    width: 130,
  },
  { id: 'from', title: 'Valid from', kind: 'text', value: heldFrom, width: 150 },
]

const flagColumns: TableColumn<SkuFlagRule>[] = [
  { id: 'name', title: 'Licence', kind: 'text', value: (row) => row.name, flex: 2, minWidth: 200 },
  {
    id: 'mark',
    title: 'Rule',
    kind: 'text',
    value: (row) => (row.flag === 'free' ? (row.value ? 'free' : 'paid') : row.value ? 'not billed by the vendor' : 'billed by the vendor'),
    width: 190,
  },
  { id: 'from', title: 'Valid from', kind: 'text', value: heldFrom, width: 150 },
]
