/** The one write of rules: appending. */
import type { WriteDb } from '../history/db.ts'
import { ruleTable } from '../history/schema/user.ts'
import type { NewRule } from './rule-book.ts'

/** The writes of this folder. */
export const ruleWrites = {
  /** Gives the rule's id, which is the new rule revision. */
  'rule.add': (db: WriteDb, rule: NewRule): number => db.orm.insert(ruleTable).values(rule).returning({ id: ruleTable.id }).get().id,
  /** Appends several (at least one) in their order; gives the last one's id. */
  'rule.addAll': (db: WriteDb, rules: NewRule[]): number =>
    db.orm.insert(ruleTable).values(rules).returning({ id: ruleTable.id }).all().at(-1)!.id,
}
