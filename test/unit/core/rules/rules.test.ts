import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RuleRow, ruleInForce } from '../../../../src/main/core/rules/rule-book.ts'
import type { RuleInput } from '../../../../src/shared/contract/routes.ts'
import { parseMonth } from '../../../../src/shared/domain/month.ts'
import { e3, exchange, fabric, phone, reporting, user, usersReport } from '../../../support/reporting.ts'

const now = '2026-03-10T00:00:00Z'

describe('a rule', () => {
  test('applies from the open month by default, and is listed with the defaults', async () => {
    const app = await reporting(now)
    expect(await app.ask('rules.set', { rule: { kind: 'flag', skuId: e3, flag: 'excludedByVendor', value: true } })).toEqual({
      revision: 1,
    })
    expect(await app.ask('rules.set', { rule: { kind: 'flag', skuId: fabric, flag: 'free', value: false, allHistory: true } })).toEqual({
      revision: 2,
    })
    const rules = await app.ask('rules.list', {})
    expect(rules).toMatchObject({ revision: 2, openMonth: '2026-03' })
    expect(rules.flags.map(({ skuId, flag, value, from, revision }) => [skuId, flag, value, from, revision])).toEqual([
      [phone, 'excludedByVendor', true, null, null],
      [fabric, 'excludedByVendor', true, null, null],
      [e3, 'excludedByVendor', true, '2026-03', 1],
      [fabric, 'free', true, null, null],
      [fabric, 'free', false, null, 2],
    ])
  })

  test.each<[string, RuleInput, string]>([
    ['a price without a month', { kind: 'price', item: e3, amount: '1', currency: 'EUR' }, 'BAD_REQUEST'],
    ['an unknown currency', { kind: 'price', item: e3, amount: '1', currency: 'XQZ', from: '2026-01' }, 'BAD_REQUEST'],
    [
      "a SKU's price for one connection",
      { kind: 'price', item: e3, connection: 'Petra', amount: '1', currency: 'EUR', from: '2026-01' },
      'BAD_REQUEST',
    ],
    [
      'a connection that there is not',
      { kind: 'price', item: 'petra:unit', connection: 'Nope', amount: '1', currency: 'EUR', from: '2026-01' },
      'NOT_FOUND',
    ],
    ['a month and all history', { kind: 'flag', skuId: e3, flag: 'free', value: true, from: '2026-01', allHistory: true }, 'BAD_REQUEST'],
    ['an overlap of a SKU with itself', { kind: 'overlap', skuId: e3, coveredSkuId: e3.toUpperCase(), active: true }, 'BAD_REQUEST'],
  ])('refuses %s', async (_, rule, code) => {
    const app = await reporting(now)
    await expect(app.ask('rules.set', { rule })).rejects.toMatchObject({ code })
    expect((await app.ask('rules.list', {})).revision).toBe(0)
  })

  test('previews the costs that a price would change, without saving it', async () => {
    const app = await reporting(now)
    for (const day of ['2026-01-31T12:00:00Z', '2026-02-28T12:00:00Z']) {
      app.record(usersReport(day, [user('a', [e3]), user('b', [exchange])], { projectedBillableUnitsThisMonth: 2 }), {
        observedAt: Date.parse(day),
      })
    }
    const sku = await app.ask('rules.preview', { rule: { kind: 'price', item: e3, amount: '30', currency: 'EUR', from: '2026-02' } })
    expect(sku.moves).toEqual([
      { month: '2026-02', tenant: 1, figure: 'Licence cost of Microsoft 365 E3', before: null, after: { value: '30.00', currency: 'EUR' } },
    ])
    const unit = await app.ask('rules.preview', {
      rule: { kind: 'price', item: 'petra:unit', amount: '1.5', currency: 'EUR', allHistory: true },
    })
    expect(unit).toMatchObject({ from: null, more: 0 })
    expect(unit.moves.map((move) => [move.month, move.before, move.after?.value, move.after?.currency])).toEqual([
      ['2026-02', null, '3.00', 'EUR'],
      ['2026-01', null, '3.00', 'EUR'],
    ])
    expect((await app.ask('rules.list', {})).prices).toEqual([])
  })

  test('ends a price, and removes a name', async () => {
    const app = await reporting(now)
    for (const day of ['2026-01-31T12:00:00Z', '2026-02-28T12:00:00Z'])
      app.record(usersReport(day, [user('a', ['sku-x'])]), { observedAt: Date.parse(day) })
    await app.ask('rules.set', { rule: { kind: 'price', item: 'sku-x', amount: '5', currency: 'EUR', from: '2026-01' } })
    await app.ask('rules.set', { rule: { kind: 'price', item: 'sku-x', amount: null, currency: 'EUR', from: '2026-02' } })
    await app.ask('rules.set', { rule: { kind: 'label', skuId: 'sku-x', label: 'X' } })
    const [january] = (await app.ask('licences.get', { month: '2026-01' })).rows
    expect(january).toMatchObject({ name: 'X', cost: '5.00' })
    await app.ask('rules.set', { rule: { kind: 'label', skuId: 'sku-x', label: null } })
    const [february] = (await app.ask('licences.get', { month: '2026-02' })).rows
    expect(february).toMatchObject({ name: 'sku-x', cost: null })
  })
})

test('the rule with the latest first month applies, unless a later rule replaced all history', () => {
  const months = ['2026-01', '2026-02', '2026-03', '2026-04'].map(parseMonth)
  const row = fc.option(fc.constantFrom(...months), { nil: null, freq: 4 })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), fc.constantFrom(...months), (froms, month) => {
      const rows = froms.map(
        (fromMonth, index): RuleRow => ({
          id: index + 1,
          kind: 'label',
          subject: 's',
          object: '',
          value: null,
          currency: null,
          fromMonth,
          at: 0,
        }),
      )
      // Slow and simple: apply each rule to its months, and remember the first month of each month's rule.
      const held = new Map<string, RuleRow>()
      for (const rule of rows) {
        for (const each of months) {
          const standing = held.get(each)
          const older = standing === undefined || (standing.fromMonth ?? '') <= (rule.fromMonth ?? '')
          if (rule.fromMonth === null || (rule.fromMonth <= each && older)) held.set(each, rule)
        }
      }
      expect(ruleInForce(rows, month)?.id ?? null).toBe(held.get(month)?.id ?? null)
    }),
  )
})
