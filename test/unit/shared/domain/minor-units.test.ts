import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { moneyText, parseDecimal, roundMoney } from '../../../../src/shared/domain/decimal.ts'
import { costInMinorUnits, minorUnitsText, scaledDecimal, scaledDifference } from '../../../../src/shared/domain/minor-units.ts'

const price = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 8 }))
  .map(([negative, digits, decimals]) => {
    const text = String(digits).padStart(decimals + 1, '0')
    return `${negative ? '-' : ''}${text.slice(0, text.length - decimals)}${decimals === 0 ? '' : `.${text.slice(-decimals)}`}`
  })
const currency = fc.constantFrom('EUR', 'JPY', 'KWD')

describe('money in smallest units', () => {
  test('a cost is the rounded decimal of the quantity times the price', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), price, currency, (quantity, amount, currency) => {
        const exact = roundMoney(parseDecimal(amount)!.times(quantity), currency)
        // A decimal keeps the sign of zero, a whole number does not.
        const expected = exact.eq(0) ? moneyText(parseDecimal(0)!, currency) : moneyText(exact, currency)
        expect(minorUnitsText(costInMinorUnits(BigInt(quantity), scaledDecimal(amount), currency), currency)).toBe(expected)
      }),
    )
  })

  test.each([
    [1n, '0.005', 'EUR', '0.01'],
    [-1n, '0.005', 'EUR', '-0.01'],
    [1n, '0.0049', 'EUR', '0.00'],
    [3n, '3.45', 'EUR', '10.35'],
    [3n, '0.5', 'JPY', '2'],
    [7n, '1e2', 'KWD', '700.000'],
  ])('%s at %s %s costs %s', (quantity, amount, currency, cost) => {
    expect(minorUnitsText(costInMinorUnits(quantity, scaledDecimal(amount), currency), currency)).toBe(cost)
  })

  test('a difference of prices is exact', () => {
    fc.assert(
      fc.property(price, price, (from, to) => {
        const difference = scaledDifference(scaledDecimal(from), scaledDecimal(to))
        const expected = parseDecimal(to)!.minus(parseDecimal(from)!)
        expect(parseDecimal(`${difference.digits}e-${difference.decimals}`)!.eq(expected)).toBe(true)
      }),
    )
  })
})
