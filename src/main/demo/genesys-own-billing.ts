/** The partner's own contract and invoices: the last two billing periods were invoiced, and the latest invoice bills two seats more than the contract. */
import { dayMs } from '../../shared/domain/duration.ts'
import { type Cycle, cycleAt, cycleBefore, utcDay } from '../core/vendors/genesys/cycle.ts'
import type { GenesysWorld, SimulatedCharge, SimulatedInvoice, SimulatedProduct } from './genesys-world.ts'

const cycleDay = 21

/** A product of the contract: its charge, the prepaid quantity, and both prices. */
interface Term {
  product: SimulatedProduct
  prepaid: number
  prepayPrice: number
  rate: number
}

const term = (name: string, sku: string, unit: string, prepaid: number, prepayPrice: number, rate: number): Term => ({
  product: { sku, name, unit },
  prepaid,
  prepayPrice,
  rate,
})

const terms: readonly Term[] = [
  term('Genesys Cloud CX 2', 'GC-170-NV-DMCX2', 'seat', 35, 84.5, 115.5),
  term('Genesys Cloud Communicate User', 'GC-170-NV-DMCOM', 'seat', 20, 14, 18),
  term('Genesys Cloud CX 2 - Hourly', 'GC-170-NV-DMCX2H', 'hour', 0, 0, 0.95),
  term('Genesys Cloud Static WebRTC TURN Charge', 'GC-170-NV-DMTURN', 'device', 0, 0, 1),
]

/** The number of seats of the first product that the latest invoice bills too many. */
const tooMany = 2

/** The contract since one UTC day and the invoices until another, as known at a time (ms). */
export function ownBilling(
  { id, name }: GenesysWorld['organisation'],
  { since, until, usage }: { since: string; until: string; usage: GenesysWorld['usage'] },
): NonNullable<GenesysWorld['billing']> {
  const customer = { id: `customer-${id.slice(0, 8)}`, name }
  const latest = cycleBefore(cycleDay, cycleAt(cycleDay, utcDay(Date.parse(until) - dayMs)).start)
  const invoiced = [cycleBefore(cycleDay, latest.start), latest]
  return (at) => {
    const today = utcDay(at)
    const running = cycleAt(cycleDay, today)
    const cycles = [running]
    while (cycles[0]!.start > since) cycles.unshift(cycleBefore(cycleDay, cycles[0]!.start))
    const known = cycles.slice(-6)
    return {
      contracts: [
        {
          id: `contract-${id.slice(0, 8)}`,
          externalNumber: 'LG-2025-014',
          customer,
          dateStart: cycles[0]!.start,
          dateEnd: `${Number(cycles[0]!.start.slice(0, 4)) + 3}-12-20`,
          periods: known.map((cycle) => ({
            id: `period-${cycle.start}`,
            ...cycle,
            status: cycle.end < today ? ('Closed' as const) : ('Open' as const),
            charges: chargesOf(usage, cycle, at),
          })),
        },
      ],
      invoices: invoiced
        .map((cycle) =>
          invoiceOf(cycle, chargesOf(usage, cycle, Date.parse(cycle.end) + 3 * dayMs), { id, name }, customer, cycle === latest),
        )
        .filter(({ dateInvoiced }) => dateInvoiced <= today),
    }
  }
}

function chargesOf(usage: GenesysWorld['usage'], cycle: Cycle, at: number): SimulatedCharge[] {
  const used = new Map(usage(cycle, at).map(({ name, totalUsage }) => [name, Number(totalUsage)]))
  return terms.map(({ product, prepaid, rate }) => {
    // Hours are billed in whole hours.
    const actual = used.get(product.name) ?? 0
    const overage = Math.max(0, Math.ceil(actual) - prepaid)
    return { product, prepaid, fairUse: 0, actual, overage, rate, amount: cents(overage * rate), currency: 'EUR' }
  })
}

/** A product has two lines on an invoice: the prepaid quantity at one price, and the overage at another. */
function invoiceOf(
  cycle: Cycle,
  charges: readonly SimulatedCharge[],
  organisation: { id: string; name: string },
  customer: SimulatedInvoice['customer'],
  isWrong: boolean,
): SimulatedInvoice {
  const lines = charges.flatMap(({ product, overage }, index) => {
    const { prepaid, prepayPrice, rate } = terms[index]!
    const billed = overage + (isWrong && index === 0 ? tooMany : 0)
    const line = { product, ...cycle, organisation }
    return [
      ...(prepaid === 0
        ? []
        : [{ ...line, description: `${product.name} Prepay`, quantity: prepaid, amount: cents(prepaid * prepayPrice) }]),
      ...(billed === 0 ? [] : [{ ...line, description: product.name, quantity: billed, amount: cents(billed * rate) }]),
    ]
  })
  return {
    id: `GC-${cycle.end.slice(0, 7)}`,
    dateInvoiced: utcDay(Date.parse(cycle.end) + 2 * dayMs),
    currency: 'EUR',
    amount: cents(lines.reduce((sum, { amount }) => sum + amount, 0)),
    customer,
    lines: lines.map((line, index) => ({ id: `${cycle.end}-${index + 1}`, ...line })),
  }
}

const cents = (amount: number): number => Math.round(amount * 100) / 100
