import { describe, expect, it, onTestFinished } from 'vitest'
import { createPace } from '../../../../src/main/core/collector/pace.ts'
import { directHistory } from '../../../support/direct-history.ts'
import { type HandClock, handClock } from '../../../support/hand-clock.ts'

const route = 'https://api.example/v1/users'
const signal = new AbortController().signal
const start = Date.parse('2026-11-22T00:00:00Z')

function pacing(limitsPerKey = false) {
  const history = directHistory()
  onTestFinished(() => history.close())
  const clock = handClock(start)
  const pace = (connectionId = 1) => createPace({ writer: history.writer, clock, limitsPerKey: () => limitsPerKey }, connectionId)
  const nextAllowedAt = () => history.reader.sqlite.prepare('select next_allowed_at from pace').pluck().get()
  return { clock, pace, nextAllowedAt }
}

/** How long the next reservation waits, ms. */
async function waits(clock: HandClock, reserving: Promise<void>): Promise<number> {
  const began = clock.now()
  let open = false
  void reserving.then(() => {
    open = true
  })
  for (;;) {
    for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve))
    if (open) return clock.now() - began
    await clock.wakeNext()
  }
}

describe('the pace', () => {
  it('commits the next allowed time before a request is sent', async () => {
    const { pace, nextAllowedAt } = pacing()
    await pace().reserve(route, 61_000, signal)
    expect(nextAllowedAt()).toBe(start + 61_000)
  })

  it('is shared through the row, not kept in memory', async () => {
    const { clock, pace } = pacing()
    await pace().reserve(route, 61_000, signal)
    clock.advance(20_000)
    expect(await waits(clock, pace(2).reserve(route, 61_000, signal))).toBe(41_000)
  })

  it('gives each connection its own lane if limits count per key', async () => {
    const { pace, clock } = pacing(true)
    await pace(1).reserve(route, 61_000, signal)
    expect(await waits(clock, pace(2).reserve(route, 61_000, signal))).toBe(0)
  })

  it('waits after a 429 and widens the spacing until three days without one have passed', async () => {
    const { pace, clock } = pacing()
    await pace().reserve(route, 60_000, signal)
    await pace().limited(route, start + 7_200_000)
    expect(await waits(clock, pace().reserve(route, 60_000, signal))).toBe(7_200_000)
    expect(await waits(clock, pace().reserve(route, 60_000, signal))).toBe(75_000)
    clock.advance(4 * 86_400_000)
    await pace().reserve(route, 60_000, signal)
    expect(await waits(clock, pace().reserve(route, 60_000, signal))).toBe(60_000)
  })

  it('drops the wider spacing when the user configures another rate', async () => {
    const { pace, clock } = pacing()
    await pace().reserve(route, 60_000, signal)
    await pace().limited(route, start + 1_000)
    await waits(clock, pace().reserve(route, 30_000, signal))
    expect(await waits(clock, pace().reserve(route, 30_000, signal))).toBe(30_000)
  })

  it('never widens beyond four times the configured spacing', async () => {
    const { pace, clock } = pacing()
    for (let i = 0; i < 20; i++) {
      await waits(clock, pace().reserve(route, 60_000, signal))
      await pace().limited(route, clock.now() + 1_000)
    }
    await waits(clock, pace().reserve(route, 60_000, signal))
    expect(await waits(clock, pace().reserve(route, 60_000, signal))).toBe(240_000)
  })

  it('corrects a row from a clock that was far ahead', async () => {
    const { pace, clock } = pacing()
    clock.set(400 * 86_400_000)
    await pace().reserve(route, 61_000, signal)
    clock.set(-400 * 86_400_000)
    expect(await waits(clock, pace().reserve(route, 61_000, signal))).toBe(61_000)
  })

  it('reserves nothing when the caller gives up while waiting', async () => {
    const { pace, clock, nextAllowedAt } = pacing()
    await pace().reserve(route, 61_000, signal)
    const giveUp = new AbortController()
    const waiting = pace().reserve(route, 61_000, giveUp.signal)
    giveUp.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(nextAllowedAt()).toBe(clock.now() + 61_000)
  })
})
