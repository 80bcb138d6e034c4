/** An invoice made from the demo's own figures, with an error of every kind: each is found, and nothing else. */
import { expect, test } from 'vitest'
import type { ReconcileRow } from '../../../../src/shared/contract/reconcile-answers.ts'
import { demoSlice } from '../../../support/demo-slice.ts'
import { csvFile } from '../../../support/invoices.ts'

const month = '2026-11'
const headers = ['Customer', 'Product id', 'Product', 'Quantity', 'Price', 'Currency', 'Term']
const columns = {
  fields: {
    customerName: 'Customer',
    productId: 'Product id',
    productName: 'Product',
    quantity: 'Quantity',
    unitPrice: 'Price',
    currency: 'Currency',
    term: 'Term',
  },
} as const

interface Line {
  customer: string
  skuId: string
  quantity: number | string
  price: string
  term?: string
}

const fileOf = (lines: readonly Line[]) =>
  csvFile([
    headers,
    ...lines.map(({ customer, skuId, quantity, price, term = '' }) => [
      customer,
      skuId,
      skuId,
      quantity,
      price,
      price === '' ? '' : 'EUR',
      term,
    ]),
  ])

/** All holders of every tenant of the slice, at the user's own prices. */
async function billedInFull() {
  const app = await demoSlice()
  const tenants = (await app.ask('overview.get', { month })).tenants.map(({ tenant }) => tenant)
  const names = new Map(app.db.sqlite.prepare("select id, name from tenant where kind = 'petra'").raw().all() as [number, string][])
  const lines: Line[] = []
  for (const tenant of tenants.filter((id) => names.has(id))) {
    const { rows } = await app.ask('licences.get', { tenant, month }).catch(() => ({ rows: [] }))
    for (const { skuId, holders, unitPrice } of rows) {
      if (holders > 0) lines.push({ customer: names.get(tenant)!, skuId, quantity: holders, price: unitPrice ?? '' })
    }
  }
  return { app, lines }
}

test('an invoice without errors matches in every line', async () => {
  const { app, lines } = await billedInFull()
  expect(lines.length).toBeGreaterThan(50)
  await app.ask('invoices.add', { file: fileOf(lines), month, columns })
  const { rows, totals } = await app.ask('reconcile.get', { month })
  expect(totals).toMatchObject({ unmappedLines: 0, matched: lines.length, gaps: 0, open: 0 })
  expect(rows.filter(({ flags, note }) => flags.length > 0 || note !== '')).toEqual([])
})

