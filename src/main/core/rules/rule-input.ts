/** Turns a requested rule into a row: normalises ids, determines the month from which it applies, and rejects contradictions. */
import type { RuleParsed } from '../../../shared/contract/routes.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import { AppError } from '../base/errors.ts'
import { findConnection } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { type NewRule, petraUnit } from './rule-book.ts'

/** The row of a rule. Throws `BAD_REQUEST`, and `NOT_FOUND` for an unknown connection. */
export function newRule(db: ReadDb, rule: RuleParsed, openMonth: Month, at: number): NewRule {
  const none = { object: '', currency: null, at }
  switch (rule.kind) {
    case 'label':
      return { ...none, kind: 'label', subject: normaliseId(rule.skuId), value: rule.label, fromMonth: null }
    case 'flag': {
      const kind = rule.flag === 'free' ? 'free' : 'excluded'
      return { ...none, kind, subject: normaliseId(rule.skuId), value: rule.value ? '1' : '0', fromMonth: fromMonth(rule, openMonth) }
    }
    case 'overlap': {
      const [subject, object] = [normaliseId(rule.skuId), normaliseId(rule.coveredSkuId)]
      if (subject === object)
        throw new AppError(
          'BAD_REQUEST',
          'A SKU cannot overlap with itself. Specify two different SKUs: the one that includes the other, and the other one.',
        )
      return { ...none, kind: 'overlap', subject, object, value: rule.active ? '1' : '0', fromMonth: fromMonth(rule, openMonth) }
    }
    case 'price':
      return priceRule(db, rule, at)
  }
}

function priceRule(db: ReadDb, rule: RuleParsed & { kind: 'price' }, at: number): NewRule {
  const subject = normaliseId(rule.item)
  if (!Intl.supportedValuesOf('currency').includes(rule.currency)) {
    throw new AppError('BAD_REQUEST', `${rule.currency} is not a currency. Use a code such as EUR or USD.`, {
      data: { currency: rule.currency },
    })
  }
  if (rule.connection !== undefined && subject !== petraUnit) {
    throw new AppError('BAD_REQUEST', `Only the price of ${petraUnit} can be set per connection. The price of a SKU applies everywhere.`)
  }
  if (rule.from === undefined && !rule.allHistory) {
    throw new AppError('BAD_REQUEST', 'A price needs the month from which it applies (YYYY-MM), or must apply to all history.')
  }
  return {
    kind: 'price',
    subject,
    object: rule.connection === undefined ? '' : String(findConnection(db, rule.connection).id),
    value: rule.amount,
    currency: rule.currency,
    fromMonth: fromMonth(rule, null),
    at,
  }
}

/** The month from which a rule applies; null for all history. */
function fromMonth(rule: { from?: string | undefined; allHistory: boolean }, openMonth: Month | null): string | null {
  if (rule.allHistory) {
    if (rule.from !== undefined)
      throw new AppError('BAD_REQUEST', 'A rule applies either from a month or for all history. Specify only one.')
    return null
  }
  return rule.from ?? openMonth
}
