/** A running task with its progress, and a button to cancel it if possible. */
import { Button, Progress } from '@mantine/core'
import type { ReactElement } from 'react'
import type { TaskName } from '../../shared/contract/events.ts'
import { formatQuantity } from '../lib/format.ts'
import { cancelTask, useTask } from '../lib/tasks.ts'
import classes from './task-strip.module.css'

interface TaskStripProps {
  task: TaskName
  /** What the task does: "Exporting". */
  doing: string
  /** What is counted: "snapshots". If absent, no numbers are shown. */
  unit?: string
}

export function TaskStrip({ task, doing, unit }: TaskStripProps): ReactElement | null {
  const progress = useTask(task)
  if (!progress) return null
  const { done, total } = progress
  return (
    <div className={classes.strip} role="status">
      <span className={classes.words}>
        {doing}
        {unit && done !== null ? `: ${formatQuantity(done)}${total === null ? '' : ` of ${formatQuantity(total)}`} ${unit}` : ' …'}
      </span>
      <Progress
        className={classes.bar ?? ''}
        size={4}
        value={done !== null && total ? (done / total) * 100 : 100}
        animated={total === null}
        aria-label={`${doing}: progress`}
      />
      {task === 'delete' || task === 'encrypt' ? null : (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => cancelTask(task)}>
          Cancel
        </Button>
      )}
    </div>
  )
}
