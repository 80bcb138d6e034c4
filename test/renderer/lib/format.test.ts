import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toTsv } from '../../../src/renderer/lib/clipboard.ts'
import {
  formatAgo,
  formatCount,
  formatDay,
  formatDayTick,
  formatDelta,
  formatMoney,
  formatMonth,
  formatMonthTick,
  formatQuantity,
  formatTime,
  missing,
  setLocale,
  typedDecimal,
  withDates,
} from '../../../src/renderer/lib/format.ts'

const nbsp = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ')

beforeAll(() => setLocale('en-GB'))
afterAll(() => setLocale(undefined))

describe('quantities', () => {
  test('a missing value is a dash, never a zero', () => {
    for (const none of [null, undefined, '']) expect(formatQuantity(none)).toBe(missing)
    expect(formatQuantity(0)).toBe('0')
  })

  test('a decimal string keeps every digit that a binary fraction would lose', () => {
    expect(formatQuantity('12345678901234567890.123456789')).toBe('12,345,678,901,234,567,890.123456789')
    expect(formatQuantity('0.1')).toBe('0.1')
  })

  test('a change always has its sign, and no change has none', () => {
    expect(formatDelta(5)).toBe('+5')
    expect(formatDelta('-0.5')).toBe('−0.5')
    expect(formatDelta(0)).toBe('0')
    expect(formatDelta(null)).toBe(missing)
  })

  test('a count is followed by its noun', () => {
    expect(formatCount(1, 'person', 'people')).toBe('1 person')
    expect(formatCount(1204, 'person', 'people')).toBe('1,204 people')
    expect(formatCount(null, 'person', 'people')).toBe(missing)
  })
})

describe('money', () => {
  test('is exact, with at least the currency’s own digits', () => {
    expect(formatMoney('9007199254740993.10', 'EUR')).toBe('€9,007,199,254,740,993.10')
    expect(formatMoney('0.0042', 'USD')).toBe('US$0.0042')
    expect(formatMoney('12', 'JPY')).toBe('JP¥12')
  })

  test('without a valid currency is formatted as a plain number', () => {
    expect(formatMoney('12.50', null)).toBe('12.5')
    expect(formatMoney('12.50', 'credits')).toBe('12.5 credits')
    expect(formatMoney(null, 'EUR')).toBe(missing)
  })

  test('follows the locale', () => {
    setLocale('de-DE')
    expect(nbsp(formatMoney('1234.5', 'EUR'))).toBe('1.234,50 €')
    setLocale('en-GB')
  })
})

describe('time', () => {
  test('a month is formatted as text, and an axis shows the year at January', () => {
    expect(formatMonth('2026-10')).toBe('October 2026')
    expect(formatMonthTick('2026-10', '2026-08')).toBe('Oct')
    expect(formatMonthTick('2026-10', null)).toBe('Oct 2026')
    expect(formatMonthTick('2026-01', '2025-12')).toBe('Jan 2026')
    expect(formatDayTick('2026-10-09', '2026-10-02')).toBe('9 Oct')
    expect(formatDayTick('2026-01-02', '2025-12-26')).toBe('2 Jan 2026')
  })

  test('a timestamp is shown in the reporting time zone, a day is not shifted', () => {
    expect(formatTime('2026-10-31T23:30:00Z', 'Europe/Berlin')).toBe('1 Nov 2026, 00:30')
    expect(formatDay('2026-10-31')).toBe('31 Oct 2026')
  })

  test('ages use the largest unit that fits', () => {
    const now = Date.parse('2026-11-22T03:00:00Z')
    expect(formatAgo('2026-11-22T02:59:40Z', now)).toBe('just now')
    expect(formatAgo('2026-11-22T01:00:00Z', now)).toBe('2 hours ago')
    expect(formatAgo('2026-11-22T03:12:00Z', now)).toBe('in 12 minutes')
    expect(formatAgo('2026-11-14T03:00:00Z', now)).toBe('8 days ago')
    expect(formatAgo(null, now)).toBe('never')
    // In the language of the surrounding sentence, not in the locale of dates.
    setLocale('de-DE')
    expect(formatAgo('2026-11-22T02:59:40Z', now)).toBe('just now')
    expect(formatAgo('2026-11-22T01:00:00Z', now)).toBe('2 hours ago')
    setLocale('en-GB')
  })
})

test('months and days in the host’s messages are formatted for the locale, and similar texts are not', () => {
  setLocale('de-DE')
  expect(withDates('The last snapshot of 2026-09 is of 2026-09-27.')).toBe('The last snapshot of September 2026 is of 27.09.2026.')
  expect(withDates('Not whole is 2026-07: two days are missing.')).toBe('Not whole is Juli 2026: two days are missing.')
  expect(withDates('seatledger-2026-09-27T10:00.db, part 2026-13')).toBe('seatledger-2026-09-27T10:00.db, part 2026-13')
  setLocale(undefined)
})

test.each([
  ['de-DE', '12,50', '12.50'],
  ['de-DE', '12.50', '12.50'],
  ['en-US', '12.50', '12.50'],
  ['en-US', '12,50', '12,50'],
  ['ar-EG', '١٢٫٥٠', '12.50'],
])('a price typed in %s as %s is %s', (locale, typed, decimal) => {
  setLocale(locale)
  expect(typedDecimal(typed)).toBe(decimal)
  setLocale(undefined)
})

test('an Arabic date or amount is isolated in an English sentence, and copied without the isolates', () => {
  setLocale('ar')
  expect(`${formatMoney('1', 'EUR')} → ${formatMoney('2', 'EUR')}`).toMatch(/^\u2068[^\u2069]+\u2069 → \u2068[^\u2069]+\u2069$/)
  expect(formatDay('2026-10-31')).toMatch(/^\u2068.+\u2069$/)
  expect(toTsv([[formatDay('2026-10-31')]])).not.toMatch(/[\u2066-\u2069]/)
  setLocale('en-GB')
  expect(formatDay('2026-10-31')).toBe('31 Oct 2026')
  setLocale(undefined)
})
