/** Undoes the newest rule about a subject. Rules are append-only, so this appends rows that restore the earlier values. */
import { AppError } from '../base/errors.ts'
import { groupRules, type NewRule, type RuleRow, ruleInForce } from './rule-book.ts'

/** The value without any rule: a built-in flag or pair, else null. */
export type DefaultValue = (row: Pick<RuleRow, 'kind' | 'subject' | 'object'>) => string | null

/**
 * The rows that, appended to `rows`, restore every month's value from before the rule `revision`.
 * Throws `NOT_FOUND`, and `BAD_REQUEST` if a newer rule has the same subject.
 */
export function undoingRows(rows: readonly RuleRow[], revision: number, valueWithout: DefaultValue, at: number): NewRule[] {
  const undone = rows.find((row) => row.id === revision)
  if (undone === undefined) throw new AppError('NOT_FOUND', `There is no rule ${revision}. Reload the rules.`, { data: { revision } })
  const alike = [...groupRules(rows).values()].find((group) => group.includes(undone))!
  if (alike.at(-1) !== undone) {
    throw new AppError('BAD_REQUEST', 'A newer rule covers the same subject. Set a new rule instead of undoing this one.', {
      data: { revision },
    })
  }
  const before = alike.slice(0, -1)
  const { kind, subject, object } = undone
  const held = (of: readonly RuleRow[], from: string): Pick<NewRule, 'value' | 'currency'> => {
    const { value, currency } = ruleInForce(of, from as never) ?? { value: valueWithout(undone), currency: null }
    return { value, currency }
  }
  const starts = new Set([
    undone.fromMonth ?? '',
    ...before.map((row) => row.fromMonth ?? '').filter((from) => from > (undone.fromMonth ?? '')),
  ])
  const added: NewRule[] = []
  for (const from of [...starts].sort()) {
    const was = held(before, from)
    const is = held([...alike, ...added.map((row, index) => ({ ...row, id: revision + 1 + index }))], from)
    if (was.value === is.value && was.currency === is.currency) continue
    added.push({ kind, subject, object, ...was, fromMonth: from === '' ? null : from, at })
  }
  return added
}
