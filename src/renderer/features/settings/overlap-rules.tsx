/** The table of overlap rules: which licence contains which. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { OverlapRule, RulesAnswer } from '../../../shared/contract/rule-answers.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { RuleDialog } from '../licences/rule-dialog.tsx'
import type { RuleDraft } from '../licences/rule-draft.ts'
import { AddOverlap } from './add-overlap.tsx'
import { heldFrom, newestFirst } from './rule-rows.ts'

export function OverlapRules({ rules }: { rules: RulesAnswer }): ReactElement {
  const [adding, setAdding] = useState(false)
  const [draft, setDraft] = useState<RuleDraft | null>(null)
  return (
    <Panel
      title="Overlaps"
      note="licences that include another one"
      flush
      actions={
        <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
          Add a pair
        </Button>
      }
    >
      <DataTable
        label="Overlaps"
        columns={columnsFor(newestOfPairs(rules.overlaps), setDraft)}
        rows={newestFirst(rules.overlaps)}
        rowId={rowId}
        unit={['pair', 'pairs']}
        maxRows={8}
        empty={<EmptyState icon="licences" title="No pairs" compact />}
      />
      {adding ? (
        <AddOverlap
          onChosen={(pair) => {
            setAdding(false)
            setDraft({ ...pair, kind: 'overlap', active: true })
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {draft ? <RuleDialog draft={draft} month={rules.openMonth} onClose={() => setDraft(null)} /> : null}
    </Panel>
  )
}

const rowId = (row: OverlapRule): string => `${row.skuId} ${row.coveredSkuId} ${row.revision}`

/** The newest rule of each pair, which is the one in force. */
function newestOfPairs(overlaps: readonly OverlapRule[]): ReadonlySet<string> {
  const pairs = Map.groupBy(newestFirst(overlaps), (rule) => `${rule.skuId} ${rule.coveredSkuId}`)
  return new Set([...pairs.values()].flatMap(([newest]) => (newest === undefined ? [] : rowId(newest))))
}

const columnsFor = (newest: ReadonlySet<string>, edit: (draft: RuleDraft) => void): TableColumn<OverlapRule>[] => [
  { id: 'name', title: 'Licence', kind: 'text', value: (row) => row.name, flex: 1, minWidth: 150 },
  { id: 'covered', title: 'Includes', kind: 'text', value: (row) => row.coveredName, flex: 1, minWidth: 150 },
  {
    id: 'reported',
    title: 'Reported, valid from',
    kind: 'text',
    value: (row) => `${row.active ? 'yes' : 'no'}, ${row.from === null ? '' : 'from '}${heldFrom(row)}`,
    width: 165,
  },
  {
    id: 'change',
    title: 'Change',
    kind: 'text',
    value: () => null,
    text: () => '',
    render: (row) =>
      newest.has(rowId(row)) ? (
        <Button size="compact-xs" variant="default" onClick={() => edit({ ...row, kind: 'overlap', active: !row.active })}>
          {row.active ? 'Stop reporting…' : 'Report again…'}
        </Button>
      ) : null,
    width: 160,
    sortable: false,
  },
]
