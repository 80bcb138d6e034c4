/** The automatic backups, and making one now. */
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { BackupAnswer } from '../../../shared/contract/answers.ts'
import { Answer } from '../../components/answer.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { formatQuantity, formatTime } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { Problem } from '../connect/check-result.tsx'

export function Backups(): ReactElement {
  const timeZone = useTimeZone()
  const backups = useAnswer('backups.list', {})
  const create = useChange('backups.create')
  return (
    <Panel
      title="Backups"
      flush
      help={
        <HelpTip about="Backups">
          <p>
            A checked copy of the whole history, made daily and before each migration, in the data folder. It holds people’s names; it holds
            no credentials.
          </p>
          <p>
            Restoring needs every window and host of this history closed: <code>seatledger restore FILE</code> checks the copy first and
            keeps the replaced history aside.
          </p>
        </HelpTip>
      }
      actions={
        <Button variant="default" loading={create.isPending} onClick={() => create.mutate({})}>
          Back up now
        </Button>
      }
    >
      {create.error ? <Problem error={create.error} /> : null}
      <Answer of={backups} what="the backups" lines={3}>
        {(value) => (
          <DataTable
            label="Backups"
            columns={columnsFor(timeZone)}
            rows={value}
            rowId={(row) => row.name}
            unit={['backup', 'backups']}
            maxRows={8}
            empty={
              <EmptyState icon="export" title="No backup yet" compact>
                The first is made within a day, or now.
              </EmptyState>
            }
          />
        )}
      </Answer>
    </Panel>
  )
}

const bytesInMegabyte = 1_000_000

const columnsFor = (timeZone: string): TableColumn<BackupAnswer>[] => [
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
]
