import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { WriteDb } from '../../../../src/main/core/database/db.ts'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import { periodState } from '../../../../src/shared/domain/billing-period.ts'
import { isStale } from '../../../../src/shared/domain/freshness.ts'
import { directHistory } from '../../../support/direct-history.ts'
import { handClock } from '../../../support/hand-clock.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const start = Date.parse('2026-11-22T09:00:00Z')
const lane = 'https://api.example/v1/users'
const spacingMs = 61_000

const lengths = fc.oneof(
  fc.integer({ min: 0, max: 2 * minuteMs }),
  fc.integer({ min: 0, max: 2 * dayMs }),
  fc.integer({ min: 0, max: 800 * dayMs }),
)
const passing = fc.record({ kind: fc.constant('pass' as const), ms: lengths })
const settingBack = fc.record({ kind: fc.constant('set' as const), ms: lengths.map((ms) => -ms) })
const settingEitherWay = fc.record({
  kind: fc.constant('set' as const),
  ms: fc.oneof(
    lengths,
    lengths.map((ms) => -ms),
  ),
})
const asking = fc.record({ kind: fc.constant('ask' as const) })
const limit = fc.record({ kind: fc.constant('limit' as const), ms: fc.integer({ min: 0, max: 3 * dayMs }) })
const restart = fc.record({ kind: fc.constant('restart' as const) })

type Step = { kind: 'pass' | 'set' | 'limit'; ms: number } | { kind: 'ask' } | { kind: 'restart' }

/** A history whose process can be restarted, with a clock that can be set. */
function pacedProcess() {
  const clock = handClock(start)
  let { sqlite } = directHistory().reader
  onTestFinished(() => void sqlite.close())
  const db = (): WriteDb => ({ sqlite, orm: drizzle(sqlite, { casing: 'snake_case' }) })
  const moment = () => ({ now: clock.now(), elapsed: clock.elapsed() })
  return {
    clock,
    restart() {
      const next = new Database(sqlite.serialize())
      sqlite.close()
      sqlite = next
    },
    limited: (ms: number) => writes['pace.limit'](db(), { lane, at: clock.now() + ms, ...moment() }),
    /** Waits as `createPace` does; returns the real duration in ms. */
    ask(): number {
      const began = clock.elapsed()
      for (;;) {
        const waitMs = writes['pace.reserve'](db(), { lane, spacingMs, ...moment() })
        if (waitMs === 0) return clock.elapsed() - began
        clock.advance(waitMs)
      }
    },
  }
}

/** Runs the steps. No request may be sent too early for the vendor, or wait longer than the rules can require. */
function follow(steps: readonly Step[]): void {
  const process = pacedProcess()
  let earliest = Number.NEGATIVE_INFINITY
  let asked = false
  for (const step of steps) {
    if (step.kind === 'pass') process.clock.advance(step.ms)
    else if (step.kind === 'set') process.clock.set(step.ms)
    else if (step.kind === 'restart') process.restart()
    else if (step.kind === 'limit') {
      // A vendor only limits requests that it received.
      if (!asked) continue
      process.limited(step.ms)
      earliest = Math.max(earliest, process.clock.elapsed() + Math.min(step.ms, dayMs))
    } else {
      const waitedMs = process.ask()
      expect(process.clock.elapsed()).toBeGreaterThanOrEqual(earliest)
      expect(waitedMs).toBeLessThanOrEqual(dayMs)
      earliest = process.clock.elapsed() + spacingMs
      asked = true
    }
  }
}

describe('A: a clock that is set', () => {
  it('forward or back while a process runs: no limit is exceeded, and no wait is longer than a limit', () => {
    fc.assert(fc.property(fc.array(fc.oneof(passing, settingEitherWay, asking, limit), { maxLength: 12 }), follow), { numRuns: 40 })
  })

  it('forward between a request and the vendor’s limit: the spacing is kept', () => {
    follow([{ kind: 'ask' }, { kind: 'set', ms: 1 }, { kind: 'limit', ms: 0 }, { kind: 'ask' }])
  })

  it('back between two processes: likewise', () => {
    fc.assert(fc.property(fc.array(fc.oneof(passing, settingBack, asking, limit, restart), { maxLength: 12 }), follow), { numRuns: 40 })
  })

  it('causes a wait of at most the spacing if the vendor has sent no limit', () => {
    fc.assert(
      fc.property(lengths, (back) => {
        const process = pacedProcess()
        process.ask()
        process.clock.set(-back)
        process.restart()
        expect(process.ask()).toBeLessThanOrEqual(spacingMs)
      }),
      { numRuns: 40 },
    )
  })

  const period = { periodEnd: '2026-10-31', unchanged: true }
  const at = (text: string) => Date.parse(text)

  it('does not make a billing period final because of a reading that was dated too late', () => {
    const readings = ['2026-11-01T08:00:00Z', '2026-11-06T08:00:00Z', '2026-11-02T08:00:00Z'].map((text) => ({
      ...period,
      observedAt: at(text),
    }))
    expect(periodState(readings.slice(0, 2), at('2026-11-01T09:00:00Z'))).toBe('closing')
    expect(periodState(readings, at('2026-11-08T08:00:00Z'))).toBe('closing')
    expect(periodState([...readings, { ...period, observedAt: at('2026-11-04T08:00:00Z') }], at('2026-11-08T08:00:00Z'))).toBe('final')
  })

  it('does not make a billing period final because of a reading from before its end', () => {
    const readings = ['2026-11-01T08:00:00Z', '2026-10-31T20:00:00Z', '2026-11-04T08:00:00Z'].map((text) => ({
      ...period,
      observedAt: at(text),
    }))
    // The first one is dated a day too late: the second followed it and was made before the period was over.
    expect(periodState(readings, at('2026-11-05T00:00:00Z'))).toBe('closing')
  })

  it('does not make data with a future date fresh', () => {
    fc.assert(
      fc.property(lengths, (ahead) => {
        expect(isStale(new Date(start + ahead).toISOString(), start, 24)).toBe(ahead > 10 * minuteMs)
      }),
    )
  })
})
