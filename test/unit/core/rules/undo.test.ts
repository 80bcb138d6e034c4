import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RuleRow, ruleInForce } from '../../../../src/main/core/rules/rule-book.ts'
import { undoingRows } from '../../../../src/main/core/rules/undo.ts'
import { parseMonth } from '../../../../src/shared/domain/month.ts'
import { e3, fabric, reporting, user, usersReport } from '../../../support/reporting.ts'

const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'].map(parseMonth)
const row = (id: number, value: string | null, fromMonth: string | null): RuleRow => ({
  id,
  kind: 'price',
  subject: 's',
  object: '',
  value,
  currency: 'EUR',
  fromMonth,
  at: 0,
})
const held = (rows: readonly RuleRow[]) => months.map((month) => ruleInForce(rows, month)?.value ?? null)

test('undoing the newest rule restores every month', () => {
  const rule = fc.record({
    value: fc.option(fc.constantFrom('1', '2', '3'), { nil: null }),
    from: fc.option(fc.constantFrom(...months), { nil: null }),
  })
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 7 }), (given) => {
      const rows = given.map(({ value, from }, index) => row(index + 1, value, from))
      const added = undoingRows(rows, rows.length, () => null, 0).map((each, index) => ({ ...each, id: rows.length + 1 + index }))
      expect(held([...rows, ...added])).toEqual(held(rows.slice(0, -1)))
    }),
  )
})

describe('undoing a rule', () => {
  test('restores the built-in flag by adding a rule', async () => {
    const app = await reporting('2026-03-10T00:00:00Z')
    const { revision } = await app.ask('rules.set', { rule: { kind: 'flag', skuId: fabric, flag: 'free', value: false, allHistory: true } })
    expect(await app.ask('rules.undo', { revision })).toEqual({ revision: revision + 1 })
    const { flags } = await app.ask('rules.list', {})
    expect(flags.at(-1)).toMatchObject({ skuId: fabric, flag: 'free', value: true, from: null, revision: 2 })
  })

  test("removes a connection's own price, so that the general price applies, including later changes", async () => {
    const app = await reporting('2026-03-10T00:00:00Z')
    const price = (amount: string, from: string, more = {}) =>
      app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount, currency: 'EUR', from, ...more } })
    for (const day of ['2026-01-31T12:00:00Z', '2026-02-28T12:00:00Z'])
      app.record(usersReport(day, [user('a', [e3])], { projectedBillableUnitsThisMonth: 1 }), { observedAt: Date.parse(day) })
    await price('2', '2026-01')
    const own = await price('9', '2026-01', { connection: 'Petra' })
    await app.ask('rules.undo', own)
    await price('3', '2026-02')
    const billed = async (month: string) => (await app.ask('licences.get', { month })).cost.vendor.totals[0]?.amount
    expect([await billed('2026-01'), await billed('2026-02')]).toEqual(['2.00', '3.00'])
  })

  test('is refused if a newer rule has the same subject, and for an unknown rule', async () => {
    const app = await reporting('2026-03-10T00:00:00Z')
    const first = await app.ask('rules.set', { rule: { kind: 'label', skuId: e3, label: 'A' } })
    await app.ask('rules.set', { rule: { kind: 'label', skuId: e3, label: 'B' } })
    await expect(app.ask('rules.undo', first)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(app.ask('rules.undo', { revision: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await app.ask('rules.list', {})).labels.map((each) => each.label)).toEqual(['A', 'B'])
  })
})
