import { describe, expect, it } from 'vitest'
import { type PeriodReading, periodState } from '../../../../src/shared/domain/billing-period.ts'

const at = (day: string) => Date.parse(`${day}T06:00:00Z`)
const reading = (day: string, unchanged: boolean, periodEnd = '2026-10-31'): PeriodReading => ({
  observedAt: at(day),
  periodEnd,
  unchanged,
})
const later = at('2026-12-01')

describe('a billing period', () => {
  it('runs until its last UTC day is over', () => {
    expect(periodState([reading('2026-10-31', true)], Date.parse('2026-10-31T23:59:59.999Z'))).toBe('running')
    expect(periodState([], later)).toBe('running')
  })

  it('is final after two equal readings three days apart past its end', () => {
    expect(periodState([reading('2026-11-01', false), reading('2026-11-04', true)], later)).toBe('final')
    expect(periodState([reading('2026-11-01', false), reading('2026-11-03', true)], later)).toBe('closing')
  })

  it('is not final with a reading from before its end, nor after a change', () => {
    expect(periodState([reading('2026-10-30', false), reading('2026-11-02', true)], later)).toBe('closing')
    expect(periodState([reading('2026-11-01', false), reading('2026-11-04', false)], later)).toBe('closing')
    expect(periodState([reading('2026-11-01', false), reading('2026-11-03', false), reading('2026-11-07', true)], later)).toBe('final')
  })

  it('starts again if the vendor changes its end', () => {
    expect(periodState([reading('2026-11-01', false, '2026-10-30'), reading('2026-11-06', true)], later)).toBe('closing')
  })
})
