/** The automatic backups, and a button to make one now. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { BackupAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { Problem } from '../../components/check-result.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { TaskStrip } from '../../components/task-strip.tsx'
import { isCancelled } from '../../lib/api.ts'
import { formatQuantity, formatTime } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { RestoreDialog } from './restore-dialog.tsx'

export function Backups(): ReactElement {
  const timeZone = useTimeZone()
  const backups = useAnswer('backups.list', {})
  const create = useChange('backups.create')
  const choose = useChange('backups.choose')
  const info = useAnswer('app.info', {})
  const [restoring, setRestoring] = useState<string | null>(null)
  const failed = [create.error, choose.error].find((error) => error && !isCancelled(error))
  return (
    <Panel
      title="Backups"
      flush
      help={
        <HelpTip about="Backups">
          <p>
            A checked copy of the whole history, made daily and before each migration, in the data folder. It contains people’s names but no
            credentials.
          </p>
          <p>
            A backup is checked before it is restored, and the replaced history is kept. To restore a backup file from another location, use
            the desktop window.
          </p>
          <p>An encrypted history is copied in one step. A cancelled backup stops only after that step, without creating a file.</p>
        </HelpTip>
      }
      actions={
        <>
          <TaskStrip task="backup" doing="Backing up" />
          {info.data?.host === 'desktop' ? (
            <Button
              variant="default"
              loading={choose.isPending}
              onClick={() => choose.mutate({}, { onSuccess: ({ chosen }) => setRestoring(chosen?.ref ?? null) })}
            >
              Restore a file…
            </Button>
          ) : null}
          <Button variant="default" loading={create.isPending} onClick={() => create.mutate({})}>
            Back up now
          </Button>
        </>
      }
    >
      {failed ? <Problem error={failed} /> : null}
      <Answer of={backups} what="the backups" lines={3}>
        {(value) => (
          <DataTable
            label="Backups"
            columns={columnsFor(timeZone, setRestoring)}
            rows={value}
            rowId={(row) => row.name}
            unit={['backup', 'backups']}
            maxRows={8}
            empty={
              <EmptyState icon="export" title="No backup yet" compact>
                The first backup is made within a day.
              </EmptyState>
            }
          />
        )}
      </Answer>
      {restoring === null ? null : <RestoreDialog backup={restoring} onClose={() => setRestoring(null)} />}
    </Panel>
  )
}

const bytesInMegabyte = 1_000_000

const columnsFor = (timeZone: string, restore: (name: string) => void): TableColumn<BackupAnswer>[] => [
  { id: 'at', title: 'Made', kind: 'text', value: (row) => row.at, text: (row) => formatTime(row.at, timeZone), width: 200, sort: 'desc' },
  { id: 'name', title: 'File', kind: 'text', value: (row) => row.name, flex: 1, minWidth: 220 },
  {
    id: 'size',
    title: 'Megabytes',
    kind: 'number',
    value: (row) => row.bytes,
    text: (row) => formatQuantity(Math.round((row.bytes / bytesInMegabyte) * 10) / 10),
    width: 120,
  },
  {
    id: 'restore',
    title: 'Restore',
    kind: 'text',
    value: () => '',
    render: (row) => (
      <Button variant="default" size="compact-xs" aria-label={`Restore ${row.name}`} onClick={() => restore(row.name)}>
        Restore…
      </Button>
    ),
    width: 120,
    sortable: false,
  },
]
