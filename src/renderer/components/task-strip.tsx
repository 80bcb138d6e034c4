/** A task under way: what it does, how far it is, and the way out where there is one. */
import { Button, Progress } from '@mantine/core'
import type { ReactElement } from 'react'
import type { TaskName } from '../../shared/contract/answers.ts'
import { formatQuantity } from '../lib/format.ts'
import { cancelTask, useTask } from '../lib/tasks.ts'
import classes from './task-strip.module.css'

interface TaskStripProps {
  task: TaskName
  /** What is being done: "Exporting". */
  doing: string
  /** What is counted, where counting means something: "snapshots". */
  unit?: string
}

/** Nothing while the task does not run. */
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
        aria-label={`${doing}: how far it is`}
      />
      {task === 'delete' ? null : (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => cancelTask(task)}>
          Cancel
        </Button>
      )}
    </div>
  )
}
