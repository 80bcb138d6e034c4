/** Pickers for the two snapshots to compare, by the vendor's report time. */
import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { Icon } from '../../components/icon.tsx'
import { formatTime } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import classes from './changes.module.css'

interface SnapshotRangeProps {
  tenant: number
  before: number
  after: number
  onChange: (chosen: { before: number; after: number }) => void
}

export function SnapshotRange({ tenant, before, after, onChange }: SnapshotRangeProps): ReactElement {
  const timeZone = useTimeZone()
  const snapshots = useAnswer('snapshots.list', { tenant }).data ?? []
  const dataset = snapshots.find((each) => each.id === after)?.dataset
  // Only snapshots of the same dataset can be compared; newest first.
  const choices = snapshots
    .filter((each) => each.dataset === dataset)
    .toSorted((left, right) => right.reportedAt.localeCompare(left.reportedAt) || right.id - left.id)
    .map((each) => ({ value: String(each.id), label: `${formatTime(each.reportedAt, timeZone)} (${each.id})` }))
  const picker = (label: string, value: number, choose: (id: number) => void): ReactElement => (
    <Select
      aria-label={label}
      size="xs"
      className={classes.snapshotSelect ?? ''}
      leftSection={<Icon name="evidence" size={14} />}
      data={choices}
      value={String(value)}
      searchable={choices.length > 12}
      limit={200}
      nothingFoundMessage="No snapshot at this time"
      maxDropdownHeight={320}
      onChange={(next) => next && choose(Number(next))}
    />
  )
  return (
    <div className={classes.range}>
      {picker('Earlier snapshot', before, (id) => onChange({ before: id, after }))}
      <span aria-hidden="true">→</span>
      {picker('Later snapshot', after, (id) => onChange({ before, after: id }))}
    </div>
  )
}
