/** Links a help text to the full rule. */
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { FigureRuleId } from '../lib/figure-rules.ts'

/** `rule` is the id of a section on the screen "How figures are made". */
export function RuleLink({ rule }: { rule: FigureRuleId }): ReactElement {
  return (
    <p>
      <Link to="/figures" search={{ tab: rule }}>
        How this is calculated
      </Link>
    </p>
  )
}
