import { describe, expect, it } from 'vitest'
import { demoCalendar } from '../../../src/main/demo/calendar.ts'

const now = Date.parse('2026-11-22T10:00:00Z')
const { sweeps, gaps, from } = demoCalendar(now, 'Europe/Berlin')
const days = sweeps.map(({ at }) => new Date(at).toISOString().slice(0, 10))

describe('the demo’s calendar', () => {
  it('covers 18 months up to now, in order', () => {
    expect(from).toBe('2025-05-22')
    expect(sweeps.every(({ at }, index) => at > (sweeps[index - 1]?.at ?? 0) && at < now)).toBe(true)
    expect(days.at(-1)).toBe('2026-11-22')
  })

  it('has every month’s end except in its gaps, and every day of the last ninety', () => {
    expect(days).toContain('2025-05-31')
    expect(days).toContain('2026-10-31')
    const daily = days.filter((day) => day >= '2026-08-24')
    expect(daily).toHaveLength(91 - 6)
    const weekly = days.filter((day) => day < '2026-08-24')
    expect(weekly.every((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 0 || /-(28|29|30|31)$/.test(day))).toBe(true)
  })

  it('has two gaps: a month, and six days', () => {
    expect(gaps).toEqual([
      { from: '2026-04-01', until: '2026-04-30' },
      { from: '2026-10-15', until: '2026-10-20' },
    ])
    for (const gap of gaps) expect(days.filter((day) => gap.from <= day && day <= gap.until)).toEqual([])
  })
})
