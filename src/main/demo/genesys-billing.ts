/** The simulated answers of the vendor's billing previews: contracts, their billing periods, invoices and lines. */
import type { JsonObject } from '../../shared/domain/json.ts'
import type { SimulatedBilling, SimulatedCharge, SimulatedContract, SimulatedInvoice, SimulatedProduct } from './genesys-world.ts'

const contractsPath = '/api/v2/billing/contracts'

/** The answer to a request below `billing/contracts`; null if there is nothing there, `bad` for a parameter that is not accepted. */
export function billingBody(
  { contracts, invoices }: SimulatedBilling,
  pathname: string,
  query: URLSearchParams,
): JsonObject | 'bad' | null {
  const rest = pathname
    .slice(contractsPath.length + 1)
    .split('/')
    .map(decodeURIComponent)
  if (pathname === contractsPath) return page(pathname, query, 10, contracts.map(contractBody))
  if (rest[0] === 'invoices') {
    const [, invoiceId, part] = rest
    const from = query.get('dateStart') ?? ''
    if (invoiceId === undefined) return page(pathname, query, 200, invoices.filter((each) => each.dateInvoiced >= from).map(invoiceBody))
    const invoice = invoices.find(({ id }) => id === invoiceId)
    if (invoice === undefined) return null
    if (part === 'lines') return page(pathname, query, 200, invoice.lines.map(lineBody))
    return part === 'document' ? { url: `https://documents.simulated.invalid/${invoiceId}.pdf?signature=simulated` } : null
  }
  const contract = contracts.find(({ id }) => id === rest[0])
  if (contract === undefined) return null
  if (rest.length === 1) return contractBody(contract)
  const period = contract.periods.find(({ id }) => rest[1] === 'billingperiods' && id === rest[2])
  if (period === undefined) return null
  const { charges, ...head } = period
  return { ...periodBody(head), charges: charges.map(chargeBody), wallets: [] }
}

/** A page with cursors. As in the vendor's API, `pageSize` is a text with a maximum, and links have no host. */
function page(pathname: string, query: URLSearchParams, most: number, all: readonly JsonObject[]): JsonObject | 'bad' {
  const size = Number(query.get('pageSize') ?? '10')
  const first = Number(query.get('after') ?? '0')
  if (!(size >= 1 && size <= most && first >= 0)) return 'bad'
  const uri = (after: number) =>
    `${pathname}?${new URLSearchParams({ pageSize: String(size), ...(after > 0 ? { after: String(after) } : {}) })}`
  const next = first + size
  return { entities: all.slice(first, next), ...(next < all.length ? { nextUri: uri(next) } : {}), selfUri: uri(first) }
}

function contractBody(contract: SimulatedContract): JsonObject {
  const { id, externalNumber, dateStart, dateEnd, periods } = contract
  return {
    id,
    externalNumber,
    status: 'Active',
    commercialModel: 'Prepay',
    purchaseOrderNumbers: [],
    endCustomer: { id: contract.customer.id, name: contract.customer.name },
    dateStart,
    dateEnd,
    billingPeriods: periods.map(periodBody),
    plans: [],
  }
}

const periodBody = ({ id, start, end, status }: Omit<SimulatedContract['periods'][number], 'charges'>): JsonObject => ({
  id,
  dateStart: start,
  dateEnd: end,
  status,
})

const productBody = ({ sku, name, unit }: SimulatedProduct): JsonObject => ({ id: `product-${sku}`, sku, name, unitOfMeasure: unit })

function chargeBody({ product, prepaid, fairUse, actual, overage, rate, amount, currency }: SimulatedCharge): JsonObject {
  return {
    id: `charge-${product.sku}`,
    name: product.name,
    product: productBody(product),
    organizations: [],
    prepaidQuantity: prepaid,
    fairuseQuantity: fairUse,
    actualQuantity: actual,
    overageQuantity: overage,
    overageRate: rate,
    overageCharge: amount,
    overageCurrency: currency,
  }
}

function invoiceBody({ id, dateInvoiced, currency, amount, customer }: SimulatedInvoice): JsonObject {
  return {
    id,
    billToCustomer: { id: customer.id, name: customer.name },
    dateInvoiced,
    currencyIsoCode: currency,
    paymentStatus: 'Unpaid',
    paymentTerms: 'Net 30',
    paymentLink: `https://pay.simulated.invalid/${id}?token=simulated`,
    customerInvoiceType: 'Recurring',
    amount,
  }
}

function lineBody({ id, product, description, start, end, organisation, quantity, amount }: SimulatedInvoice['lines'][number]): JsonObject {
  return {
    id,
    product: productBody(product),
    description,
    dateTransacted: end,
    dateStart: start,
    dateEnd: end,
    organization: { id: organisation.id, name: organisation.name },
    quantity,
    unitOfMeasure: product.unit,
    amount,
  }
}
