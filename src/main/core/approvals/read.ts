/** Compares a month's approved values with the current ones. */

import { eq } from 'drizzle-orm'
import type { ApprovalAnswer, ApprovedFigure, ApprovedValue, CostFigure } from '../../../shared/contract/approval-answers.ts'
import { sameDecimal } from '../../../shared/domain/decimal.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { approvalTable, approvedValueTable } from '../database/schema/user.ts'
import { figureLabel, parseFigure } from '../figures/figure.ts'
import { itemNames } from '../figures/names.ts'
import type { Reading } from '../figures/reading.ts'
import { type MonthValue, monthValues } from './month-values.ts'
import { openOf } from './writes.ts'

/** Answers `approvals.get`: every approved value and every current value. */
export function approvalOf(reading: Reading, month: Month): ApprovalAnswer {
  const { orm } = reading.db
  const open = orm.select().from(approvalTable).where(openOf(month)).get()
  if (open === undefined) return { month, approved: null, moved: 0, values: [] }
  const frozen = orm.select().from(approvedValueTable).where(eq(approvedValueTable.approvalId, open.id)).all()
  const values = compare(reading, frozen, monthValues(reading, month))
  return {
    month,
    approved: { at: isoTime(open.at), by: open.by, note: open.note, ruleRevision: open.ruleRevision, timeZone: open.timeZone },
    moved: values.filter((value) => value.moved).length,
    values,
  }
}

function compare(reading: Reading, frozen: readonly MonthValue[], now: readonly MonthValue[]): ApprovedValue[] {
  const [was, is] = [byKey(frozen), byKey(now)]
  const labelOf = labels(reading)
  return [...new Map([...is, ...was])]
    .map(([key, { tenantId, figure, currency }]) => {
      const [before, after] = [was.get(key), is.get(key)]
      const approved = before?.value ?? whereAbsent(was, tenantId, figure)
      const current = after?.value ?? whereAbsent(is, tenantId, figure)
      return {
        tenant: tenantId,
        figure,
        label: labelOf(figure),
        currency: currency === '' ? null : currency,
        approved,
        now: current,
        state: before?.state ?? null,
        stateNow: after?.state ?? null,
        snapshotId: before?.snapshotId ?? null,
        snapshotIdNow: after?.snapshotId ?? null,
        moved: !sameDecimal(approved, current),
      }
    })
    .sort((a, b) => a.tenant - b.tenant)
}

const byKey = (values: readonly MonthValue[]): Map<string, MonthValue> =>
  new Map(values.map((value) => [keyOf(value.tenantId, value.figure, value.currency), value]))

const keyOf = (tenantId: number, figure: string, currency: string) => `${tenantId}\n${figure}\n${currency}`

/** A SKU missing from a list has no holders there; without a list the count is unknown. */
function whereAbsent(side: ReadonlyMap<string, MonthValue>, tenantId: number, figure: string): string | null {
  const listed = side.get(keyOf(tenantId, 'recounted', ''))?.value ?? null
  return figure.startsWith('sku:') && listed !== null ? '0' : null
}

const costLabels: Record<CostFigure, string> = {
  'cost:vendor': figureNames.bill,
  'cost:licences': figureNames.licenceCost,
  'cost:commitment': figureNames.commitmentCost,
  'cost:overage': figureNames.overageCost,
  'cost:third-party-commitment': `${figureNames.commitmentCost}, third party`,
  'cost:third-party-overage': `${figureNames.overageCost}, third party`,
}

function labels(reading: Reading): (figure: ApprovedFigure) => string {
  const nameOf = itemNames(reading)
  return (figure) => (isCost(figure) ? costLabels[figure] : figureLabel(parseFigure(figure), nameOf))
}

const isCost = (figure: ApprovedFigure): figure is CostFigure => figure in costLabels