test('an error of every kind is found, and nothing else; the same file again changes nothing', async () => {
  const { app, lines } = await billedInFull()
  const customers = [...Map.groupBy(lines, ({ customer }) => customer)].sort(([, a], [, b]) => a.length - b.length)
  const missing = customers[0]![0]
  const invoice = lines.filter(({ customer }) => customer !== missing)
  // Lines of different items with prices: each error has its own row, and other rows have the item's price.
  const held = Map.groupBy(invoice, ({ skuId }) => skuId)
  const free: Line[] = [...held.values()].flatMap((same) => {
    const line = same.find(({ quantity, price }) => Number(quantity) > 3 && price !== '')
    return line === undefined || same.length < 2 ? [] : [line]
  })
  const take = () => {
    const line = free.shift()
    if (line === undefined) throw new Error('the slice has too few items')
    return line
  }
  const expected: [customer: string, skuId: string | null, status: string, note: RegExp][] = []
  const expectRow = ({ customer, skuId }: Line, status: string, note: RegExp) => expected.push([customer, skuId, status, note])
  const replace = (line: Line, by: Line[]) => void invoice.splice(invoice.indexOf(line), 1, ...by)
  const seats = (line: Line) => Number(line.quantity)

  // A missing customer: each of its items that others are billed for is found.
  for (const line of lines.filter(({ customer }) => customer === missing)) {
    if (held.has(line.skuId)) expectRow(line, 'under', /^not on the invoice$/)
  }
  const over = take()
  replace(over, [{ ...over, quantity: seats(over) + 2 }])
  expectRow(over, 'over', /^$/)
  const under = take()
  replace(under, [{ ...under, quantity: seats(under) - 1 }])
  expectRow(under, 'under', /^$/)
  const dear = take()
  const price = (Number(dear.price) + 1).toFixed(2)
  replace(dear, [{ ...dear, price }])
  expectRow(dear, 'matched', new RegExp(`^priced at ${price}, your price is [\\d.]+: -${seats(dear)}\\.00 EUR$`))
  const twice = take()
  replace(twice, [twice, twice])
  expectRow(twice, 'over', /^2 lines added up/)
  const terms = take()
  replace(terms, [
    { ...terms, quantity: 1, term: 'P1M' },
    { ...terms, quantity: seats(terms) - 1, term: 'P1Y' },
  ])
  const credited = take()
  replace(credited, [credited, { ...credited, quantity: -1 }])
  expectRow(credited, 'under', /^2 lines added up .*; with a credit: \d+ \+ -1$/)
  const unreadable = take()
  replace(unreadable, [{ ...unreadable, quantity: 'many' }])
  expectRow(unreadable, 'unmapped', /the quantity “many” is not a number/)
  // A wrong SKU: the customer is billed for what it does not hold, and not for what it holds.
  const [mistaken, other] = wrongSku(invoice, held)
  replace(mistaken, [{ ...mistaken, skuId: other, price: held.get(other)![0]!.price }])
  expectRow({ ...mistaken, skuId: other }, 'over', /^$/)
  expectRow(mistaken, 'under', /^not on the invoice$/)
  const extra = { customer: 'Nobody We Know', skuId: over.skuId, quantity: 4, price: over.price }
  const product = { customer: over.customer, skuId: 'SERVER-BACKUP', quantity: 1, price: '5' }
  invoice.push(extra, product)
  expected.push(['Nobody We Know', over.skuId, 'unmapped', /^the customer is not mapped$/])
  expected.push([over.customer, null, 'unmapped', /^the product is not mapped$/])

  const file = fileOf(invoice)
  expect((await app.ask('invoices.add', { file, month, columns })).unchanged).toBe(false)
  const answer = await app.ask('reconcile.get', { month })
  const open = answer.rows.filter((row) => row.open)
  const key = ([client, sku, status]: readonly (string | null)[]) => `${client} ${sku} ${status}`
  expect(open.map(({ client, sku, status }) => key([client, sku, status])).sort()).toEqual(
    expected.map((each) => key(each as never)).sort(),
  )
  for (const [client, sku, status, note] of expected) {
    expect(open.find((row: ReconcileRow) => row.client === client && row.sku === sku && row.status === status)?.note).toMatch(note)
  }
  // Two terms of one SKU are added up and flagged, which is not an error.
  const remarked = answer.rows.filter(({ open, note }) => !open && note !== '')
  expect(remarked).toMatchObject([{ client: terms.customer, sku: terms.skuId, flags: ['repeated-lines', 'several-terms'] }])

  expect((await app.ask('invoices.add', { file, month, columns })).unchanged).toBe(true)
  expect(await app.ask('reconcile.get', { month })).toEqual(answer)
})

/** A line whose customer does not hold another item that somebody is billed for. */
function wrongSku(invoice: readonly Line[], held: ReadonlyMap<string, Line[]>): [Line, string] {
  for (const line of [...invoice].reverse()) {
    const other = [...held.keys()].find((skuId) => !held.get(skuId)!.some(({ customer }) => customer === line.customer))
    const alone = invoice.filter(({ customer, skuId }) => customer === line.customer && skuId === line.skuId).length === 1
    if (other !== undefined && alone && Number(line.quantity) > 0) return [line, other]
  }
  throw new Error('every customer holds every item')
}
