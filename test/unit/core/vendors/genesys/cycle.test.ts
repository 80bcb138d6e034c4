import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cycleAt, cycleBefore, cycleOfReading, isCycle, reportSpan } from '../../../../../src/main/core/vendors/genesys/cycle.ts'

const day = fc
  .date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const cycleDay = fc.integer({ min: 1, max: 31 })
const nextDay = (text: string) => new Date(Date.parse(`${text}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

describe('a billing cycle', () => {
  it('is recognised by its first and last day, for any cycle day', () => {
    fc.assert(
      fc.property(cycleDay, day, (start, at) => {
        const cycle = cycleAt(start, at)
        expect(isCycle(cycle.start, cycle.end)).toBe(true)
      }),
    )
    expect(isCycle('2026-11-21', '2026-12-19')).toBe(false)
    expect(isCycle('2026-11-21', '2027-01-20')).toBe(false)
    expect(isCycle('2026-11-21', '2026-11-21')).toBe(false)
  })

  it('runs from its day to the day before the next one', () => {
    expect(cycleAt(21, '2026-11-20')).toEqual({ start: '2026-10-21', end: '2026-11-20' })
    expect(cycleAt(21, '2026-11-21')).toEqual({ start: '2026-11-21', end: '2026-12-20' })
    expect(cycleAt(1, '2026-02-28')).toEqual({ start: '2026-02-01', end: '2026-02-28' })
  })

  it('starts on the last day of a shorter month', () => {
    expect(cycleAt(31, '2026-02-28')).toEqual({ start: '2026-02-28', end: '2026-03-30' })
    expect(cycleAt(31, '2026-03-30')).toEqual({ start: '2026-02-28', end: '2026-03-30' })
  })

  it('contains its day, and the previous one ends the day before it starts', () => {
    fc.assert(
      fc.property(cycleDay, day, (startsOn, date) => {
        const cycle = cycleAt(startsOn, date)
        const before = cycleBefore(startsOn, cycle.start)
        expect(cycle.start <= date && date <= cycle.end).toBe(true)
        expect(nextDay(before.end)).toBe(cycle.start)
        expect(cycleAt(startsOn, before.start)).toEqual(before)
      }),
    )
  })

  it('is requested from its first to its last millisecond', () => {
    expect(reportSpan('2026-07-21', '2026-08-20')).toEqual({ startDate: '2026-07-21T00:00:00.000Z', endDate: '2026-08-20T23:59:59.999Z' })
  })

  it('of a reading keeps its own dates, whatever day is configured now', () => {
    const whole = { start: '2026-10-21', end: '2026-11-20' }
    for (const cycleDay of [1, 21, 31]) expect(cycleOfReading(cycleDay, whole)).toEqual(whole)
    // For a partial span, the configured day decides where it fits, else the day on which it began.
    const part = { start: '2026-02-28', end: '2026-03-15' }
    expect(cycleOfReading(31, part)).toEqual({ start: '2026-02-28', end: '2026-03-30' })
    expect(cycleOfReading(1, part)).toEqual({ start: '2026-02-28', end: '2026-03-27' })
  })
})
