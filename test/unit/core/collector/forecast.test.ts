import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastStarts } from '../../../../src/main/core/collector/progress.ts'

const now = 1_000_000
const item = (lane: string, spacingMs: number, notBefore: number | null = null) => ({ lane, spacingMs, notBefore })

describe('the expected finish', () => {
  it('is one spacing per request after the lane opens', () => {
    const waiting = Array.from({ length: 300 }, () => item('users', 61_000))
    const { items, finish } = forecastStarts(waiting, new Map([['users', now + 30_000]]), now, () => 500)
    expect(items[0]?.startsAt).toBe(now + 30_000)
    expect(finish).toBe(now + 30_000 + 299 * 61_000 + 500)
  })

  it('counts lanes concurrently', () => {
    const { finish } = forecastStarts([item('a', 1_000), item('a', 1_000), item('b', 60_000)], new Map(), now, () => 0)
    expect(finish).toBe(now + 1_000)
  })

  it('uses the duration of an answer if that is longer than the spacing', () => {
    const { finish } = forecastStarts([item('a', 10), item('a', 10), item('a', 10)], new Map(), now, () => 400)
    expect(finish).toBe(now + 1_200)
  })

  it('places what is backing off last', () => {
    const { items } = forecastStarts([item('a', 1_000, now + 60_000), item('a', 1_000)], new Map(), now, () => 0)
    expect(items.map((each) => each.startsAt)).toEqual([now, now + 60_000])
  })

  it('is null when nothing waits', () => {
    expect(forecastStarts([], new Map(), now, () => 0).finish).toBeNull()
  })

  it('never puts two requests of a lane closer than its spacing', () => {
    const notBefore = fc.option(fc.integer({ min: 0, max: 2 * now }), { nil: null })
    const items = fc.array(fc.record({ lane: fc.constantFrom('a', 'b'), spacingMs: fc.constant(1_000), notBefore }))
    fc.assert(
      fc.property(items, (waiting) => {
        const { items: placed } = forecastStarts(waiting, new Map(), now, () => 100)
        for (const lane of ['a', 'b']) {
          const starts = placed.filter((each) => each.item.lane === lane).map((each) => each.startsAt)
          for (let i = 1; i < starts.length; i++) expect(starts[i]! - starts[i - 1]!).toBeGreaterThanOrEqual(1_000)
        }
      }),
    )
  })
})
