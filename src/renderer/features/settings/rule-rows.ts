/** Sorts and labels rules for a table. */
import type { RuleOrigin } from '../../../shared/contract/rule-answers.ts'
import { formatMonth } from '../../lib/format.ts'

/** The newest rule first, built-in rules last. */
export const newestFirst = <R extends RuleOrigin>(rules: readonly R[]): R[] =>
  rules.toSorted((a, b) => (b.revision ?? 0) - (a.revision ?? 0))

/** The month from which a rule applies, as text. */
export const heldFrom = (rule: RuleOrigin): string =>
  rule.revision === null ? 'built in' : rule.from === null ? 'all history' : formatMonth(rule.from, 'short')
