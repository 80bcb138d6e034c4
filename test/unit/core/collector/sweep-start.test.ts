import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { sweepStart } from '../../../../src/main/core/collector/due.ts'

const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds
const berlin = { timeZone: 'Europe/Berlin', everyHours: 24, sweepMs: 300 * 61_000 }

describe('the start of a sweep', () => {
  it('is local midnight for a daily schedule', () => {
    expect(sweepStart(at('2026-11-22T03:16[Europe/Berlin]'), berlin)).toBe(at('2026-11-22T00:00[Europe/Berlin]'))
  })

  it('is a slot of the local day for an hourly schedule', () => {
    expect(sweepStart(at('2026-11-22T13:16[Europe/Berlin]'), { ...berlin, everyHours: 6 })).toBe(at('2026-11-22T12:00[Europe/Berlin]'))
  })

  it('is the first of several local days for a schedule of days', () => {
    const starts = [22, 23, 24, 25].map((day) => sweepStart(at(`2026-11-${day}T13:16[Europe/Berlin]`), { ...berlin, everyHours: 72 }))
    expect(new Set(starts).size).toBe(2)
  })

  it('is the month-end sweep, its length and two hours before the month ends', () => {
    const pass = at('2026-12-01T00:00[Europe/Berlin]') - 300 * 61_000 - 2 * 3_600_000
    expect(sweepStart(pass - 1, berlin)).toBe(at('2026-11-30T00:00[Europe/Berlin]'))
    expect(sweepStart(pass, berlin)).toBe(pass)
    expect(sweepStart(at('2026-11-30T23:59[Europe/Berlin]'), berlin)).toBe(pass)
    expect(sweepStart(at('2026-12-01T00:00[Europe/Berlin]'), berlin)).toBe(at('2026-12-01T00:00[Europe/Berlin]'))
  })

  it('stays the month-end sweep after the month if the schedule is slower than daily', () => {
    const weekly = { ...berlin, everyHours: 168 }
    const pass = at('2026-12-01T00:00[Europe/Berlin]') - 300 * 61_000 - 2 * 3_600_000
    expect(sweepStart(at('2026-12-01T08:00[Europe/Berlin]'), weekly)).toBe(pass)
  })

  it('is never in the future and never moves back as time passes', () => {
    const times = fc.integer({ min: at('2026-01-01T00:00[UTC]'), max: at('2028-01-01T00:00[UTC]') })
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC')
    const steps = fc.integer({ min: 0, max: 40 * 3_600_000 })
    fc.assert(
      fc.property(times, steps, zones, fc.integer({ min: 1, max: 168 }), (now, step, timeZone, everyHours) => {
        const timing = { timeZone, everyHours, sweepMs: 5 * 3_600_000 }
        const start = sweepStart(now, timing)
        expect(start).toBeLessThanOrEqual(now)
        expect(sweepStart(now + step, timing)).toBeGreaterThanOrEqual(start)
        expect(sweepStart(start, timing)).toBe(start)
      }),
    )
  })
})
