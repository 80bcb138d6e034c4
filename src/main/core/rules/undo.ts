/** Undoing the newest rule about something: rules are only ever appended, so what held before is said again. */
import { AppError } from '../errors.ts'
import { groupRules, type NewRule, type RuleRow, ruleInForce } from './rule-book.ts'

/** What holds of something where no rule speaks: a built-in mark or pair, else nothing. */
export type DefaultValue = (row: Pick<RuleRow, 'kind' | 'subject' | 'object'>) => string | null

/**
 * The rows that, appended to `rows`, make every month what it was before the rule of `revision`.
 * Throws `NOT_FOUND`, and `BAD_REQUEST` where a newer rule speaks of the same thing.
 */
export function undoingRows(rows: readonly RuleRow[], revision: number, valueWithout: DefaultValue, at: number): NewRule[] {
  const undone = rows.find((row) => row.id === revision)
  if (undone === undefined) throw new AppError('NOT_FOUND', `There is no rule ${revision}. Read the rules again.`, { data: { revision } })
  const alike = [...groupRules(rows).values()].find((group) => group.includes(undone))!
  if (alike.at(-1) !== undone) {
    throw new AppError('BAD_REQUEST', 'A newer rule speaks of the same thing. Set what should hold instead of undoing the older one.', {
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
