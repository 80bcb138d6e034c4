/**
 * Vendors' corrections of approved months. A correction is a later snapshot that changed an approved amount; changes that the user made (a price, a
 * set-aside) do not count. It is a line of the first later month that was not approved yet when it was recorded, so that it is neither
 * lost nor counted twice.
 */
import { setImmediate } from 'node:timers/promises'
import { and, isNull, lte } from 'drizzle-orm'
import type { ApprovedValue } from '../../../shared/contract/approval-answers.ts'
import type { Correction } from '../../../shared/contract/closing-answers.ts'
import { decimalText, moneyText, parseDecimal } from '../../../shared/domain/decimal.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { addMonths, type Month, nextMonth } from '../../../shared/domain/month.ts'
import { approvalOf } from '../approvals/read.ts'
import { approvalTable } from '../database/schema/user.ts'
import type { Reading } from '../figures/reading.ts'
import { snapshotRow } from '../figures/snapshots.ts'

/** How many months back approved months are compared. */
const monthsBack = 12

/** The corrections of the months approved up to and including `month`. Other requests can run after each month. */
export async function correctionsUntil(reading: Reading, month: Month): Promise<Correction[]> {
  const approvals = openApprovals(reading)
  const corrections: Correction[] = []
  for (const approved of [...approvals.keys()].filter((each) => each <= month && each >= addMonths(month, -monthsBack)).sort()) {
    corrections.push(...correctionsOf(reading, approved, approvals))
    await setImmediate()
  }
  return corrections
}

/** When each month in force was approved. */
function openApprovals({ db, openMonth }: Reading): Map<Month, number> {
  const rows = db.orm
    .select({ month: approvalTable.month, at: approvalTable.at })
    .from(approvalTable)
    .where(and(isNull(approvalTable.withdrawnAt), lte(approvalTable.month, openMonth)))
    .all()
  return new Map(rows.map(({ month, at }) => [month as Month, at]))
}

function correctionsOf(reading: Reading, month: Month, approvals: ReadonlyMap<Month, number>): Correction[] {
  const approvedAt = approvals.get(month)!
  return approvalOf(reading, month).values.flatMap((value) => {
    if (!value.moved || !isBilled(value) || value.snapshotIdNow === null || value.snapshotIdNow === value.snapshotId) return []
    const { observedAt } = snapshotRow(reading.db, value.snapshotIdNow)
    // An older snapshot counts again because the user set a newer one aside.
    if (observedAt <= approvedAt) return []
    const [approved, now] = [value.approved ?? '0', value.now ?? '0']
    const delta = parseDecimal(now)!.minus(parseDecimal(approved)!)
    return [
      {
        month,
        lineOf: lineOf(month, observedAt, approvals),
        tenant: value.tenant,
        figure: value.figure,
        label: value.label,
        currency: value.currency,
        approved,
        now,
        delta: value.currency === null ? decimalText(delta) : moneyText(delta, value.currency),
        snapshotId: value.snapshotIdNow,
        recordedAt: isoTime(observedAt),
      },
    ]
  })
}

/** Units and vendors' bills. Licence cost is not paid to these vendors. */
const isBilled = ({ figure }: ApprovedValue): boolean => figure === 'units' || (figure.startsWith('cost:') && figure !== 'cost:licences')

function lineOf(approved: Month, recordedAt: number, approvals: ReadonlyMap<Month, number>): Month {
  let month = nextMonth(approved)
  while ((approvals.get(month) ?? Number.POSITIVE_INFINITY) < recordedAt) month = nextMonth(month)
  return month
}
