/** Genesys usage of a billing period: used against committed, per charge, with the contract and the period. */
import type { Warning } from '../../../shared/contract/errors.ts'
import type { UsageAnswer } from '../../../shared/contract/usage-answers.ts'
import { parseMonth } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import type { ChargeLine } from '../charges/charges.ts'
import { usageAt } from '../charges/usage-at.ts'
import { usageTotals } from '../charges/usage-rows.ts'
import { resolveTenant } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { noSnapshot } from './diff-side.ts'
import { evidenceOf, isFinalPeriod, type MonthEnd } from './month-end.ts'
import type { Reading } from './reading.ts'
import type { SnapshotRow } from './snapshots.ts'
import { allTenants, type ReportTenant, reportOf, withReport } from './tenants.ts'
import { earlyWarning, recordedWarnings } from './warnings.ts'

/** Answers `usage.get`. Throws `NOT_FOUND`, `AMBIGUOUS`, `BAD_REQUEST`, `NO_SNAPSHOT`. */
export function usage(
  reading: Reading,
  input: { tenant: number | string; month?: string | undefined; dataset?: DatasetId | undefined },
): UsageAnswer {
  const { id } = resolveTenant(reading.db, input.tenant)
  const tenant = allTenants(reading.db).find((each) => each.id === id)!
  if (tenant.kind === 'petra') {
    throw new AppError('BAD_REQUEST', `Tenant ${id} is a Petra tenant, which has people but no charges. See its licences instead.`, {
      data: { tenant: id },
    })
  }
  const ends = reading.monthEnds(id, reportOf(withReport(tenant, input.dataset, 'genesys.contract-charges')))
  const month = input.month === undefined ? [...ends.keys()].sort().at(-1) : parseMonth(input.month)
  const end = month === undefined ? undefined : ends.get(month)
  if (end === undefined) throw noSnapshot(reading, tenant, month ?? reading.openMonth, [...ends.keys()])
  return usageOf(reading, tenant, end)
}

/** The usage at a month-end. */
export function usageOf(reading: Reading, tenant: ReportTenant, end: MonthEnd): UsageAnswer {
  const { snapshot } = end
  const { contract, currency, lines, rows } = usageAt(reading.db, snapshot)
  const { currency: _, ...terms } = contract ?? { currency: null }
  const isContract = snapshot.dataset === 'genesys.contract-charges'
  const readings = reading.snapshots(tenant.id, snapshot.dataset).filter((each) => each.seriesId === snapshot.seriesId)
  return {
    tenant: tenant.id,
    month: end.month,
    dataset: snapshot.dataset,
    period: { start: snapshot.periodStart, end: snapshot.periodEnd },
    final: isFinalPeriod(readings, (a, b) => sameContent(reading.db, a, b)),
    currency,
    contract: contract === null ? null : (terms as NonNullable<UsageAnswer['contract']>),
    rows: isContract ? rows.map((row) => ({ ...row, inTotal: false })) : rows,
    totals: isContract ? null : usageTotals(rows, currency),
    evidence: evidenceOf(end),
    warnings: [
      ...earlyWarning(end.early ? [{ tenant: tenant.id, month: end.month }] : []),
      ...duplicateWarnings(lines),
      ...(isContract ? [noPrepaidPrices] : []),
      ...recordedWarnings(snapshot),
    ],
  }
}

const noPrepaidPrices: Warning = {
  code: 'NO_PREPAID_PRICES',
  message: 'The contract (a preview API) has no prepaid prices, so only overage has a cost and there is no total.',
}

/** Whether two snapshots of a series have the same content: no row began or ended between them, and the rest of the payload is equal. */
function sameContent(db: ReadDb, a: SnapshotRow, b: SnapshotRow): boolean {
  const [low, high] = a.number < b.number ? [a.number, b.number] : [b.number, a.number]
  const moved = db.sqlite
    .prepare<unknown[], number>(
      `select exists (select 1 from entry where series_id = @s and from_number > 1 and from_number > @low and from_number <= @high)
           or exists (select 1 from entry where series_id = @s and to_number > @low and to_number <= @high)`,
    )
    .pluck()
    .get({ s: a.seriesId, low, high })
  return moved === 0 && a.frameId === b.frameId
}

function duplicateWarnings(lines: readonly ChargeLine[]): Warning[] {
  const twice = [...new Set(lines.filter((line) => line.occurrence > 0).map((line) => line.chargeId))]
  if (twice.length === 0) return []
  return [
    {
      code: 'DUPLICATE_CHARGE',
      message: `The vendor sent ${twice.length === 1 ? 'a charge' : `${twice.length} charges`} more than once. Each line is shown as sent.`,
      data: { chargeIds: twice },
    },
  ]
}
