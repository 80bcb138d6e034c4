import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beginReading } from '../../../../src/main/core/figures/reading.ts'
import { openLines } from '../../../../src/main/core/reconcile/reconcile.ts'
import { decimalText, parseDecimal, sum } from '../../../../src/shared/domain/decimal.ts'
import { parseMonth } from '../../../../src/shared/domain/month.ts'
import { csvFile, plainColumns, plainHeaders } from '../../../support/invoices.ts'
import { addPetraTenant, at, e3, exchange, reporting, testCatalogue, user, usersReport } from '../../../support/reporting.ts'

const month = '2026-02'
const customers = ['Acme', 'Tenant 7', 'Tenant 8', 'Nobody Ltd']
const products = ['Microsoft 365 E3', 'Exchange Online (Plan 1)', 'Something else']

const line = fc.record({
  customer: fc.constantFrom(...customers),
  product: fc.constantFrom(...products),
  /** In hundredths, because seats can be prorated. */
  quantity: fc.integer({ min: -300, max: 900 }),
  term: fc.constantFrom('', 'P1M', 'P1Y'),
})

type Line = typeof line extends fc.Arbitrary<infer T> ? T : never

test('every line is in one row, sums are exact, and the order of lines does not matter', async () => {
  const app = await reporting('2026-03-02T00:00:00Z')
  for (const id of [7, 8]) addPetraTenant(app, id)
  const day = '2026-02-28T12:00:00Z'
  app.record(usersReport(day, [user('a', [e3, exchange]), user('b', [e3])]), { tenantId: 1, ...at(day) })
  app.record(usersReport(day, [user('c', [exchange])]), { tenantId: 7, ...at(day) })
  app.record(usersReport(day, []), { tenantId: 8, ...at(day) })

  const compared = async (lines: Line[], replaces: number | undefined) => {
    const rows = lines.map(({ customer, product, quantity, term }) => [customer, product, (quantity / 100).toFixed(2), '9.99', 'EUR', term])
    const { invoice } = await app.ask('invoices.add', {
      file: csvFile([plainHeaders, ...rows]),
      month,
      columns: plainColumns,
      ...(replaces === undefined ? {} : { replaces }),
    })
    return { id: invoice.id, answer: await app.ask('reconcile.get', { month }) }
  }
  const total = (values: (string | null)[]) => decimalText(sum(values.map((value) => parseDecimal(value)!)))
  let last: number | undefined
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 25 }), async (lines) => {
      const { id, answer } = await compared(lines, last)
      last = id
      const { rows, totals } = answer
      expect(rows.flatMap(({ parts }) => parts.map(({ row }) => row)).sort((a, b) => a - b)).toEqual(lines.map((_, index) => index + 2))
      expect(total(rows.flatMap(({ billed }) => (billed === null ? [] : [billed])))).toBe(
        decimalText(parseDecimal(lines.reduce((hundredths, { quantity }) => hundredths + quantity, 0))!.div(100)),
      )
      const mapped = rows.filter(({ status }) => status !== 'unmapped')
      for (const { billed, actual, variance, status } of mapped) {
        expect(variance).toBe(decimalText(parseDecimal(actual)!.minus(parseDecimal(billed) ?? 0)))
        expect(status).toBe(Number(variance) === 0 ? 'matched' : Number(variance) > 0 ? 'under' : 'over')
      }
      expect(total([totals.under.seats, totals.over.seats])).toBe(total(mapped.map(({ variance }) => variance)))
      expect(totals.unmappedLines).toBe(
        lines.filter(({ customer, product }) => customer === customers[3] || product === products[2]).length,
      )
      expect(totals.open).toBe(rows.filter(({ status }) => status !== 'matched').length)
      const reading = beginReading({ reader: app.db, clock: { now: () => app.clock.ms }, catalogue: () => testCatalogue })
      expect(openLines(reading, parseMonth(month))?.open).toBe(totals.open)

      const reversed = await compared(lines.toReversed(), last)
      last = reversed.id
      const plain = (each: typeof rows) => each.map(({ parts: _, note: __, flags, ...row }) => ({ ...row, flags: flags.toSorted() }))
      expect(plain(reversed.answer.rows)).toEqual(plain(rows))
    }),
    { numRuns: 40 },
  )
})

test('a month without an invoice has no number of open lines', async () => {
  const app = await reporting('2026-03-02T00:00:00Z')
  const reading = beginReading({ reader: app.db, clock: { now: () => app.clock.ms }, catalogue: () => testCatalogue })
  expect(openLines(reading, parseMonth(month))).toBeNull()
})
