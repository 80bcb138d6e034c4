import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candidate } from '../../../../src/main/core/collector/candidates.ts'
import { dueCandidates, inOrder } from '../../../../src/main/core/collector/due.ts'

const hourMs = 3_600_000
const now = Date.parse('2026-11-22T12:00:00Z')
const daily = { timeZone: 'UTC', everyHours: 24 }

function tenant(tenantId: number | null, facts: Partial<Candidate> = {}): Candidate {
  return {
    connectionId: 1,
    tenantId,
    dataset: 'petra.billable-users',
    params: '',
    key: `1 ${tenantId}`,
    target: { dataset: 'petra.billable-users', externalId: `t${tenantId}`, params: {} },
    lane: 'users',
    spacingMs: 61_000,
    vendorPaused: false,
    onceSince: null,
    failures: 0,
    notBefore: null,
    stopCode: null,
    lastAttemptAt: null,
    lastSuccessAt: null,
    movedAt: null,
    ...facts,
  }
}
const collected = (tenantId: number, at: number, facts: Partial<Candidate> = {}) =>
  tenant(tenantId, { lastAttemptAt: at, lastSuccessAt: at, ...facts })
const ids = (candidates: Candidate[]) => candidates.map((each) => each.tenantId)

describe('what is due', () => {
  it('is what was not collected since the sweep began', () => {
    const all = [collected(1, now - hourMs), collected(2, now - 13 * hourMs), tenant(3)]
    expect(ids(dueCandidates(all, now, daily))).toEqual([3, 2])
  })

  it('excludes what the vendor refused', () => {
    expect(dueCandidates([tenant(1, { stopCode: 'VENDOR_FORBIDDEN' })], now, daily)).toEqual([])
  })

  it('includes what is backing off, so that the queue can show it', () => {
    expect(ids(dueCandidates([tenant(1, { notBefore: now + hourMs })], now, daily))).toEqual([1])
  })

  it('includes what settles a month only until it was collected once, not in every sweep', () => {
    const since = now - 100 * hourMs
    const settling = (lastSuccessAt: number | null) => tenant(null, { onceSince: since, lastSuccessAt, lastAttemptAt: lastSuccessAt })
    expect(dueCandidates([settling(null)], now, daily)).toHaveLength(1)
    expect(dueCandidates([settling(since - 1)], now, daily)).toHaveLength(1)
    expect(dueCandidates([settling(since)], now, daily)).toHaveLength(0)
  })

  it('includes a long lane early enough before the month ends, and a short lane later', () => {
    const evening = Date.parse('2026-11-30T18:00:00Z')
    const long = Array.from({ length: 300 }, (_, i) => collected(i + 1, evening - 10 * hourMs))
    const short = collected(999, evening - 10 * hourMs, { lane: 'other' })
    const due = dueCandidates([...long, short], evening, daily)
    expect(due).toHaveLength(300)
    expect(due).not.toContain(short)
  })
})

describe('the order', () => {
  it('is: the connection’s own dataset, never attempted, over two sweeps old, changed, stalest', () => {
    const all = [
      collected(1, now - 30 * hourMs),
      collected(2, now - 20 * hourMs),
      collected(3, now - 21 * hourMs, { movedAt: now - 20 * hourMs }),
      collected(4, now - 49 * hourMs),
      tenant(5),
      tenant(null, { dataset: 'petra.usage', lane: 'usage', lastAttemptAt: now, lastSuccessAt: now - 20 * hourMs }),
    ]
    expect(ids(inOrder(all, all, now, 24))).toEqual([null, 5, 4, 3, 1, 2])
  })

  it('places what failed behind what did not, however long ago it last succeeded', () => {
    const all = [collected(1, now - 40 * hourMs, { lastAttemptAt: now - hourMs, failures: 3 }), collected(2, now - 20 * hourMs)]
    expect(ids(inOrder(all, all, now, 24))).toEqual([2, 1])
  })

  it('places only what was never attempted before what has waited for over two sweeps', () => {
    const age = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null })
    fc.assert(
      fc.property(fc.array(fc.record({ age, moved: fc.boolean() }), { minLength: 1, maxLength: 60 }), (rows) => {
        const all = rows.map(({ age: hours, moved }, i) =>
          hours === null ? tenant(i + 1) : collected(i + 1, now - hours * hourMs, { movedAt: moved ? now : null }),
        )
        const ordered = inOrder(all, all, now, 24)
        expect(new Set(ordered)).toEqual(new Set(all))
        const hoursOf = (each: Candidate) => (each.lastAttemptAt === null ? Number.POSITIVE_INFINITY : (now - each.lastAttemptAt) / hourMs)
        for (const [i, each] of ordered.entries()) {
          if (hoursOf(each) > 48) continue
          expect(ordered.slice(i + 1).every((later) => hoursOf(later) <= 48)).toBe(true)
        }
      }),
    )
  })

  it('reaches every target within two sweeps and a round, whatever changes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.integer(), (count, seed) => {
        let all = Array.from({ length: count }, (_, i) => collected(i + 1, now - i))
        let clock = now
        let random = seed
        for (let step = 0; step < count * 4; step++) {
          clock += 2 * hourMs
          const [next] = inOrder(all, all, clock, 24)
          random = (random * 1_103_515_245 + 12_345) >>> 0
          all = all.map((each) => {
            if (each === next) return { ...each, lastAttemptAt: clock, lastSuccessAt: clock }
            return (random >> (each.tenantId! % 16)) & 1 ? { ...each, movedAt: clock } : each
          })
        }
        const oldest = Math.min(...all.map((each) => each.lastSuccessAt!))
        expect(clock - oldest).toBeLessThanOrEqual(2 * 24 * hourMs + count * 2 * hourMs)
      }),
      { numRuns: 30 },
    )
  })
})
