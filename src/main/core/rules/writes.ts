/** The one write of rules: appending. */

import type { WriteDb } from '../history/db.ts'
import { ruleTable } from '../history/schema.ts'
import type { NewRule } from './rule-book.ts'

/** The writes of this folder. */
export const ruleWrites = {
  /** Gives the rule's id, which is the new rule revision. */
  'rule.add': (db: WriteDb, rule: NewRule): number => db.orm.insert(ruleTable).values(rule).returning({ id: ruleTable.id }).get().id,
}
