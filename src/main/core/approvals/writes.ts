/** Approves a month and withdraws approvals. Both stay on record. */
import { and, eq, isNull } from 'drizzle-orm'
import type { Month } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import type { WriteDb } from '../database/db.ts'
import { approvalTable, approvedValueTable } from '../database/schema/user.ts'
import type { MonthValue } from './month-values.ts'

/** An approval before it is stored. */
export interface NewApproval {
  month: Month
  timeZone: string
  ruleRevision: number
  /** ms. */
  at: number
  by: string
  note: string | null
  values: MonthValue[]
}

/** The writes of approvals. */
export const approvalWrites = {
  /** Freezes the values. Throws `ALREADY_EXISTS` if the month is approved. */
  'approval.add': (db: WriteDb, { values, ...approval }: NewApproval): void => {
    const { month } = approval
    const open = db.orm.select({ id: approvalTable.id }).from(approvalTable).where(openOf(month)).get()
    if (open !== undefined) {
      throw new AppError('ALREADY_EXISTS', `${month} is already approved. Withdraw that approval first to approve the current figures.`, {
        data: { month },
      })
    }
    const { id } = db.orm.insert(approvalTable).values(approval).returning({ id: approvalTable.id }).get()
    for (const value of values)
      db.orm
        .insert(approvedValueTable)
        .values({ approvalId: id, ...value })
        .run()
  },

  /** Withdraws the month's approval. Throws `NOT_FOUND` if it is not approved. */
  'approval.withdraw': (db: WriteDb, { month, at }: { month: Month; at: number }): void => {
    const { changes } = db.orm.update(approvalTable).set({ withdrawnAt: at }).where(openOf(month)).run()
    if (changes === 0) throw new AppError('NOT_FOUND', `${month} is not approved, so there is nothing to withdraw.`, { data: { month } })
  },
}

/** The condition for a month's current approval. */
export const openOf = (month: Month) => and(eq(approvalTable.month, month), isNull(approvalTable.withdrawnAt))
