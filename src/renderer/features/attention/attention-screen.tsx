/** Costs to check in a month: one row per kind with its sum, and the items of the chosen kind. */

import { type ReactElement, useMemo } from 'react'
import type { AttentionAnswer, FindingLine } from '../../../shared/contract/attention-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { Answer } from '../../components/answer.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { MonthPicker } from '../../components/month-picker.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import type { Address } from '../../lib/address.ts'
import { formatCount, formatMoney } from '../../lib/format.ts'
import { type ReadAnswer, useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useMonthName } from '../../lib/use-month-name.ts'
import { figureHelp } from '../help/help-texts.tsx'
import { FindingTable } from './finding-table.tsx'

export function AttentionScreen(): ReactElement {
  const [address, change] = useAddress()
  const months = useAnswer('months.list', {})
  const attention = useAnswer('attention.get', inputOf(address), { keepPrevious: true })
  const monthName = useMonthName()
  const month = address.month ?? attention.data?.month
  return (
    <Page
      title="Costs to check"
      subtitle={month ? monthName(month) : undefined}
      tools={
        months.data && month ? (
          <MonthPicker label="Month" months={months.data.months} value={month} onChange={(next) => change({ month: next })} />
        ) : null
      }
    >
      <Answer of={attention} what="the costs to check" lines={10}>
        {(answer) => <Lines answer={answer} chosen={address.tab} onChoose={(tab) => change({ tab })} />}
      </Answer>
    </Page>
  )
}

const inputOf = ({ month }: Address): RouteInput<'attention.get'> => (month ? { month } : {})

/** Preloads what the screen shows first. */
export const readAttention = async (read: ReadAnswer, address: Address): Promise<void> => {
  await read('attention.get', inputOf(address))
}

interface LinesProps {
  answer: AttentionAnswer
  chosen: string | undefined
  onChoose: (kind: string) => void
}

function Lines({ answer: { lines, muted }, chosen, onChoose }: LinesProps): ReactElement {
  const columns = useMemo(() => kindColumns(lines), [lines])
  const line = lines.find(({ kind }) => kind === chosen) ?? lines[0]
  return (
    <div className="stack">
      <Panel
        title="By kind"
        help={<HelpTip about="Costs to check">{figureHelp.attention}</HelpTip>}
        note={muted > 0 ? `${formatCount(muted, 'item is', 'items are')} muted` : undefined}
        flush
      >
        <DataTable
          label="Costs to check, by kind"
          columns={columns}
          rows={lines}
          rowId={({ kind }) => kind}
          unit={['kind', 'kinds']}
          bare
          onOpen={({ kind }) => onChoose(kind)}
          empty={
            <EmptyState icon="check" title="Nothing to check" compact>
              There are no costs to check in this month.
            </EmptyState>
          }
        />
      </Panel>
      {line ? (
        <Panel title={line.title} note={formatCount(line.items.length, 'item', 'items')} flush>
          <FindingTable line={line} />
        </Panel>
      ) : null}
    </div>
  )
}

const costNames = { licences: figureNames.licenceCost, bill: figureNames.bill, charges: 'Genesys charges' } as const

/** The columns by kind. With three currencies they fit into a window of 1024 pixels; counts that every kind lacks have no column. */
export function kindColumns(lines: readonly FindingLine[]): TableColumn<FindingLine>[] {
  const currencies = [...new Set(lines.flatMap(({ sums }) => sums.map(({ currency }) => currency)))].sort()
  const without: TableColumn<FindingLine> = {
    id: 'without',
    title: 'No price',
    help: 'Items without a price',
    kind: 'number',
    value: ({ withoutPrice }) => withoutPrice || null,
    width: 80,
  }
  const muted: TableColumn<FindingLine> = { id: 'muted', title: 'Muted', kind: 'number', value: (row) => row.muted || null, width: 70 }
  return [
    { id: 'kind', title: 'Kind', kind: 'text', value: ({ title }) => title, flex: 2, minWidth: 190 },
    { id: 'count', title: 'Items', kind: 'number', value: ({ count }) => count, width: 64 },
    ...currencies.map((currency): TableColumn<FindingLine> => {
      const amount = ({ sums }: FindingLine) => sums.find((each) => each.currency === currency)?.amount ?? null
      return {
        id: `sum ${currency}`,
        title: currencies.length > 1 ? `Cost impact (${currency})` : 'Cost impact',
        kind: 'number',
        value: amount,
        text: (row) => formatMoney(amount(row), currency),
        width: 110,
      }
    }),
    ...(lines.some(({ withoutPrice }) => withoutPrice > 0) ? [without] : []),
    ...(lines.some((line) => line.muted > 0) ? [muted] : []),
    { id: 'cost', title: 'Which cost', kind: 'text', value: ({ cost }) => costNames[cost], width: 154 },
  ]
}
