/** Handlers of `rules.*`. */
import type { Catalogue } from '../catalogue/catalogue.ts'
import { beginReading, type ReadingDeps } from '../figures/reading.ts'
import { listRules } from '../figures/rule-list.ts'
import { previewRule } from '../figures/rule-preview.ts'
import { newRule } from '../rules/rule-input.ts'
import { type DefaultValue, undoingRows } from '../rules/undo.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api } from './product.ts'

/** Creates the handlers. */
export function ruleHandlers(deps: ReadingDeps & { writer: Writer }): Pick<Api, Extract<keyof Api, `rules.${string}`>> {
  return {
    'rules.list': async () => listRules(beginReading(deps)),
    async 'rules.preview'({ rule }) {
      const reading = beginReading(deps)
      return previewRule(reading, newRule(reading.db, rule, reading.openMonth, reading.now))
    },
    async 'rules.set'({ rule }) {
      const reading = beginReading(deps)
      return { revision: await deps.writer.call('rule.add', newRule(reading.db, rule, reading.openMonth, reading.now)) }
    },
    async 'rules.undo'({ revision }) {
      const { rules, catalogue, now } = beginReading(deps)
      const rows = undoingRows(rules.rows, revision, builtInValue(catalogue), now)
      return { revision: rows.length === 0 ? rules.revision : await deps.writer.call('rule.addAll', rows) }
    },
  }
}

const builtInValue =
  (catalogue: Catalogue): DefaultValue =>
  ({ kind, subject, object }) => {
    if (kind === 'excluded') return catalogue.defaultExcluded.has(subject) ? '1' : '0'
    if (kind === 'free') return catalogue.defaultFree.has(subject) ? '1' : '0'
    if (kind === 'overlap') return catalogue.defaultOverlaps.some(([skuId, covered]) => skuId === subject && covered === object) ? '1' : '0'
    return null
  }
