/** Lists every rule with its first month: the user's rules, and built-in defaults that no rule replaces for all history. */

import type { OverlapRule, PriceRule, RuleOrigin, RulesAnswer, SkuFlagRule, SkuLabelRule } from '../../../shared/contract/rule-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { connectionTable } from '../database/schema/tenants.ts'
import { petraUnit, type RuleRow } from '../rules/rule-book.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'

/** Answers `rules.list`. */
export function listRules(reading: Reading): RulesAnswer {
  const { rules, catalogue, openMonth } = reading
  const nameOf = itemNames(reading)
  const connections = new Map(
    reading.db.orm
      .select({ id: connectionTable.id, name: connectionTable.name })
      .from(connectionTable)
      .all()
      .map(({ id, name }) => [String(id), name]),
  )
  const flags = (kind: 'excluded' | 'free', flag: SkuFlagRule['flag'], defaults: ReadonlySet<string>): SkuFlagRule[] => [
    ...[...defaults].map((skuId) => ({ ...builtIn, skuId, name: nameOf(skuId), flag, value: true })),
    ...rowsOf(rules.rows, kind).map((row) => ({
      ...origin(row),
      skuId: row.subject,
      name: nameOf(row.subject),
      flag,
      value: row.value === '1',
    })),
  ]
  return {
    revision: rules.revision,
    openMonth,
    flags: [...flags('excluded', 'excludedByVendor', catalogue.defaultExcluded), ...flags('free', 'free', catalogue.defaultFree)],
    labels: rowsOf(rules.rows, 'label').map((row): SkuLabelRule => ({ ...origin(row), skuId: row.subject, label: row.value })),
    prices: rowsOf(rules.rows, 'price').map(
      (row): PriceRule => ({
        ...origin(row),
        item: row.subject,
        name: row.subject === petraUnit ? 'Petra billable unit' : nameOf(row.subject),
        connection: connections.get(row.object) ?? null,
        amount: row.value,
        currency: row.currency,
      }),
    ),
    overlaps: [
      ...catalogue.defaultOverlaps.map(
        ([skuId, coveredSkuId]): OverlapRule => ({
          ...builtIn,
          skuId,
          name: nameOf(skuId),
          coveredSkuId,
          coveredName: nameOf(coveredSkuId),
          active: true,
        }),
      ),
      ...rowsOf(rules.rows, 'overlap').map(
        (row): OverlapRule => ({
          ...origin(row),
          skuId: row.subject,
          name: nameOf(row.subject),
          coveredSkuId: row.object,
          coveredName: nameOf(row.object),
          active: row.value === '1',
        }),
      ),
    ],
  }
}

const builtIn: RuleOrigin = { revision: null, from: null, at: null }

const rowsOf = (rows: readonly RuleRow[], kind: RuleRow['kind']): RuleRow[] => rows.filter((row) => row.kind === kind)

const origin = (row: RuleRow): RuleOrigin => ({ revision: row.id, from: row.fromMonth, at: isoTime(row.at) })
