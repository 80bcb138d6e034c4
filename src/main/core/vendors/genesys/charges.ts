/** Maps Genesys charges and contracts to our model. Pure; quantities and prices stay exactly as the vendor sent them. */
import { isDecimal } from '../../../../shared/domain/decimal.ts'
import type { Json, JsonObject } from '../../../../shared/domain/json.ts'
import type { ChargeFacts, ContractFacts } from '../provider.ts'

/** A charge of the organisation's own report, which has only a name and a total. */
export function billableUsageCharge(entry: JsonObject): ChargeFacts {
  return {
    name: textOf(entry.name),
    partNumber: null,
    grouping: null,
    unit: null,
    used: decimalOf(entry.totalUsage),
    committed: null,
    prepayPrice: null,
    overagePrice: null,
    isThirdParty: false,
    notes: null,
  }
}

/** A charge of a customer's overview. */
export function overviewCharge(entry: JsonObject): ChargeFacts {
  return {
    name: textOf(entry.name),
    partNumber: textOf(entry.partNumber),
    grouping: textOf(entry.grouping),
    unit: textOf(entry.unitOfMeasureType),
    used: decimalOf(entry.usageQuantity),
    committed: decimalOf(entry.prepayQuantity),
    prepayPrice: decimalOf(entry.prepayPrice),
    overagePrice: decimalOf(entry.overagePrice),
    isThirdParty: entry.isThirdParty === true,
    notes: textOf(entry.usageNotes),
  }
}

/** The contract terms in an overview. */
export function overviewContract(payload: JsonObject): ContractFacts {
  return {
    currency: currencyOf(payload.currency),
    subscriptionType: textOf(payload.subscriptionType),
    effectiveDate: utcDayOf(payload.contractEffectiveDate),
    endDate: utcDayOf(payload.contractEndDate),
    amendmentDate: utcDayOf(payload.contractAmendmentDate),
    rampStartDate: utcDayOf(payload.rampPeriodStartDate),
    rampEndDate: utcDayOf(payload.rampPeriodEndDate),
    inRampPeriod: typeof payload.inRampPeriod === 'boolean' ? payload.inRampPeriod : null,
    minimumMonthlyAmount: decimalOf(payload.minimumMonthlyAmount),
  }
}

/** A quantity or price as the vendor spells it; null if missing, empty or not a decimal. Accepts numbers, which the definition excludes. */
export function decimalOf(value: Json | undefined): string | null {
  return isDecimal(value) ? String(value).trim() : null
}

/** The UTC day of a date-time; null when missing or unreadable. */
export function utcDayOf(value: Json | undefined): string | null {
  // Compared by UTC day, since the vendor ends periods at :59 or at .999. By its definition, a time without an offset is UTC.
  const parts = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})(T[\d:.,]+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(value) : null
  if (parts === null) return null
  const [, day, time = 'T00:00:00', offset = 'Z'] = parts
  const atMs = Date.parse(`${day}${time}${offset}`)
  return Number.isNaN(atMs) ? null : new Date(atMs).toISOString().slice(0, 10)
}

/** A currency's code as sent; null for anything but three letters, which cannot have amounts. */
export function currencyOf(value: Json | undefined): string | null {
  return typeof value === 'string' && /^[a-z]{3}$/i.test(value) ? value : null
}

/** A non-empty text; null otherwise. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
