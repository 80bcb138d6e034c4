import { describe, expect, it } from 'vitest'
import { retryAt } from '../../../../src/main/core/vendors/retry-after.ts'

const at = Date.parse('2026-11-22T10:00:00Z')
const names = ['retry-after-public-api', 'retry-after']
const after = (headers: Record<string, string>) => (retryAt(new Headers(headers), at, names) - at) / 1000

describe('when a vendor may be requested again', () => {
  it.each([
    ['in seconds', { 'retry-after': '90' }, 90],
    ['in Petra’s own header', { 'retry-after-public-api': '45' }, 45],
    ['as a date', { 'retry-after': 'Sun, 22 Nov 2026 12:00:00 GMT' }, 7200],
    ['as an ISO date', { 'retry-after-public-api': '2026-11-22T10:02:00Z' }, 120],
    ['by both headers: the later one', { 'retry-after-public-api': '10', 'retry-after': '30' }, 30],
    ['by a date that has passed: now', { 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
    [
      'as a date by a vendor’s clock that differs',
      { 'retry-after': 'Mon, 23 Nov 2026 10:01:00 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' },
      60,
    ],
    ['by a fraction of a second', { 'retry-after': '1.5' }, 1.5],
    ['by nothing: in a minute', {}, 60],
    ['by something else: in a minute', { 'retry-after': 'soon', 'retry-after-public-api': '-5' }, 60],
  ])('%s', (_, headers, seconds) => {
    expect(after(headers as unknown as Record<string, string>)).toBe(seconds)
  })
})
