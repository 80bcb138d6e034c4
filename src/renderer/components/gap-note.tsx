/** A tag that names the months without a snapshot, with an explanation of gaps. */
import type { ReactElement } from 'react'
import { firstOf } from '../../shared/domain/first-of.ts'
import { formatMonth } from '../lib/format.ts'
import { HelpTip } from './help-tip.tsx'
import { RuleLink } from './rule-link.tsx'
import { Tag } from './tag.tsx'

interface GapNoteProps {
  months: string[]
}

export function GapNote({ months }: GapNoteProps): ReactElement | null {
  if (months.length === 0) return null
  const named = months.map((month) => formatMonth(month, 'short'))
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}>
      <Tag icon="gap">
        {months.length === 1 ? 'Gap' : 'Gaps'}: {firstOf(named, 3)}
      </Tag>
      <HelpTip about="Gap">
        <p>
          <strong>No snapshot lies in {months.length === 1 ? 'this month' : 'these months'}.</strong> Nobody collected then, or the vendor’s
          answer could not be used. A gap is not a zero, and nothing is carried over from the month before.
        </p>
        <p>
          Petra keeps no user lists of the past; its totals of earlier month-ends and Genesys’ earlier billing periods can be fetched with a
          backfill in Activity.
        </p>
        <RuleLink rule="gap" />
      </HelpTip>
    </span>
  )
}
