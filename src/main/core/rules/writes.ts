/** Database writes of rules, which are append-only. */
import type { WriteDb } from '../database/db.ts'
import { ruleTable } from '../database/schema/user.ts'
import type { NewRule } from './rule-book.ts'

/** The writes of this file. */
export const ruleWrites = {
  /** Appends a rule; returns its id, which is the new rule revision. */
  'rule.add': (db: WriteDb, rule: NewRule): number => db.orm.insert(ruleTable).values(rule).returning({ id: ruleTable.id }).get().id,
  /** Appends one or more rules in order; returns the last one's id. */
  'rule.addAll': (db: WriteDb, rules: NewRule[]): number =>
    db.orm.insert(ruleTable).values(rules).returning({ id: ruleTable.id }).all().at(-1)!.id,
}
