import { afterEach, expect, test, vi } from 'vitest'
import { hostEventValue } from '../../../src/renderer/lib/page-value.ts'
import type { Events } from '../../../src/shared/contract/events.ts'

afterEach(() => vi.unstubAllGlobals())

test('a value follows host events from its first subscriber on, with one listener', () => {
  const listeners: ((told: Events['history.changed']) => void)[] = []
  vi.stubGlobal('window', { api: { on: (_: string, listener: (typeof listeners)[number]) => listeners.push(listener) } })
  const changes = hostEventValue('history.changed', 0, (before) => before + 1)
  expect(listeners).toHaveLength(0)
  const seen: number[] = []
  const end = changes.subscribe(() => seen.push(changes.get()))
  changes.subscribe(() => {})
  expect(listeners).toHaveLength(1)
  listeners[0]!({ at: '2026-11-22T09:00:00Z' })
  end()
  listeners[0]!({ at: '2026-11-22T09:00:01Z' })
  expect([seen, changes.get()]).toEqual([[1], 2])
})
