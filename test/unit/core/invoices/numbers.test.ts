import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimalSeparator, readNumber, type Separator } from '../../../../src/main/core/invoices/numbers.ts'
import { sameDecimal } from '../../../../src/shared/domain/decimal.ts'

const value = (text: string, separator: Separator) => {
  const read = readNumber(text, separator)
  return read !== null && 'value' in read ? read.value : read
}

describe('a number in an invoice', () => {
  test.each([
    ['12', '.', '12'],
    ['1,234.50', '.', '1234.5'],
    ['1.234,50', ',', '1234.5'],
    ['1 234,50 €', ',', '1234.5'],
    ["1'000.00 CHF", '.', '1000'],
    ['EUR 12.30', '.', '12.3'],
    ['$-4.00', '.', '-4'],
    ['-$4.00', '.', '-4'],
    ['(1,234.00)', '.', '-1234'],
    ['12-', '.', '-12'],
    ['−7', '.', '-7'],
    ['12,34,567.5', '.', '1234567.5'],
    ['.5', '.', '0.5'],
    ['1.5E+03', ',', '1500'],
    ['007', '.', '7'],
  ] as const)('%s with the separator %s is %s', (text, separator, expected) => {
    expect(value(text, separator)).toBe(expected)
  })

  test.each([
    ['1.23.4', ','],
    ['12.5', ','],
    ['1,23', '.'],
    ['ten', '.'],
    ['12 pcs', '.'],
    ['50%', '.'],
    ['1-2', '.'],
    ['--3', '.'],
    ['(-3)', '.'],
    ['#REF!', '.'],
    ['€ 3 USD', '.'],
    ['.', '.'],
    ['1e999', '.'],
  ] as const)('%s with the separator %s is refused', (text, separator) => {
    expect(value(text, separator)).toEqual({ problem: 'not a number' })
  })

  test('an empty cell is missing, and a currency next to a number is kept', () => {
    expect(readNumber('  ', '.')).toBeNull()
    expect(readNumber('12,00 €', ',')).toEqual({ value: '12', currency: 'EUR' })
    expect(readNumber('12.00 USD', '.')).toEqual({ value: '12', currency: 'USD' })
    // Many currencies use this sign.
    expect(readNumber('$12', '.')).toEqual({ value: '12', currency: null })
  })

  const amount = fc.record({
    whole: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    fraction: fc.stringMatching(/^\d{0,4}$/),
    negative: fc.boolean(),
    separator: fc.constantFrom<Separator>(',', '.'),
    group: fc.constantFrom('', 'other', ' ', '\u00a0', '\u202f', "'"),
    sign: fc.constantFrom('', '€', '$', 'EUR '),
    brackets: fc.boolean(),
  })

  test('an amount is read the same in any notation', () => {
    fc.assert(
      fc.property(amount, ({ whole, fraction, negative, separator, group, sign, brackets }) => {
        const thousands = group === 'other' ? (separator === ',' ? '.' : ',') : group
        const digits = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, thousands)
        const plain = `${sign}${digits}${fraction === '' ? '' : `${separator}${fraction}`}`
        const text = negative ? (brackets ? `(${plain})` : `-${plain}`) : plain
        const read = value(text, separator)
        expect(
          typeof read === 'string' && sameDecimal(read, `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`),
        ).toBe(true)
      }),
    )
  })

  test('no text causes an exception, and every result is a plain decimal', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[ -+0-9.,'()€$A-Z-]{0,12}$/)),
        fc.constantFrom<Separator>(',', '.'),
        (text, separator) => {
          const read = value(text, separator)
          if (typeof read === 'string') expect(read).toMatch(/^-?\d+(\.\d+)?$/)
        },
      ),
    )
  })
})

describe('the decimal separator of a file', () => {
  test.each([
    [['1.234,50', '12'], '.', { separator: ',', assumed: false, mixed: false }],
    [['12,5', '1.234'], '.', { separator: ',', assumed: false, mixed: false }],
    [['1,234.50'], ',', { separator: '.', assumed: false, mixed: false }],
    [['1.000.000'], '.', { separator: ',', assumed: false, mixed: false }],
    [['0,125'], '.', { separator: ',', assumed: false, mixed: false }],
    [['1234,567'], '.', { separator: ',', assumed: false, mixed: false }],
    [['1,234'], '.', { separator: '.', assumed: true, mixed: false }],
    [['1,234'], ',', { separator: ',', assumed: true, mixed: false }],
    [['12', '7', ''], ',', { separator: ',', assumed: false, mixed: false }],
    [['12.5', '12,5', '3.75'], ',', { separator: '.', assumed: false, mixed: true }],
  ] as const)('of %j is found, or assumed', (cells, usual, expected) => {
    expect(decimalSeparator(cells, usual)).toEqual(expected)
  })
})
