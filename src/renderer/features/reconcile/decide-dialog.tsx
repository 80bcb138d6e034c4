/** Makes one decision about several rows. */
import { Modal } from '@mantine/core'
import type { ReactElement } from 'react'
import { formatCount } from '../../lib/format.ts'
import { DecideForm } from './decide-form.tsx'
import classes from './reconcile.module.css'
import { statusWords } from './reconcile-words.ts'
import type { DecidableRow } from './use-decide.ts'

interface DecideDialogProps {
  rows: DecidableRow[]
  month: string
  onDecided: () => void
  onClose: () => void
}

export function DecideDialog({ rows, month, onDecided, onClose }: DecideDialogProps): ReactElement {
  const counts = [...Map.groupBy(rows, ({ status }) => status)].map(([status, same]) => `${statusWords[status]} ${same.length}`)
  const clients = new Set(rows.map(({ tenant }) => tenant)).size
  return (
    <Modal opened onClose={onClose} title={`Decide ${formatCount(rows.length, 'row', 'rows')}`} size="lg">
      <p className={classes.about}>
        {counts.join(', ')}, of {formatCount(clients, 'client', 'clients')}. The decision is stored for each row with its own numbers, and
        you can reopen each row.
      </p>
      <DecideForm rows={rows} month={month} onDecided={onDecided} />
    </Modal>
  )
}
