/** At the bottom of the navigation rail: the progress of a collection or the time of the last one, and a button to collect now. */
import { Button, Progress, Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'
import { Icon } from '../components/icon.tsx'
import { formatAgo } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { useAnswer, useChange, useCollect } from '../lib/query.ts'
import { useCollectProgress } from '../lib/tasks.ts'
import classes from './collect-status.module.css'
import { useAttentionCount } from './use-attention.ts'

export function CollectStatus(): ReactElement | null {
  const info = useAnswer('app.info', {})
  const connections = useAnswer('connections.list', {})
  const progress = useCollectProgress()
  const attention = useAttentionCount()
  const start = useCollect()
  const stop = useChange('collect.stop', { failing: 'Collecting could not be stopped.' })
  const nowMs = useNow()
  if (!connections.data || connections.data.length === 0) return null

  const running = progress?.running ?? false
  const allPaused = connections.data.every((each) => each.paused)
  const isDemo = info.data?.demo ?? false
  const lastRunAt = connections.data.reduce<string | null>(
    (latest, each) => (each.lastRunAt && (!latest || each.lastRunAt > latest) ? each.lastRunAt : latest),
    null,
  )
  const restWords = allPaused
    ? 'Every connection is paused'
    : lastRunAt === null
      ? 'Nothing collected yet'
      : `Collected ${formatAgo(lastRunAt, nowMs)}`
  const share = running && progress && progress.total > 0 ? (progress.done / progress.total) * 100 : 0
  return (
    <section className={classes.status} aria-label="Collecting">
      <div className={classes.line} role="status">
        <span className={classes.dot} data-state={attention > 0 && !running ? 'attention' : running ? 'running' : 'idle'} />
        <span className={`${classes.text} ${classes.words}`}>
          {running && progress ? `${isDemo ? 'Filling the demo:' : 'Collecting'} ${progress.done} of ${progress.total}` : restWords}
        </span>
      </div>
      {running && progress ? (
        <>
          <Progress value={share} size={4} aria-label="Collected so far" className={classes.words ?? ''} />
          {progress.expectedFinish ? (
            <span className={`${classes.muted} ${classes.words}`}>Finishes {formatAgo(progress.expectedFinish, nowMs)}</span>
          ) : null}
        </>
      ) : null}
      {/* A demo cannot be collected: its vendors are gone once it is filled. */}
      {isDemo ? null : (
        <div className={classes.buttons}>
          {running ? (
            <Button
              variant="default"
              fullWidth
              leftSection={<Icon name="stop" size={14} />}
              loading={stop.isPending}
              onClick={() => stop.mutate({})}
            >
              <span className={classes.words}>Stop</span>
            </Button>
          ) : (
            <Tooltip label="Collects from every connection now, within the vendors’ rate limits">
              <Button
                variant="default"
                fullWidth
                leftSection={<Icon name="refresh" size={14} />}
                loading={start.isPending}
                disabled={allPaused}
                onClick={() => start.mutate({})}
              >
                <span className={classes.words}>Collect now</span>
              </Button>
            </Tooltip>
          )}
        </div>
      )}
    </section>
  )
}
