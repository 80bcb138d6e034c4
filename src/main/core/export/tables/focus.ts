/**
 * The month's charges in FOCUS 1.2 (FinOps Open Cost and Usage Specification): one row per charge, the 21 mandatory columns first, custom columns
 * last. docs/focus.md has the source of each value.
 */
import type { CloseAnswer, Correction } from '../../../../shared/contract/closing-answers.ts'
import type { ForecastAnswer, ForecastLine } from '../../../../shared/contract/forecast-answers.ts'
import type { UsageAnswer, UsageRow } from '../../../../shared/contract/usage-answers.ts'
import { addDays, lastDayOf } from '../../../../shared/domain/calendar.ts'
import { decimalText, moneyText, parseDecimal } from '../../../../shared/domain/decimal.ts'
import { parseMonth } from '../../../../shared/domain/month.ts'
import { AppError } from '../../base/errors.ts'
import type { TenantDirectory } from '../source.ts'
import type { Cell, Column, ColumnKind, Table } from '../table.ts'

const columnKinds = {
  BilledCost: 'money',
  BillingAccountId: 'text',
  BillingAccountName: 'text',
  BillingCurrency: 'text',
  BillingPeriodStart: 'text',
  BillingPeriodEnd: 'text',
  ChargeCategory: 'text',
  ChargeClass: 'text',
  ChargeDescription: 'text',
  ChargePeriodStart: 'text',
  ChargePeriodEnd: 'text',
  ContractedCost: 'money',
  EffectiveCost: 'money',
  InvoiceIssuerName: 'text',
  ListCost: 'money',
  PricingQuantity: 'decimal',
  PricingUnit: 'text',
  ProviderName: 'text',
  PublisherName: 'text',
  ServiceCategory: 'text',
  ServiceName: 'text',
  ChargeFrequency: 'text',
  ContractedUnitPrice: 'money',
  SkuId: 'text',
  SubAccountId: 'text',
  SubAccountName: 'text',
  SubAccountType: 'text',
  x_Month: 'month',
  x_State: 'text',
  x_ChargeId: 'text',
  x_CorrectedMonth: 'month',
  x_SnapshotId: 'id',
} as const satisfies Record<string, ColumnKind>

type FocusRow = { [column in keyof typeof columnKinds]: Cell }
const names = Object.keys(columnKinds) as (keyof FocusRow)[]

/** The data of a month's rows. */
export interface FocusInput {
  forecast: ForecastAnswer
  usages: readonly UsageAnswer[]
  corrections: CloseAnswer['corrections']
}

/** The table. Throws `BAD_REQUEST` if a tenant has units without a price, since costs may not be empty. */
export function focusTable({ forecast, usages, corrections }: FocusInput, tenants: TenantDirectory): Table {
  refuseWithoutPrice(forecast)
  const { month } = forecast
  const rows = [
    ...forecast.bill.lines.flatMap((line) => billRow(line, month, tenants)),
    ...usages.flatMap((usage) => usage.rows.flatMap((row) => usageRows(usage, row, tenants))),
    // The month's own rows have the current values; its corrections are moved to a later month, so that its total stays the approved one.
    ...amountsOf(corrections.ofThis).map((each) => correctionRow(each, month, tenants, 'leaves')),
    ...amountsOf(corrections.lines).map((each) => correctionRow(each, month, tenants, 'arrives')),
  ]
  return {
    name: 'FOCUS',
    columns: names.map((header): Column => ({ header, kind: columnKinds[header], width: 16 })),
    rows: rows.map((row) => names.map((name) => row[name])),
  }
}

function refuseWithoutPrice({ bill: { lines }, month }: ForecastAnswer): void {
  const unpriced = lines.filter(({ units, cost }) => units !== null && units > 0 && cost === null)
  if (unpriced.length === 0) return
  throw new AppError(
    'BAD_REQUEST',
    `${unpriced.length} ${unpriced.length === 1 ? 'tenant has' : 'tenants have'} units in ${month} but no price, and FOCUS requires a cost in every row. Set one with \`seatledger price set petra:unit AMOUNT CURRENCY --from ${month}\`, then export again.`,
    { data: { month, tenants: unpriced.map(({ tenant }) => tenant) } },
  )
}

function billRow(line: ForecastLine, month: string, tenants: TenantDirectory): FocusRow[] {
  if (line.cost === null || line.currency === null || line.units === null) return []
  return [
    {
      ...common(line.tenant, tenants, monthPeriod(month), line.currency, line.cost),
      ChargeCategory: 'Usage',
      ChargeDescription: 'Billable units of the month',
      ChargeFrequency: 'Usage-Based',
      ...priced(String(line.units), line.unitPrice, 'Units'),
      x_Month: month,
      x_State: line.state,
      x_SnapshotId: line.snapshotId,
    },
  ]
}

