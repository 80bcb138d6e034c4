/** Maps Genesys payloads to our model. Pure. */
import { createHash } from 'node:crypto'
import type { Warning } from '../../../../shared/contract/errors.ts'
import { isoTime } from '../../../../shared/domain/iso-time.ts'
import { isJsonObject, type Json, type JsonObject } from '../../../../shared/domain/json.ts'
import { normaliseId } from '../../../../shared/domain/vendor-id.ts'
import { AppError } from '../../base/errors.ts'
import type { AskedFor, ChargesDataset, HolderFacts, Interpretation } from '../provider.ts'
import { billableUsageCharge, currencyOf, decimalOf, overviewCharge, overviewContract, textOf, utcDayOf } from './charges.ts'
import { isCycle } from './cycle.ts'

/** `genesys.billable-usage`: an organisation's own report. Charges are identified by name only; a charge's resources are its holders. */
export const billableUsage: ChargesDataset = {
  kind: 'charges',
  id: 'genesys.billable-usage',
  listField: 'usages',
  volatileFields: ['id'],
  entryId: (entry) => textOf(entry.name),
  nested: { field: 'resources', entryId: resourceId },
  holder: resourceHolder,
  charge: billableUsageCharge,
  contract: null,
  interpret: interpretBillableUsage,
}

/** `genesys.trustee-overview`: a partner's report about one customer. Its entries are charges, without named holders. */
export const trusteeOverview: ChargesDataset = {
  kind: 'charges',
  id: 'genesys.trustee-overview',
  listField: 'usages',
  volatileFields: ['id'],
  entryId: overviewChargeId,
  nested: null,
  holder: (charge): HolderFacts => ({ ...nobody, displayName: textOf(charge.name) }),
  charge: overviewCharge,
  contract: overviewContract,
  interpret: interpretOverview,
}

const nobody: HolderFacts = { displayName: null, userPrincipalName: null, mail: null, accountEnabled: null }

/**
 * The id of an overview charge: the first 12 hex digits of SHA-256 over the JSON array `[partNumber, grouping, unit, name]`
 * as sent, with null for a missing member. The vendor has no id of its own, and several rows share a name.
 */
export function overviewChargeId(entry: JsonObject): string | null {
  const parts = [entry.partNumber, entry.grouping, entry.unitOfMeasureType, entry.name].map((part) =>
    typeof part === 'string' ? part : null,
  )
  if (parts.every((part) => part === null)) return null
  return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex').slice(0, 12)
}

/** A user is identified by e-mail address, a device by an id. Anything that is not an address is treated as a device. */
function resourceHolder(resource: JsonObject): HolderFacts {
  const name = textOf(resource.name)
  const at = Date.parse(textOf(resource.date) ?? '')
  const seen = Number.isNaN(at) ? {} : { billedSince: isoTime(at) }
  if (name !== null && /^[^\s@]+@[^\s@]+$/.test(name)) return { ...nobody, userPrincipalName: name, ...seen }
  return { ...nobody, displayName: name, device: true, ...seen }
}

function resourceId(resource: JsonObject): string | null {
  const name = textOf(resource.name)
  return name === null ? null : normaliseId(name)
}

function interpretBillableUsage(payload: JsonObject, asked: AskedFor): Interpretation {
  const what = 'billable usage report'
  // A missing status means a finished report: the member is newer than the endpoint.
  if (payload.status !== undefined && payload.status !== null && payload.status !== 'Complete') {
    throw unreadable(what, 'it is not finished')
  }
  const usages = entriesOf(what, payload.usages)
  for (const usage of usages) {
    if (usage.resources !== undefined && usage.resources !== null) entriesOf(what, usage.resources)
  }
  const answered = { start: utcDayOf(payload.startDate), end: utcDayOf(payload.endDate) }
  return {
    ...periodOf(what, wholeCycle(answered, asked)),
    warnings: [...quantityWarnings(usages, ['totalUsage']), ...spanWarnings(answered, asked)],
  }
}

/**
 * The period is the requested cycle, even if the vendor reports a running cycle only up to yesterday: a cycle belongs to the month in
 * which it ends.
 */
