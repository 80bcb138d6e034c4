/** Decisions about differences. Append-only; the latest is in force as long as the numbers are those of the decision. */
import { desc } from 'drizzle-orm'
import type { DecisionAnswer, ReconcileRow } from '../../../shared/contract/reconcile-answers.ts'
import { sameDecimal } from '../../../shared/domain/decimal.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { decisionTable } from '../database/schema/reconcile.ts'
import { varianceOf } from './variance.ts'

/** A decision before it is stored. */
export type NewDecision = Omit<typeof decisionTable.$inferInsert, 'id'>

/** The writes of decisions. */
export const decisionWrites = {
  /** Appends decisions. */
  'decision.add': (db: WriteDb, decisions: NewDecision[]): void => {
    for (const decision of decisions) db.orm.insert(decisionTable).values(decision).run()
  },
}

/** All decisions, newest first. */
export function listDecisions(db: ReadDb): DecisionAnswer[] {
  return db.orm
    .select()
    .from(decisionTable)
    .orderBy(desc(decisionTable.id))
    .all()
    .map(({ tenantId, untilMonth, at, ...decision }) => ({ ...decision, tenant: tenantId, until: untilMonth, at: isoTime(at) }))
}

type Decided = Pick<ReconcileRow, 'billed' | 'actual'>

/** Finds the decision about a row: the month's own, else one of an earlier month that still applies. `covers` is false if the numbers differ. */
export function decisionReader(
  db: ReadDb,
  month: Month,
): (tenant: number, item: string, row: Decided) => { decision: DecisionAnswer | null; covers: boolean } {
  const byRow = Map.groupBy(
    listDecisions(db).filter((decision) => decision.month === month || (decision.month < month && (decision.until ?? '') >= month)),
    ({ tenant, item }) => `${tenant}\n${item}`,
  )
  return (tenant, item, row) => {
    const found = byRow.get(`${tenant}\n${item}`) ?? []
    const decision = found.find((each) => each.month === month) ?? found[0] ?? null
    if (decision === null || decision.decision === 'reopen') return { decision, covers: false }
    return { decision, covers: decision.month === month ? sameNumbers(decision, row) : sameDifference(decision, row) }
  }
}

const sameNumbers = (a: Decided, b: Decided): boolean => sameDecimal(a.billed, b.billed) && sameDecimal(a.actual, b.actual)

/** Whether a decision that applies to later months covers the same difference; the numbers may differ. */
function sameDifference(a: Decided, b: Decided): boolean {
  const [before, now] = [varianceOf(a), varianceOf(b)]
  return before !== null && now !== null && before.eq(now)
}