/** The commitment is a purchase, the overage is usage. Charges that are in no total have no row. */
function usageRows(usage: UsageAnswer, row: UsageRow, tenants: TenantDirectory): FocusRow[] {
  const { currency, period } = usage
  if (!row.inTotal || currency === null || period.start === null || period.end === null) return []
  const span = { start: utc(period.start), end: utc(addDays(period.end, 1)) }
  const rowOf = (cost: string | null, quantity: string | null, price: string | null, category: 'Purchase' | 'Usage'): FocusRow[] => {
    if (cost === null || parseDecimal(cost)?.eq(0)) return []
    return [
      {
        ...common(usage.tenant, tenants, span, currency, cost),
        ...(row.kind === 'third-party' ? { PublisherName: 'Third party' } : {}),
        ChargeCategory: category,
        ChargeDescription: `${row.name ?? row.chargeId}, ${category === 'Purchase' ? 'commitment' : 'over commitment and allowance'}`,
        ChargeFrequency: category === 'Purchase' ? 'Recurring' : 'Usage-Based',
        ...priced(quantity, price, unitName(row.unit)),
        SkuId: row.partNumber,
        x_Month: usage.month,
        x_State: usage.final ? 'final' : 'not final',
        x_ChargeId: row.chargeId,
        x_SnapshotId: usage.evidence.snapshotId,
      },
    ]
  }
  return [
    ...rowOf(row.commitmentCost, row.committed, row.prepayPrice, 'Purchase'),
    ...rowOf(row.overCost, row.over, row.overagePrice, 'Usage'),
  ]
}

/** Corrections of amounts, which include those of units. */
const amountsOf = (corrections: readonly Correction[]) =>
  corrections.flatMap((each) => (each.currency === null ? [] : [{ ...each, currency: each.currency }]))

function correctionRow(
  correction: Correction & { currency: string },
  month: string,
  tenants: TenantDirectory,
  direction: 'leaves' | 'arrives',
): FocusRow {
  const { currency, delta } = correction
  const amount = direction === 'arrives' ? delta : moneyText(parseDecimal(delta)!.times(-1), currency)
  const charged = monthPeriod(correction.month)
  return {
    ...common(correction.tenant, tenants, monthPeriod(month), currency, amount),
    ChargeCategory: 'Adjustment',
    ChargeClass: direction === 'arrives' ? 'Correction' : null,
    ChargeDescription:
      direction === 'arrives'
        ? `${correction.label}: correction of ${correction.month} after it was approved`
        : `${correction.label}: corrected after the approval, charged in ${correction.lineOf}`,
    ChargePeriodStart: charged.start,
    ChargePeriodEnd: charged.end,
    ChargeFrequency: 'One-Time',
    x_Month: month,
    x_State: 'correction',
    x_CorrectedMonth: correction.month,
    x_SnapshotId: correction.snapshotId,
  }
}

interface Period {
  start: string
  /** Exclusive. */
  end: string
}

const vendors = {
  petra: { name: 'Petra Security', category: 'Security', service: 'Petra Security' },
  genesys: { name: 'Genesys', category: 'Business Applications', service: 'Genesys Cloud' },
} as const

/** The contracted cost is the exact product, as the specification requires; the billed cost is rounded, as on the bill. */
function priced(quantity: string | null, price: string | null, unit: string) {
  const [many, each] = [parseDecimal(quantity), parseDecimal(price)]
  if (many === null || each === null) throw new RangeError('a charge with a cost has a quantity and a price')
  const product = decimalText(many.times(each))
  return { PricingQuantity: quantity, PricingUnit: unit, ContractedUnitPrice: price, ContractedCost: product, ListCost: product }
}

/** Names of units that are not formed by a capital letter and an s. */
const unitNames: Readonly<Record<string, string>> = { gigabyte: 'GB', megabyte: 'MB', terabyte: 'TB', org: 'Organizations' }

/** The vendor’s unit in the specification’s unit format. */
function unitName(unit: string | null): string {
  const word = unit?.trim().toLowerCase() ?? ''
  if (word === '') return 'Units'
  return unitNames[word] ?? `${word[0]!.toUpperCase()}${word.slice(1)}${word.endsWith('s') ? '' : 's'}`
}

/** The columns that all rows have. Neither vendor sends list prices or amortises, so the costs differ only by rounding. */
function common(tenant: number, tenants: TenantDirectory, period: Period, currency: string, cost: string): FocusRow {
  const found = tenants.get(tenant)
  const vendor = vendors[found?.provider ?? 'petra']
  return {
    ...empty,
    BilledCost: cost,
    ContractedCost: cost,
    EffectiveCost: cost,
    ListCost: cost,
    BillingAccountId: `${found?.provider ?? 'petra'}:${found?.connection ?? ''}`,
    BillingAccountName: found?.connection ?? null,
    BillingCurrency: currency,
    BillingPeriodStart: period.start,
    BillingPeriodEnd: period.end,
    ChargePeriodStart: period.start,
    ChargePeriodEnd: period.end,
    InvoiceIssuerName: vendor.name,
    ProviderName: vendor.name,
    PublisherName: vendor.name,
    ServiceCategory: vendor.category,
    ServiceName: vendor.service,
    SubAccountId: found?.externalId ?? String(tenant),
    SubAccountName: found?.name ?? null,
    SubAccountType: 'Customer',
  }
}

const empty = Object.fromEntries(names.map((name) => [name, null])) as FocusRow

const monthPeriod = (month: string): Period => ({ start: utc(`${month}-01`), end: utc(addDays(lastDayOf(parseMonth(month)), 1)) })

/** The start of a UTC day. */
const utc = (day: string): string => `${day}T00:00:00Z`