function wholeCycle(answered: { start: string | null; end: string | null }, { params, filedUnder }: AskedFor): typeof answered {
  const start = filedUnder?.start ?? params?.startDate?.slice(0, 10)
  const end = filedUnder?.end ?? params?.endDate?.slice(0, 10)
  const isPart = answered.start !== null && answered.start === start && answered.end !== null && end !== undefined && answered.end < end
  return isPart && isCycle(start, end) ? { ...answered, end } : answered
}

function interpretOverview(payload: JsonObject, asked: AskedFor): Interpretation {
  const what = 'billing overview'
  const usages = entriesOf(what, payload.usages)
  const warnings = organisationWarnings(payload.organization, asked)
  if (currencyOf(payload.currency) === null) {
    warnings.push({
      code: 'CURRENCY_MISSING',
      message: 'The overview does not state a valid currency, so its prices cannot be added to others.',
    })
  }
  warnings.push(...quantityWarnings(usages, ['usageQuantity', 'prepayQuantity', 'overagePrice', 'prepayPrice']))
  return { ...periodOf(what, { start: utcDayOf(payload.billingPeriodStartDate), end: utcDayOf(payload.billingPeriodEndDate) }), warnings }
}

/** The period's days. The vendor states no report time, total or units. */
function periodOf(what: string, period: { start: string | null; end: string | null }): Omit<Interpretation, 'warnings'> {
  if (period.start === null || period.end === null) {
    throw unreadable(what, 'it does not state its billing period')
  }
  if (period.end < period.start) throw unreadable(what, 'its billing period ends before it starts')
  return { reportedAt: null, periodStart: period.start, periodEnd: period.end, reported: null, units: null }
}

function entriesOf(what: string, list: Json | undefined): JsonObject[] {
  if (!Array.isArray(list)) throw unreadable(what, 'its list of charges or resources is missing')
  return list.map((entry) => {
    if (!isJsonObject(entry)) throw unreadable(what, 'an entry of its list is not an object')
    return entry
  })
}

function organisationWarnings(organisation: Json | undefined, asked: AskedFor): Warning[] {
  const id = isJsonObject(organisation) ? textOf(organisation.id) : null
  if (asked.externalId === null) return []
  if (id === null) {
    return [
      {
        code: 'TENANT_NOT_NAMED',
        message: 'The overview does not state its organisation; it is assumed to be the requested one.',
      },
    ]
  }
  if (normaliseId(id) === normaliseId(asked.externalId)) return []
  throw new AppError(
    'TENANT_MISMATCH',
    'Genesys returned a different organisation from the one requested, so nothing was recorded. Check the customer’s organisation id, then ask Genesys support with the correlation id of this run.',
    { data: { asked: asked.externalId, answered: id } },
  )
}

function spanWarnings(period: { start: string | null; end: string | null }, asked: AskedFor): Warning[] {
  const [start, end] = [asked.params?.startDate?.slice(0, 10), asked.params?.endDate?.slice(0, 10)]
  if (start === undefined || end === undefined || period.start === null || period.end === null) return []
  // A running cycle may be reported up to yesterday; anything else is not the requested span.
  if (period.start === start && period.end <= end) return []
  return [
    {
      code: 'PERIOD_DIFFERS',
      message: `Requested ${start} to ${end}, but Genesys reported ${period.start} to ${period.end}. Check the cycle day of this connection.`,
      data: { asked: { start, end }, answered: { start: period.start, end: period.end } },
    },
  ]
}

function quantityWarnings(entries: JsonObject[], members: readonly string[]): Warning[] {
  const unreadableCount = entries.flatMap((entry) => members.map((member) => entry[member])).filter((value) => !isQuantity(value)).length
  if (unreadableCount === 0) return []
  return [
    {
      code: 'QUANTITY_UNREADABLE',
      message: `${unreadableCount} quantities or prices are not decimal numbers. They are stored as sent and treated as missing.`,
      data: { count: unreadableCount },
    },
  ]
}

function isQuantity(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  return decimalOf(value) !== null
}

function unreadable(what: string, why: string): AppError {
  return new AppError(
    'UNREADABLE_ANSWER',
    `The Genesys ${what} could not be used: ${why}. Nothing was recorded; the response is stored with this run. Collect again; if this persists, give Genesys support the correlation id.`,
  )
}
