import { afterAll, beforeAll, expect, test } from 'vitest'
import { spanWords } from '../../../../src/renderer/features/people/span-words.ts'
import { spansOf, timelineScale } from '../../../../src/renderer/features/people/timeline-scale.ts'
import { setLocale } from '../../../../src/renderer/lib/format.ts'

beforeAll(() => setLocale('en-GB'))
afterAll(() => setLocale(undefined))

const entry = {
  skuId: 'a',
  name: 'A',
  firstSeen: '2026-02-01T00:00:00Z',
  lastSeen: '2026-03-01T00:00:00Z',
  absentSince: '2026-04-01T00:00:00Z',
  openStart: false,
}

test('a certain span and an uncertain end are drawn separately', () => {
  const scale = timelineScale('2026-01', '2026-04')
  const { held, unsure } = spansOf(entry, scale)
  expect(held[0]).toBeCloseTo((31 / 120) * 100)
  expect(held[1]).toBeCloseTo((59 / 120) * 100)
  expect(unsure?.[1]).toBeCloseTo((90 / 120) * 100)
  expect(spansOf({ ...entry, absentSince: null }, scale).unsure).toBeNull()
})

test('times outside the scale are clamped', () => {
  const scale = timelineScale('2026-03', '2026-04')
  expect(scale.at('2020-01-01T00:00:00Z')).toBe(0)
  expect(scale.at('2030-01-01T00:00:00Z')).toBe(100)
})

test('no date inside a gap is claimed', () => {
  expect(spanWords(entry, 'UTC')).toBe('since 1 Feb 2026; last seen 1 Mar 2026, gone by 1 Apr 2026')
  expect(spanWords({ ...entry, openStart: true, absentSince: null }, 'UTC')).toBe('since before 1 Feb 2026')
})

test('days are in the reporting time zone', () => {
  const lateInOctober = { ...entry, firstSeen: '2026-10-31T23:30:00Z', absentSince: null }
  expect(spanWords(lateInOctober, 'Europe/Berlin')).toBe('since 1 Nov 2026')
  expect(spanWords(lateInOctober, 'America/New_York')).toBe('since 31 Oct 2026')
})
