/** The age of the last snapshot, with a tag if it is stale. */
import type { ReactElement } from 'react'
import { isStale } from '../../shared/domain/freshness.ts'
import { formatAgo, formatExactTime } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { useAnswer } from '../lib/query.ts'
import { useTimeZone } from '../lib/time-zone.ts'
import { Tag } from './tag.tsx'

interface FreshnessProps {
  at: string | null
  /** Why collecting has ended; the age is then not shown as a problem. */
  ended: 'paused' | 'gone' | null
}

export function Freshness({ at, ended }: FreshnessProps): ReactElement {
  const nowMs = useNow()
  const timeZone = useTimeZone()
  const settings = useAnswer('settings.get', {}).data
  if (ended === 'paused') return <Tag icon="pause">paused</Tag>
  if (ended === 'gone') return <Tag title="The vendor no longer lists this tenant. Its history is kept.">no longer listed</Tag>
  if (!at) return <Tag tone="warn">never collected</Tag>
  const stale = settings !== undefined && isStale(at, nowMs, settings.collectEveryHours)
  const text = formatAgo(at, nowMs)
  return (
    <time dateTime={at} title={formatExactTime(at, timeZone)}>
      {stale ? (
        <Tag tone="warn" icon="clock">
          {text}
        </Tag>
      ) : (
        text
      )}
    </time>
  )
}
