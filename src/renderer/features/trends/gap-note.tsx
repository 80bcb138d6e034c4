/** A tag that names the months without a snapshot, with an explanation of gaps. */
import type { ReactElement } from 'react'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { HelpTip } from '../../components/help-tip.tsx'
import { RuleLink } from '../../components/rule-link.tsx'
import { Tag } from '../../components/tag.tsx'
import { formatMonth } from '../../lib/format.ts'

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
          <strong>There is no snapshot in {months.length === 1 ? 'this month' : 'these months'}.</strong> There is no usable snapshot for
          this period. A gap is not zero, and earlier values are not carried over.
        </p>
        <p>
          Earlier month-end totals of Petra and earlier billing periods of Genesys can be imported in Activity. Earlier lists of people
          cannot: Petra does not keep them.
        </p>
        <RuleLink rule="gap" />
      </HelpTip>
    </span>
  )
}
