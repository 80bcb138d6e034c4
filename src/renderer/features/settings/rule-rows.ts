/** Rules as rows of a table. */
import type { RuleOrigin } from '../../../shared/contract/rule-answers.ts'
import { formatMonth } from '../../lib/format.ts'

/** What was said last stands first, what is built in last. */
export const newestFirst = <R extends RuleOrigin>(rules: readonly R[]): R[] =>
  rules.toSorted((a, b) => (b.revision ?? 0) - (a.revision ?? 0))

/** From when a rule holds, in words. */
export const heldFrom = (rule: RuleOrigin): string =>
  rule.revision === null ? 'built in' : rule.from === null ? 'all history' : `from ${formatMonth(rule.from, 'short')}`
