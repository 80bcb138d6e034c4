import { expect, it } from 'vitest'
import { demoGenesysWorld } from '../../../src/main/demo/demo-genesys-world.ts'

const at = Date.parse('2026-11-29T18:00:00Z')
const world = demoGenesysWorld({ seed: 'test', from: '2025-05-29', until: '2026-11-30' })
const { contracts, invoices } = world.billing!(at)

/** What an invoice bills for a product, and what is due by the contract in the same period. */
function compared(invoice: (typeof invoices)[number]) {
  const period = contracts[0]!.periods.find(({ end }) => end === invoice.lines[0]!.end)!
  return period.charges.map(({ product, prepaid, overage }) => {
    const lines = invoice.lines.filter((line) => line.product.sku === product.sku)
    return lines.reduce((sum, { quantity }) => sum + quantity, 0) - prepaid - overage
  })
}

it('has two months of invoices, of which only the latest bills two seats too many', () => {
  expect(invoices.map(({ id }) => id)).toEqual(['GC-2026-10', 'GC-2026-11'])
  expect(invoices.map(compared)).toEqual([
    [0, 0, 0, 0],
    [2, 0, 0, 0],
  ])
})

it('has people with names, some who hold a licence without being billed, and some who are billed without a licence', () => {
  const { users, definitions } = world.licences!(at)
  const licences = new Set(definitions.map(({ id }) => id))
  expect(users.length).toBeGreaterThan(60)
  expect(users.every(({ name, licences: held }) => name.includes(' ') && held.every((id) => licences.has(id)))).toBe(true)
  const billed = new Set(
    world.usage({ start: '2026-11-21', end: '2026-12-20' }, at).flatMap(({ resources }) => resources.map(({ name }) => name)),
  )
  const holding = new Set(users.flatMap(({ email, licences: held }) => (held.length > 0 ? [email] : [])))
  expect([...holding].filter((email) => !billed.has(email)).length).toBeGreaterThan(3)
  expect([...billed].filter((name) => !holding.has(name)).length).toBeGreaterThan(2)
})
