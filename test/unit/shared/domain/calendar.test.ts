import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { calendarOf, isTimeZone, lastDayOf, monthOfDay, startOfDay } from '../../../../src/shared/domain/calendar.ts'
import { type Month, nextMonth, parseMonth, previousMonth } from '../../../../src/shared/domain/month.ts'

// Time zones at both ends of the day, with clocks that skip midnight, and with half and quarter hours.
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/Los_Angeles',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Beirut',
  'Pacific/Apia',
]
const monthOf = (ms: number, timeZone: string) => calendarOf(timeZone).monthOf(ms)
const dayOf = (ms: number, timeZone: string) => calendarOf(timeZone).dayOf(ms)
const monthBounds = (month: Month, timeZone: string) => calendarOf(timeZone).bounds(month)
const zone = fc.constantFrom(...zones)
const instant = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2040, 0, 1) })

describe('months on the calendar', () => {
  test('have the right last day', () => {
    expect(lastDayOf(parseMonth('2028-02'))).toBe('2028-02-29')
    expect(lastDayOf(parseMonth('2100-02'))).toBe('2100-02-28')
    expect(monthOfDay('2026-08-20')).toBe('2026-08')
    expect(() => monthOfDay('2026-02-30')).toThrow(RangeError)
  })

  test('of an instant depend on the time zone at the edge of the month', () => {
    const lastSecond = Date.parse('2026-10-31T23:30:00Z')
    expect(monthOf(lastSecond, 'UTC')).toBe('2026-10')
    expect(monthOf(lastSecond, 'Europe/Berlin')).toBe('2026-11')
    expect(monthOf(lastSecond, 'America/Los_Angeles')).toBe('2026-10')
    // The clocks of Berlin go back on 2026-10-25: the month's end is at 23:00 UTC, its start at 22:00 UTC.
    expect(monthBounds(parseMonth('2026-10'), 'Europe/Berlin')).toEqual({
      start: Date.parse('2026-09-30T22:00:00Z'),
      end: Date.parse('2026-10-31T23:00:00Z'),
    })
  })

  test('of a time zone whose clocks skip midnight begin at the first existing instant', () => {
    // Beirut, 2022-03-27: 00:00 became 01:00.
    expect(new Date(startOfDay('2022-03-27', 'Asia/Beirut')).toISOString()).toBe('2022-03-26T22:00:00.000Z')
    expect(dayOf(Date.parse('2022-03-26T21:59:59.999Z'), 'Asia/Beirut')).toBe('2022-03-26')
    expect(dayOf(Date.parse('2022-03-26T22:00:00Z'), 'Asia/Beirut')).toBe('2022-03-27')
    // Apia skipped 2011-12-30.
    expect(dayOf(Date.parse('2011-12-30T09:59:59Z'), 'Pacific/Apia')).toBe('2011-12-29')
    expect(dayOf(Date.parse('2011-12-30T10:00:00Z'), 'Pacific/Apia')).toBe('2011-12-31')
  })

  test('agree with the time zone database at every instant', () => {
    fc.assert(
      fc.property(instant, zone, (ms, timeZone) => {
        const day = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate().toString()
        expect(dayOf(ms, timeZone)).toBe(day)
        expect(monthOf(ms, timeZone)).toBe(day.slice(0, 7))
        const { start, end } = monthBounds(monthOf(ms, timeZone), timeZone)
        expect(start <= ms && ms < end).toBe(true)
        expect(calendarOf(timeZone).monthOf(end)).toBe(nextMonth(monthOf(ms, timeZone)))
        expect(calendarOf(timeZone).monthOf(start - 1)).toBe(previousMonth(monthOf(ms, timeZone)))
      }),
    )
  })

  test('need an existing time zone', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true)
    expect(isTimeZone('Europe/Atlantis')).toBe(false)
    expect(() => calendarOf('Europe/Atlantis')).toThrow(RangeError)
  })
})
