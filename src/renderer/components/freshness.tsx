/** How old what we know is; old enough to doubt is said in words, not only in colour. */
import type { ReactElement } from 'react'
import { formatAgo, formatExactTime } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { useTimeZone } from '../lib/time-zone.ts'
import { Tag } from './tag.tsx'

const staleAfterMs = 3 * 86_400_000

interface FreshnessProps {
  at: string | null
  /** Why nothing more comes: what is paused or gone grows old on purpose. */
  ended: 'paused' | 'gone' | null
}

export function Freshness({ at, ended }: FreshnessProps): ReactElement {
  const nowMs = useNow()
  const timeZone = useTimeZone()
  if (ended === 'paused') return <Tag icon="pause">paused</Tag>
  if (ended === 'gone') return <Tag title="The vendor no longer lists it; its history stays">no longer listed</Tag>
  if (!at) return <Tag tone="warn">never collected</Tag>
  const stale = nowMs - Date.parse(at) > staleAfterMs
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
