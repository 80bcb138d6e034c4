import { expect, test } from 'vitest'
import { decisionText } from '../../../../src/renderer/features/settings/decision-text.ts'

test('a team’s decision has a short text', () => {
  expect(decisionText(null)).toBe('reversed')
  const price = (value: string | null) => ({ value, currency: 'EUR' })
  expect(
    decisionText([
      [null, price('9')],
      ['2026-10', price('10.50')],
    ]),
  ).toBe('for all history: 9 EUR; from 2026-10: 10.50 EUR')
  expect(decisionText([['2026-10', price(null)]])).toBe('from 2026-10: none EUR')
  expect(decisionText([['2026-10', { value: '1', currency: null }]])).toBe('from 2026-10: 1')
  expect(decisionText({ note: null, timeZone: 'UTC', values: [{}, {}] })).toBe('timeZone UTC, 2 values')
})
