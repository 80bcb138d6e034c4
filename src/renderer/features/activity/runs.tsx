/** The table of collection attempts, newest first. */

import { type ReactElement, useMemo } from 'react'
import type { RunAnswer } from '../../../shared/contract/collecting-answers.ts'
import { inWindow } from '../../../shared/domain/window-words.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { Icon } from '../../components/icon.tsx'
import { Missing } from '../../components/missing.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { formatTime } from '../../lib/format.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useTenants } from '../../lib/use-names.ts'
import { datasetWords, outcomeWords } from '../../lib/words.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import classes from './activity.module.css'

/** `cut`: there are more runs than the given ones. */
export function Runs({ runs, cut }: { runs: RunAnswer[]; cut: boolean }): ReactElement {
  const timeZone = useTimeZone()
  const { nameOf } = useTenants()
  const columns = useMemo(() => columnsFor(timeZone, nameOf), [timeZone, nameOf])
  return (
    <DataTable
      label="Runs"
      columns={columns}
      rows={runs}
      rowId={(row) => String(row.id)}
      unit={['run', 'runs']}
      tools={
        <>
          {cut ? <span>The newest runs. Export them to see more.</span> : null}
          <ExportMenu what={['runs']} />
        </>
      }
      empty={
        <EmptyState icon="activity" title="Nothing collected yet" actions={<FirstStep />} compact>
          Runs are listed here with their outcome.
        </EmptyState>
      }
    />
  )
}

const columnsFor = (timeZone: string, nameOf: (tenant: number | null) => string): TableColumn<RunAnswer>[] => [
  {
    id: 'started',
    title: 'Started',
    kind: 'text',
    value: (row) => row.startedAt,
    text: (row) => formatTime(row.startedAt, timeZone),
    width: 195,
    minWidth: 195,
    sort: 'desc',
  },
  {
    id: 'tenant',
    title: 'Tenant',
    kind: 'text',
    value: (row) => nameOf(row.tenant),
    flex: 1,
    minWidth: 160,
  },
  { id: 'dataset', title: 'Report', kind: 'text', value: (row) => datasetWords[row.dataset], width: 185 },
  {
    id: 'outcome',
    title: 'Outcome',
    kind: 'text',
    value: (row) => (row.outcome ? outcomeWords[row.outcome] : 'Running'),
    render: (row) => <Outcome outcome={row.outcome} />,
    width: 145,
  },
  {
    id: 'message',
    title: 'Result',
    kind: 'text',
    value: (row) => row.error?.message ?? (row.snapshotId ? `Snapshot ${row.snapshotId}` : null),
    render: (row) =>
      row.error ? (
        <span title={`${row.error.code}: ${inWindow(row.error.message)}`}>{inWindow(row.error.message)}</span>
      ) : row.snapshotId ? (
        <EvidenceLink snapshotId={row.snapshotId}>Snapshot {row.snapshotId}</EvidenceLink>
      ) : (
        <Missing />
      ),
    flex: 2,
    minWidth: 180,
  },
  { id: 'requests', title: 'Requests', kind: 'number', value: (row) => row.requests, width: 100, hidden: true },
]

function Outcome({ outcome }: { outcome: RunAnswer['outcome'] }): ReactElement {
  const icon = outcome === 'failed' ? 'warning' : outcome === 'recorded' ? 'plus' : outcome === 'unchanged' ? 'check' : 'clock'
  return (
    <span className={classes.outcome} data-outcome={outcome ?? 'running'}>
      <Icon name={icon} size={14} />
      {outcome ? outcomeWords[outcome] : 'Running'}
    </span>
  )
}
