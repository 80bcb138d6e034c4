/** What is being collected, what is waiting, and when it will be finished. */
import { Button, Progress } from '@mantine/core'
import type { ReactElement } from 'react'
import type { QueueAnswer } from '../../../shared/contract/collecting-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { formatAgo, formatCount, formatTime } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { useAnswer, useChange, useCollect } from '../../lib/query.ts'
import { rowIds } from '../../lib/row-ids.ts'
import { useCollectProgress } from '../../lib/tasks.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useTenants } from '../../lib/use-names.ts'
import { datasetWords } from '../../lib/words.ts'
import classes from './activity.module.css'

const shownItems = 8

export function Queue(): ReactElement {
  const progress = useCollectProgress()
  const running = progress?.running ?? false
  const queue = useAnswer('queue.get', {}, { refetchEveryMs: running ? 5_000 : 60_000 })
  const start = useCollect()
  const stop = useChange('collect.stop', { failing: 'Collecting could not be stopped.' })
  return (
    <Panel
      title={running ? 'Collecting now' : 'Next'}
      help={
        <HelpTip about="The queue">
          <p>
            Vendors limit the number of requests. Petra, for example, allows one list of people a minute. The queue keeps to each limit,
            also across restarts.
          </p>
          <p>
            Tenants that were never collected come first, then those whose totals changed, then those not collected for the longest time.
          </p>
        </HelpTip>
      }
      actions={
        running ? (
          <Button variant="default" leftSection={<Icon name="stop" size={14} />} loading={stop.isPending} onClick={() => stop.mutate({})}>
            Stop
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<Icon name="play" size={14} />}
            loading={start.isPending}
            onClick={() => start.mutate({ due: true })}
          >
            Collect what is due
          </Button>
        )
      }
    >
      <Answer of={queue} what="the queue" lines={2}>
        {(value) => <QueueNow queue={value} done={running ? (progress?.done ?? 0) : null} total={progress?.total ?? 0} />}
      </Answer>
    </Panel>
  )
}

function QueueNow({ queue, done, total }: { queue: QueueAnswer; done: number | null; total: number }): ReactElement {
  const nowMs = useNow()
  const timeZone = useTimeZone()
  const { nameOf } = useTenants()
  const next = queue.items[0]
  // A connection's own dataset has no tenant and can be requested for several days, so these ids repeat.
  const rowId = rowIds(queue.items, (item) => `${item.tenant} ${item.dataset}`)
  return (
    <>
      <div className={classes.now}>
        <p className={classes.nowText}>
          {done !== null ? (
            <>
              <strong>
                {done} of {total}
              </strong>{' '}
              collected
            </>
          ) : next ? (
            <>
              <strong>{formatCount(queue.items.length, 'request', 'requests')}</strong> waiting; next: {soon(next.notBefore, nowMs)}
            </>
          ) : (
            'Nothing is due.'
          )}
          {queue.expectedFinish && (done !== null || next) ? (
            <>
              , expected to finish at <strong>{formatTime(queue.expectedFinish, timeZone)}</strong> (
              {formatAgo(queue.expectedFinish, nowMs)})
            </>
          ) : null}
        </p>
        {done !== null ? (
          <Progress className={classes.progress ?? ''} value={total > 0 ? (done / total) * 100 : 0} aria-label="Collected so far" />
        ) : null}
      </div>
      {queue.items.length > 0 ? (
        <ol className={classes.upcoming} aria-label="Waiting">
          {queue.items.slice(0, shownItems).map((item) => (
            <li key={rowId(item)}>
              <bdi title={nameOf(item.tenant)}>{nameOf(item.tenant)}</bdi>
              <span className={classes.small}>
                {datasetWords[item.dataset]}, {soon(item.notBefore, nowMs)}
                <br />
                {item.reason}
              </span>
            </li>
          ))}
        </ol>
      ) : null}
      {queue.items.length > shownItems ? (
        <p className={classes.small}>and {formatCount(queue.items.length - shownItems, 'more', 'more')}</p>
      ) : null}
    </>
  )
}

/** The earliest time of a request. A time in the past means now, even if the queue is a while old. */
const soon = (at: string, nowMs: number): string => (Date.parse(at) - nowMs < 30_000 ? 'now' : formatAgo(at, nowMs))
