import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { present } from '../../../src/renderer/lib/now.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-22T09:00:00Z') }))
afterEach(() => void vi.useRealTimers())

test('the time is updated for subscribers, and current again after a pause without subscribers', () => {
  const seen: string[] = []
  const follow = () => present.subscribe(() => seen.push(new Date(present.get()).toISOString().slice(11, 19)))
  const end = follow()
  vi.advanceTimersByTime(60_000)
  expect(seen).toEqual(['09:00:00', '09:00:30', '09:01:00'])
  end()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(600_000)
  follow()()
  expect(seen.at(-1)).toBe('09:11:00')
})
