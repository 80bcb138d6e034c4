/** Maps the previews of contracts and invoices to our model. Pure; quantities and amounts stay as the vendor spells them. */
import { createHash } from 'node:crypto'
import { isJsonObject, type Json, type JsonObject } from '../../../../shared/domain/json.ts'
import type { InvoiceFacts } from '../invoice-facts.ts'
import type { AskedFor, ChargeFacts, ChargesDataset, ContractFacts, HolderFacts, Interpretation, InvoicesDataset } from '../provider.ts'
import { currencyOf, decimalOf, textOf, utcDayOf } from './charges.ts'
import { lastDay } from './contracts.ts'
import { invoicedOn } from './invoices.ts'
import { checkOrganisation } from './licence-map.ts'
import { changed, entitiesOf } from './pages.ts'

const nobody: HolderFacts = { displayName: null, userPrincipalName: null, mail: null, accountEnabled: null }

/** `genesys.contract-charges`: what will be invoiced for a billing period, according to the vendor's contracts. */
export const contractCharges: ChargesDataset = {
  kind: 'charges',
  id: 'genesys.contract-charges',
  listField: 'charges',
  volatileFields: [],
  entryId: contractChargeId,
  nested: null,
  holder: (charge) => ({ ...nobody, displayName: chargeName(charge) }),
  charge: contractCharge,
  contract: contractTerms,
  interpret: interpretCharges,
}

/** `genesys.invoices`: the invoices of the last months, each with its lines. */
export const invoices: InvoicesDataset = {
  kind: 'invoices',
  id: 'genesys.invoices',
  listField: 'invoices',
  volatileFields: ['readAt'],
  entryId: (entry) => textOf(entry.id),
  holder: () => nobody,
  invoice: invoiceFacts,
  interpret: interpretInvoices,
}

const productOf = ({ product }: JsonObject): JsonObject => (isJsonObject(product) ? product : {})

const chargeName = (charge: JsonObject): string | null => textOf(charge.name) ?? textOf(productOf(charge).name)

/** Like ids of overview charges: 12 hex digits of a hash over what identifies the charge. It is unknown whether the vendor's own ids stay the same. */
function contractChargeId(entry: JsonObject): string | null {
  const product = productOf(entry)
  const parts = [entry.contractId, product.sku, product.unitOfMeasure, product.name, entry.name].map((part) =>
    typeof part === 'string' ? part : null,
  )
  if (parts.slice(1).every((part) => part === null)) return null
  return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex').slice(0, 12)
}

function contractCharge(entry: JsonObject): ChargeFacts {
  const product = productOf(entry)
  return {
    name: chargeName(entry),
    partNumber: textOf(product.sku),
    grouping: null,
    unit: textOf(product.unitOfMeasure),
    used: decimalOf(entry.actualQuantity),
    committed: decimalOf(entry.prepaidQuantity),
    allowance: decimalOf(entry.fairuseQuantity),
    over: decimalOf(entry.overageQuantity),
    prepayPrice: null,
    overagePrice: decimalOf(entry.overageRate),
    currency: currencyOf(entry.overageCurrency),
    isThirdParty: false,
    notes: null,
  }
}

function contractTerms(frame: JsonObject): ContractFacts {
  const [contract, ...others] = Array.isArray(frame.contracts) ? frame.contracts.filter(isJsonObject) : []
  // Several contracts have no common dates.
  const only = others.length === 0 ? (contract ?? {}) : {}
  return {
    currency: currencyOf(frame.currency),
    subscriptionType: textOf(only.commercialModel),
    effectiveDate: utcDayOf(only.dateStart),
    endDate: utcDayOf(only.dateEnd),
    amendmentDate: null,
    rampStartDate: utcDayOf(only.dateRampStart),
    rampEndDate: utcDayOf(only.dateRampEnd),
    inRampPeriod: null,
    minimumMonthlyAmount: null,
  }
}

function interpretCharges(payload: JsonObject, asked: AskedFor): Interpretation {
  const what = 'contract'
  checkOrganisation(payload, asked)
  const charges = entitiesOf(what, payload, 'charges')
  const [periodStart, periodEnd] = [utcDayOf(payload.periodStart), utcDayOf(payload.periodEnd)]
  if (periodStart === null || periodEnd === null || periodEnd < periodStart) throw changed(what, 'its billing period has no dates')
  if (charges.length > 0 && charges.every((charge) => quantities.every((name) => charge[name] == null))) {
    throw changed(what, `its charges have none of the known quantities (${quantities.join(', ')})`)
  }
  return { reportedAt: null, periodStart, periodEnd, reported: null, units: null, warnings: [] }
}

const quantities = ['prepaidQuantity', 'actualQuantity', 'overageQuantity']

function interpretInvoices(payload: JsonObject, asked: AskedFor): Interpretation {
  const what = 'invoices'
  checkOrganisation(payload, asked)
  const all = entitiesOf(what, payload, 'invoices')
  const lines = all.flatMap((invoice) => entitiesOf(what, invoice, 'lines'))
  if (lines.length > 0 && lines.every(({ quantity, amount }) => quantity == null && amount == null)) {
    throw changed(what, 'no line has a quantity or an amount')
  }
  const readAt = Date.parse(textOf(payload.readAt) ?? '')
  return {
    reportedAt: Number.isNaN(readAt) ? null : readAt,
    periodStart: null,
    periodEnd: null,
    reported: null,
    units: null,
    warnings: [],
  }
}

function invoiceFacts(entry: JsonObject): InvoiceFacts | null {
  const id = textOf(entry.id)
  if (id === null) return null
  const lines: Json[] = Array.isArray(entry.lines) ? entry.lines : []
  return {
    id,
    invoicedOn: invoicedOn(entry),
    currency: currencyOf(entry.currencyIsoCode),
    lines: lines.filter(isJsonObject).map(lineFacts),
  }
}

function lineFacts(line: JsonObject): InvoiceFacts['lines'][number] {
  const product = productOf(line)
  const organisation = isJsonObject(line.organization) ? line.organization : {}
  const [start, end] = [utcDayOf(line.dateStart), utcDayOf(line.dateEnd)]
  return {
    id: textOf(line.id),
    sku: textOf(product.sku),
    product: textOf(product.name),
    description: textOf(line.description),
    organisationId: textOf(organisation.id),
    organisation: textOf(organisation.name),
    start,
    end: start === null || end === null ? end : lastDay(start, end),
    quantity: decimalOf(line.quantity),
    unit: textOf(line.unitOfMeasure) ?? textOf(product.unitOfMeasure),
    amount: decimalOf(line.amount),
  }
}
