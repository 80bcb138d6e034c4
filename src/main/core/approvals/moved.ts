/** Approved months whose figures have changed since. */
import { setImmediate } from 'node:timers/promises'
import { desc, isNull } from 'drizzle-orm'
import type { AttentionItem } from '../../../shared/contract/overview-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { approvalTable } from '../database/schema/user.ts'
import { inOneReading, type ReadingDeps } from '../figures/reading.ts'
import { approvalOf } from './read.ts'

/** Answers `approvals.moved`, newest first. Other requests can run after each month. */
export async function movedApprovals(deps: ReadingDeps): Promise<AttentionItem[]> {
  const approved = deps.reader.orm
    .select({ month: approvalTable.month })
    .from(approvalTable)
    .where(isNull(approvalTable.withdrawnAt))
    .orderBy(desc(approvalTable.month))
    .all()
  const items: AttentionItem[] = []
  for (const { month } of approved) {
    const { moved } = inOneReading(deps, (reading) => approvalOf(reading, month as Month))
    if (moved > 0) items.push(itemOf(month, moved))
    await setImmediate()
  }
  return items
}

const itemOf = (month: string, moved: number): AttentionItem => ({
  code: 'APPROVED_MOVED',
  severity: 'hint',
  message: `${moved} ${moved === 1 ? 'figure' : 'figures'} of ${month} ${moved === 1 ? 'has' : 'have'} changed since the month was approved. Check what changed, then approve the month again or keep the approval.`,
  tenant: null,
  connection: null,
  screen: 'changes',
  data: { month, moved },
})
