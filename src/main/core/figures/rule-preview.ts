/** Previews a rule: every month-end value that it would change. */

import type { RuleMove, RulePreview, RuleValue } from '../../../shared/contract/rule-answers.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { type NewRule, petraUnit, type RuleBook, readRuleBook } from '../rules/rule-book.ts'
import { type CostLine, costLine, vendorLine } from './costs.ts'
import type { MonthEnd } from './month-end.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import { totalsReader } from './tenant-totals.ts'
import { allTenants, datasetOf, type ReportTenant } from './tenants.ts'

const mostMoves = 500

/** Months and tenants whose figures would change, newest month first. */
export function previewRule(reading: Reading, rule: NewRule): RulePreview {
  const after = readRuleBook(reading.db, reading.catalogue, [rule])
  const totals = totalsReader(reading)
  const moves: RuleMove[] = []
  for (const tenant of allTenants(reading.db)) {
    if (tenant.kind !== 'petra') continue
    for (const end of reading.monthEnds(tenant.id, datasetOf(tenant.kind)).values()) {
      const move = movedBy(reading, totals, rule, tenant, end, after)
      if (move !== null && !same(move.before, move.after)) moves.push({ month: end.month, tenant: tenant.id, ...move })
    }
  }
  moves.sort((a, b) => (a.month === b.month ? a.tenant - b.tenant : a.month < b.month ? 1 : -1))
  return { from: rule.fromMonth, moves: moves.slice(0, mostMoves), more: Math.max(0, moves.length - mostMoves) }
}

type Moved = Pick<RuleMove, 'figure' | 'before' | 'after'>

type Totals = ReturnType<typeof totalsReader>

function movedBy(reading: Reading, totals: Totals, rule: NewRule, tenant: ReportTenant, end: MonthEnd, after: RuleBook): Moved | null {
  switch (rule.kind) {
    case 'excluded':
      return recounted(reading, end, after)
    case 'price':
      return rule.subject === petraUnit ? unitCost(reading, totals, tenant, end, after) : skuCost(reading, rule.subject, end, after)
    // Names, marks and overlaps do not affect figures.
    case 'free':
    case 'label':
    case 'overlap':
      return null
  }
}

function recounted({ rules, skuSets }: Reading, { snapshot, month }: MonthEnd, after: RuleBook): Moved | null {
  if (!snapshot.hasList) return null
  const count = (book: RuleBook) => ({
    value: String(skuSets.recount(snapshot.id, book.excluded(month))),
    currency: null,
  })
  return { figure: figureNames.recounted, before: count(rules), after: count(after) }
}

function unitCost(reading: Reading, totals: Totals, tenant: ReportTenant, end: MonthEnd, after: RuleBook): Moved {
  const units = totals.unitsOf(tenant, end.month, end)
  const cost = (book: RuleBook) => asMoney(vendorLine(book, tenant, end.month, units))
  return { figure: figureNames.bill, before: cost(reading.rules), after: cost(after) }
}

function skuCost(reading: Reading, skuId: string, { snapshot, month }: MonthEnd, after: RuleBook): Moved | null {
  if (!snapshot.hasList) return null
  const holders = reading.skuSets.holders(snapshot.id).get(skuId) ?? 0
  if (holders === 0) return null
  const cost = (book: RuleBook) => asMoney(costLine(holders, book.skuPrice(skuId, month)))
  return { figure: `${figureNames.licenceCost} of ${itemNames(reading)(skuId)}`, before: cost(reading.rules), after: cost(after) }
}

const asMoney = ({ cost, currency }: CostLine): RuleValue | null => (cost === null ? null : { value: cost, currency })

const same = (a: RuleValue | null, b: RuleValue | null): boolean => a?.value === b?.value && a?.currency === b?.currency
