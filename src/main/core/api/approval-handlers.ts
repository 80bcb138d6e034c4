/** Handlers of `approvals.*`. */
import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import { type MonthValue, monthValues } from '../approvals/month-values.ts'
import { movedApprovals } from '../approvals/moved.ts'
import { approvalOf } from '../approvals/read.ts'
import { AppError } from '../base/errors.ts'
import { systemUser } from '../base/system-user.ts'
import { beginReading, type Reading, type ReadingDeps } from '../figures/reading.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api } from './product.ts'

/** Creates the handlers. */
export function approvalHandlers(deps: ReadingDeps & { writer: Writer }): Pick<Api, Extract<keyof Api, `approvals.${string}`>> {
  const { writer, clock } = deps
  return {
    'approvals.moved': async () => movedApprovals(deps),
    'approvals.get': async ({ month }) => approvalOf(beginReading(deps), parseMonth(month)),
    async 'approvals.approve'(input) {
      const reading = beginReading(deps)
      const month = parseMonth(input.month)
      const { calendar, rules, now } = reading
      const values = valuesToApprove(reading, month)
      const by = input.by ?? systemUser()
      const approval = { month, timeZone: calendar.timeZone, ruleRevision: rules.revision, at: now, by, note: input.note ?? null, values }
      await writer.call('approval.add', approval)
      return approvalOf(beginReading(deps), month)
    },
    async 'approvals.withdraw'(input) {
      const month = parseMonth(input.month)
      await writer.call('approval.withdraw', { month, at: clock.now() })
      return approvalOf(beginReading(deps), month)
    },
  }
}

/** Throws `BAD_REQUEST` if the month is not over, `NO_SNAPSHOT` if it has no snapshot. */
function valuesToApprove(reading: Reading, month: Month): MonthValue[] {
  if (month >= reading.openMonth) {
    throw new AppError('BAD_REQUEST', `${month} is not over, so its figures can still change. Approve it once the next month has begun.`, {
      data: { month, openMonth: reading.openMonth },
    })
  }
  const values = monthValues(reading, month)
  if (values.every((value) => value.snapshotId === null)) {
    throw new AppError('NO_SNAPSHOT', `There is no snapshot in ${month}, so there is nothing to approve. Choose a month that has one.`, {
      data: { month },
    })
  }
  return values
}
