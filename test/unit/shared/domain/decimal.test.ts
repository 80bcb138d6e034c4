import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  currencyDigits,
  decimalText,
  difference,
  moneyText,
  parseDecimal,
  plainDecimal,
  roundMoney,
  sameDecimal,
  sum,
} from '../../../../src/shared/domain/decimal.ts'

describe('decimals', () => {
  test.each([null, undefined, '', '  '])('%j is missing, not zero', (value) => {
    expect(parseDecimal(value)).toBeNull()
    expect(plainDecimal(value)).toBeNull()
  })

  test.each([
    ['0.0', '0.0'],
    ['601344.2', '601344.2'],
    [' 12 ', '12'],
    ['1e3', '1000'],
    ['-0', '-0'],
    ['+1.50', '1.5'],
    ['84.50', '84.50'],
    ['007', '7'],
    ['.5', '0.5'],
    ['0.10', '0.10'],
    [7, '7'],
    ['9007199254740993', '9007199254740993'],
  ])('%j is parsed as %s', (value, text) => {
    expect(plainDecimal(value)).toBe(text)
  })

  test.each([
    ['3.50', '3.5', true],
    ['0', '-0.00', true],
    ['3.5', '3.51', false],
    [null, '0', false],
    [null, '', true],
  ])('%j and %j are the same number: %j', (a, b, same) => {
    expect(sameDecimal(a, b)).toBe(same)
  })

  test.each(['n/a', '1,5', '1.2.3', 'NaN', 'Infinity', '0x10', '1e9999', Number.NaN])('%j is refused', (value) => {
    expect(() => parseDecimal(value)).toThrow(RangeError)
  })

  test('round half-up, away from zero, to the digits of the currency', () => {
    expect(moneyText(new Big('2.345'), 'EUR')).toBe('2.35')
    expect(moneyText(new Big('-2.345'), 'EUR')).toBe('-2.35')
    expect(moneyText(new Big('72.9964'), 'EUR')).toBe('73.00')
    expect(moneyText(new Big('2.5'), 'JPY')).toBe('3')
    expect(moneyText(new Big('1.0005'), 'KWD')).toBe('1.001')
    expect(() => currencyDigits('euro')).toThrow(RangeError)
  })

  test('a difference with a missing side is missing', () => {
    expect(difference(null, new Big(1))).toBeNull()
    expect(difference(new Big(1), null)).toBeNull()
    expect(decimalText(difference(new Big('0.3'), new Big('0.1'))!)).toBe('-0.2')
  })

  test('add exactly, in any order', () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 })
    fc.assert(
      fc.property(fc.array(cents), (values) => {
        const decimals = values.map((each) => new Big(each).div(100))
        const expected = new Big(values.reduce((a, b) => a + b, 0)).div(100)
        expect(sum(decimals).eq(expected)).toBe(true)
        expect(sum(decimals.toReversed()).eq(expected)).toBe(true)
        expect(roundMoney(expected, 'EUR').eq(expected)).toBe(true)
        expect(parseDecimal(decimalText(expected))!.eq(expected)).toBe(true)
      }),
    )
  })
})
