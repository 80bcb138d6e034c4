/** The routes of rules. */

import type { Writer } from '../history/writer.ts'
import type { Api } from '../product.ts'
import { beginReading, type ReportDeps } from '../reports/deps.ts'
import { listRules } from './list.ts'
import { previewRule } from './preview.ts'
import { newRule } from './rule-input.ts'

/** The handlers of `rules.*`. */
export function ruleHandlers(deps: ReportDeps & { writer: Writer }): Pick<Api, Extract<keyof Api, `rules.${string}`>> {
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
  }
}
