/** The checklist of a month that is over: collected, settled, reconciled, approved, exported. */
import type { CloseAnswer, CloseStep, MonthExport } from '../../../shared/contract/closing-answers.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import { approvalOf } from '../approvals/read.ts'
import { AppError } from '../base/errors.ts'
import { coverageIn, latestEndedMonth } from '../figures/months-list.ts'
import type { Reading } from '../figures/reading.ts'
import { totalsReader } from '../figures/tenant-totals.ts'
import { allTenants, datasetOf, type ReportTenant } from '../figures/tenants.ts'
import { usageOf } from '../figures/usage.ts'
import { openLines } from '../reconcile/reconcile.ts'
import { correctionsUntil } from './corrections.ts'
import { exportsOf } from './exports.ts'

/**
 * Answers `closing.get`; without a month, for the latest that is over and has a snapshot. Throws `BAD_REQUEST`, and `NO_SNAPSHOT` if no month is
 * over.
 */
export async function closingOf(reading: Reading, input: { month?: string | undefined }): Promise<CloseAnswer> {
  const month = input.month === undefined ? latestEndedMonth(reading) : parseMonth(input.month)
  if (month === null) {
    throw new AppError(
      'NO_SNAPSHOT',
      'There is no past month with a snapshot, so there is nothing to close. `seatledger months` lists the months.',
    )
  }
  if (month > reading.openMonth) throw new AppError('BAD_REQUEST', `${month} has not begun. Choose a month before ${reading.openMonth}.`)
  const over = month < reading.openMonth
  const tenants = allTenants(reading.db)
  const collected = coverageIn(reading, tenants, month)
  const exports = exportsOf(reading.db, month)
  const corrections = await correctionsUntil(reading, month)
  const approval = approvalOf(reading, month)
  const lines = over ? openLines(reading, month) : null
  const steps = over
    ? [
        collectedStep(collected?.with ?? 0, collected?.missing ?? [], tenants),
        settledStep(reading, month, tenants),
        reconciledStep(lines, month),
        approvedStep(month, approval),
        exportedStep(month, approval.approved, exports),
      ]
    : []
  return {
    month,
    over,
    steps,
    closed:
      over &&
      steps.every(({ step, done }) => done || step === 'collected' || step === 'settled' || (step === 'reconciled' && lines === null)),
    approved: approval.approved,
    corrections: {
      ofThis: corrections.filter((each) => each.month === month),
      lines: corrections.filter((each) => each.lineOf === month),
    },
    exports,
  }
}

function collectedStep(present: number, missing: readonly number[], tenants: readonly ReportTenant[]): CloseStep {
  const step = { step: 'collected' as const, tenants: [...missing] }
  if (missing.length === 0 && present > 0) return { ...step, done: true, text: `All ${present} tenants have a snapshot.`, next: null }
  if (missing.length === 0) return { ...step, done: false, text: 'No tenant was expected, and none has a snapshot.', next: 'collect' }
  const first = tenants.find(({ id }) => id === missing[0])
  return {
    ...step,
    done: false,
    text: `${missing.length} of ${present + missing.length} tenants ${missing.length === 1 ? 'has' : 'have'} no snapshot: ${namesOf(missing, tenants)}. You can still collect past totals and billing periods, but not past lists of people.`,
    next: first === undefined ? 'collect' : `backfill ${quoted(first.connection)}`,
  }
}

/** Units are settled by the vendor's totals as of the last day; a billing period is final after two equal readings. */
function settledStep(reading: Reading, month: Month, tenants: readonly ReportTenant[]): CloseStep {
  const { unitsOf, loadMonths } = totalsReader(reading)
  loadMonths(new Set(tenants.flatMap(({ kind, connectionId }) => (kind === 'petra' ? [connectionId] : []))), [month])
  const open: ReportTenant[] = []
  for (const tenant of tenants) {
    const end = reading.monthEnds(tenant.id, datasetOf(tenant.kind)).get(month)
    if (tenant.kind === 'petra' ? unitsOf(tenant, month, end)?.state === 'projected' : end && !usageOf(reading, tenant, end).final)
      open.push(tenant)
  }
  const ids = open.map(({ id }) => id)
  if (open.length === 0)
    return { step: 'settled', done: true, text: 'All units are settled, and all billing periods are final.', tenants: [], next: null }
  return {
    step: 'settled',
    done: false,
    text: `${open.length} ${open.length === 1 ? 'tenant has' : 'tenants have'} projected units or a billing period that is not final: ${namesOf(ids, tenants)}.`,
    tenants: ids,
    next: open.some(({ kind }) => kind === 'petra')
      ? `backfill ${quoted(open.find(({ kind }) => kind === 'petra')!.connection)}`
      : 'collect',
  }
}

function reconciledStep(lines: ReturnType<typeof openLines>, month: string): CloseStep {
  const step = { step: 'reconciled' as const, tenants: lines?.tenants ?? [] }
  if (lines === null) return { ...step, done: false, text: 'No invoice has been imported.', next: `reconcile --month ${month} --file FILE` }
  if (lines.open === 0) return { ...step, done: true, text: 'Every line matches or has a decision.', next: null }
  return {
    ...step,
    done: false,
    text: `${lines.open} ${lines.open === 1 ? 'line is' : 'lines are'} open.`,
    next: `reconcile --month ${month}`,
  }
}

function approvedStep(month: string, { approved, moved, values }: ReturnType<typeof approvalOf>): CloseStep {
  const step = { step: 'approved' as const, tenants: [] }
  if (approved === null) return { ...step, done: false, text: `${month} is over but not approved.`, next: `month approve ${month}` }
  const by = approved.by === null ? '' : ` by ${approved.by}`
  const note = approved.note === null ? '' : `: ${approved.note}`
  return {
    ...step,
    done: true,
    tenants: [...new Set(values.filter((value) => value.moved).map(({ tenant }) => tenant))],
    text: `Approved on ${approved.at.slice(0, 10)}${by}${note}.${moved === 0 ? '' : ` ${moved} ${moved === 1 ? 'figure has' : 'figures have'} changed since.`}`,
    next: moved === 0 ? null : `month show ${month}`,
  }
}

/** A file made before the approval may have other figures. */
function exportedStep(month: string, approved: CloseAnswer['approved'], exports: readonly MonthExport[]): CloseStep {
  const whole = exports.filter(({ tenant }) => tenant === null)
  const handed = approved === null ? undefined : whole.find(({ at }) => at >= approved.at)
  const step = { step: 'exported' as const, tenants: [] }
  if (handed !== undefined) {
    return {
      ...step,
      done: true,
      text: `Exported on ${handed.at.slice(0, 10)} by ${handed.by} (${handed.what}, ${handed.format}).`,
      next: null,
    }
  }
  return {
    ...step,
    done: false,
    text:
      whole.length === 0
        ? 'No file with all tenants has been exported.'
        : approved === null
          ? 'A file was exported before the month was approved, so its figures may differ.'
          : 'The last file was exported before the approval, so its figures may differ.',
    next: `export month --format xlsx --month ${month} --out seatledger-${month}.xlsx`,
  }
}

const namesOf = (ids: readonly number[], tenants: readonly ReportTenant[]): string =>
  firstOf(
    ids.map((id) => tenants.find((tenant) => tenant.id === id)?.name ?? `tenant ${id}`),
    4,
  )

const quoted = (name: string): string => (/^[\w.-]+$/.test(name) ? name : `"${name.replaceAll('"', '\\"')}"`)
