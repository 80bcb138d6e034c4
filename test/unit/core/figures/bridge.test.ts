import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bridgeOf } from '../../../../src/main/core/figures/bridge/bridge.ts'
import { addLines, type Line } from '../../../../src/main/core/figures/bridge/measure.ts'
import { billLines } from '../../../../src/main/core/figures/bridge/money-lines.ts'
import { usersLine } from '../../../../src/main/core/figures/bridge/people-lines.ts'
import { type KnownTenant, standingBetween } from '../../../../src/main/core/figures/bridge/standing.ts'
import type { TenantFacts, TenantSide, UnitsReason } from '../../../../src/main/core/figures/bridge/tenant-facts.ts'
import { unitsLine } from '../../../../src/main/core/figures/bridge/unit-lines.ts'
import { rulePrice } from '../../../../src/main/core/rules/rule-book.ts'
import type { Bridge, BridgeMeasure } from '../../../../src/shared/contract/bridge-answers.ts'
import { type Decimal, parseDecimal, sum, zero } from '../../../../src/shared/domain/decimal.ts'
import { parseMonth } from '../../../../src/shared/domain/month.ts'

/** A month of a fictitious tenant: who is listed with which SKUs, and the vendor's numbers. */
interface MadeUpMonth {
  people: Map<string, readonly string[]>
  excluded: readonly string[]
  more: number
  units: number | null
  reason: UnitsReason | null
  unitPrice: { amount: string; currency: string } | null
  prices: Map<string, { amount: string; currency: string }>
}

const priceOf = (price: { amount: string; currency: string } | null | undefined) => (price ? rulePrice(price.amount, price.currency) : null)

const skuIds = ['e3', 'exchange', 'phone']
const price = fc.record({
  amount: fc.constantFrom('2', '3.45', '0.335', '1.0049', '30.005'),
  currency: fc.constantFrom('EUR', 'USD', 'JPY'),
})
const unitsReason = fc.record({
  reason: fc.constantFrom('prorated', 'paused', 'trial', 'tenant-ended'),
  share: fc.constantFrom('0.3667', '0.5', null),
}) as fc.Arbitrary<UnitsReason>
const madeUpMonth: fc.Arbitrary<MadeUpMonth> = fc.record({
  people: fc
    .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.subarray(skuIds)), { selector: ([id]) => id })
    .map((people) => new Map(people)),
  excluded: fc.constantFrom([], ['phone'], ['phone', 'exchange']),
  more: fc.integer({ min: 0, max: 2 }),
  units: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 6 }),
  reason: fc.option(unitsReason),
  unitPrice: fc.option(price, { freq: 5 }),
  prices: fc.array(fc.tuple(fc.constantFrom(...skuIds), price), { maxLength: 4 }).map((prices) => new Map(prices)),
})
const tenants = fc.array(fc.tuple(madeUpMonth, madeUpMonth, madeUpMonth), { minLength: 1, maxLength: 4 })

const isBilled = ({ excluded }: MadeUpMonth, skus: readonly string[]) => skus.some((sku) => !excluded.includes(sku))

function sideOf(month: MadeUpMonth): TenantSide {
  const recounted = [...month.people.values()].filter((skus) => isBilled(month, skus)).length
  const held = skuIds.flatMap((sku): [string, number][] => {
    const holders = [...month.people.values()].filter((skus) => skus.includes(sku)).length
    return holders === 0 ? [] : [[sku, holders]]
  })
  return {
    reported: month.people.size + month.more,
    listed: month.people.size,
    recounted,
    withoutId: 0,
    duplicates: 0,
    disabled: 0,
    units: month.units,
    unitsState: month.units === null ? null : 'settled',
    unitsReason: month.units === recounted ? null : month.reason,
    unitPrice: priceOf(month.unitPrice),
    holders: new Map(held),
    skuPrice: (sku) => priceOf(month.prices.get(sku)),
  }
}

function factsOf(tenant: number, before: MadeUpMonth, after: MadeUpMonth): TenantFacts {
  const ids = [...new Set([...before.people.keys(), ...after.people.keys()])]
  return {
    tenant,
    standing: 'both',
    before: sideOf(before),
    after: sideOf(after),
    moves: ids.map((id) => {
      const [was, is] = [before.people.get(id), after.people.get(id)]
      return {
        id,
        billedBefore: was === undefined ? null : isBilled(before, was),
        billedAfter: is === undefined ? null : isBilled(after, is),
        billedAfterByOldRules: is === undefined ? null : isBilled(before, is),
      }
    }),
    licenceMoves: ids.map((id) => {
      const [was, is] = [before.people.get(id), after.people.get(id)]
      return {
        id,
        who: was === undefined ? 'added' : is === undefined ? 'removed' : 'both',
        gained: (is ?? []).filter((sku) => !was?.includes(sku)),
        lost: (was ?? []).filter((sku) => !is?.includes(sku)),
      }
    }),
  }
}

/** The same facts with the sides swapped. */
const swapped = (made: readonly (readonly [MadeUpMonth, MadeUpMonth])[]) => made.map(([a, b], at) => factsOf(at + 1, b, a))

const measuresOf = ({ users, units, bill, licences }: Bridge): [string, BridgeMeasure<number | string>][] => [
  ['users', users],
  ['units', units],
  ...bill.map((each): [string, typeof each] => [`bill ${each.currency}`, each]),
  ...licences.map((each): [string, typeof each] => [`licences ${each.currency}`, each]),
]

const exact = (value: number | string | null | undefined): Decimal => parseDecimal(value ?? null) ?? zero
const deltas = (bridge: Bridge) => new Map(measuresOf(bridge).map(([name, { delta }]) => [name, exact(delta)]))

describe('the bridge', () => {
  test('has parts that add up to the difference between its numbers, for each currency', () => {
    fc.assert(
      fc.property(tenants, fc.constantFrom('both', 'new', 'gone', 'gap'), (made, standing) => {
        const bridge = bridgeOf(made.map(([a, b], at) => ({ ...factsOf(at + 1, a, b), ...(at === 0 ? sided(a, b, standing) : {}) })))
        for (const [name, { from, to, delta, parts }] of measuresOf(bridge)) {
          expect(exact(to).minus(exact(from)).eq(exact(delta)), name).toBe(true)
          expect(sum(parts.map((part) => exact(part.delta))).toFixed(), name).toBe(exact(delta).toFixed())
          for (const part of parts) expect(part.tenants.length, `${name} ${part.reason}`).toBeGreaterThan(0)
        }
      }),
    )
  })

  test('from A to B plus B to C equals A to C, for tenants in all three months', () => {
    fc.assert(
      fc.property(tenants, (made) => {
        const whole = made.map((months) => months.map((month) => ({ ...month, units: month.units ?? 0 })) as typeof months)
        const of = (from: 0 | 1, to: 1 | 2) => deltas(bridgeOf(whole.map((months, at) => factsOf(at + 1, months[from], months[to]))))
        const [ab, bc, ac] = [of(0, 1), of(1, 2), of(0, 2)]
        for (const name of new Set([...ab.keys(), ...bc.keys(), ...ac.keys()])) {
          expect((ab.get(name) ?? zero).plus(bc.get(name) ?? zero).toFixed(), name).toBe((ac.get(name) ?? zero).toFixed())
        }
      }),
    )
  })

  test('is negated by swapping the months, including the parts from people', () => {
    const opposite = new Map([
      ['added', 'removed'],
      ['removed', 'added'],
    ])
    fc.assert(
      fc.property(tenants, (made) => {
        const pairs = made.map(([a, b]): [MadeUpMonth, MadeUpMonth] => [a, { ...b, excluded: a.excluded }])
        const there = bridgeOf(pairs.map(([a, b], at) => factsOf(at + 1, a, b)))
        const back = bridgeOf(swapped(pairs))
        for (const [name, delta] of deltas(there)) expect(deltas(back).get(name)?.times(-1).toFixed(), name).toBe(delta.toFixed())
        for (const [reason, other] of opposite) {
          const partOf = (bridge: Bridge, wanted: string) => bridge.units.parts.find((part) => part.reason === wanted)?.delta ?? 0
          expect(partOf(there, reason) + partOf(back, other)).toBe(0)
        }
      }),
    )
  })

  test('excludes a tenant that cannot be compared from both numbers and lists it', () => {
    const month: MadeUpMonth = {
      people: new Map([['a', ['e3']]]),
      excluded: [],
      more: 0,
      units: 1,
      reason: null,
      unitPrice: { amount: '2', currency: 'EUR' },
      prices: new Map([['e3', { amount: '30', currency: 'EUR' }]]),
    }
    const bridge = bridgeOf([factsOf(1, month, month), { ...factsOf(2, month, month), ...sided(month, month, 'gap') }])
    expect(bridge.users).toEqual({ from: 1, to: 1, delta: 0, parts: [], notComparable: [2] })
    expect(bridge.units).toMatchObject({ from: 1, to: 1, notComparable: [2] })
    expect(bridge.bill).toEqual([{ currency: 'EUR', from: '2.00', to: '2.00', delta: '0.00', parts: [], notComparable: [2] }])
    expect(bridge.licences).toEqual([{ currency: 'EUR', from: '30.00', to: '30.00', delta: '0.00', parts: [], notComparable: [2] }])
  })
})

/** The sides of a tenant that is new, gone, or has no snapshot in the earlier month. */
function sided(before: MadeUpMonth, after: MadeUpMonth, standing: string): Partial<TenantFacts> {
  const none: TenantSide = {
    ...sideOf(before),
    ...{ reported: null, listed: null, recounted: null, withoutId: null, duplicates: null, disabled: null },
    ...{ units: null, unitsState: null, unitsReason: null, holders: null },
  }
  if (standing === 'gone') return { standing, after: none, before: sideOf(before), moves: [], licenceMoves: [] }
  if (standing === 'new' || standing === 'gap') return { standing, before: none, after: sideOf(after), moves: [], licenceMoves: [] }
  return {}
}

describe('different kinds', () => {
  const month: MadeUpMonth = {
    people: new Map([['a', ['e3']]]),
    excluded: [],
    more: 0,
    units: 1,
    reason: null,
    unitPrice: { amount: '2', currency: 'EUR' },
    prices: new Map(),
  }
  const facts = factsOf(1, month, month)

  test('are not added: people and units do not compile, and throw', () => {
    const users = usersLine(facts) as Line<'people'>
    const units = unitsLine(facts) as Line<'units'>
    // @ts-expect-error units are not people
    expect(() => addLines('people', null, [users, units], [], Number)).toThrow('cannot add units')
  })

  test('are not added: two currencies throw', () => {
    const euros = billLines(facts)
    expect(() => addLines('bill', 'USD', euros, [], String)).toThrow('cannot add bill (EUR) to bill (USD)')
  })

  test('parts that do not add up throw', () => {
    const line: Line<'people'> = { kind: 'people', currency: null, tenant: 1, before: 0n, after: 2n, parts: [] }
    expect(() => addLines('people', null, [line], [], Number)).toThrow('do not add up')
  })
})

describe('a tenant between two months', () => {
  const [october, november] = [parseMonth('2026-10'), parseMonth('2026-11')]
  const known: KnownTenant = {
    hasFrom: false,
    hasTo: true,
    firstMonth: november,
    listedSince: november,
    listKnownSince: parseMonth('2026-01'),
    unlistedSince: null,
    expected: true,
  }
  test.each<[string, Partial<KnownTenant>, string]>([
    ['is new with its first snapshot, listed since then', {}, 'new'],
    ['is a gap when it was listed before and not collected', { listedSince: october }, 'gap'],
    ['is a gap when it has an earlier snapshot', { firstMonth: parseMonth('2026-08') }, 'gap'],
    ['is a gap when the vendor’s earlier list is unknown', { listKnownSince: november }, 'gap'],
    ['is gone once the vendor no longer lists it', { hasFrom: true, hasTo: false, unlistedSince: november }, 'gone'],
    ['is a gap while the vendor lists it', { hasFrom: true, hasTo: false }, 'gap'],
    ['is a gap in a month before it left', { hasFrom: true, hasTo: false, unlistedSince: parseMonth('2026-12') }, 'gap'],
    ['is in both with a snapshot in each, also in the month in which it leaves', { hasFrom: true, unlistedSince: november }, 'both'],
    ['is a gap if an expected snapshot is missing', { hasTo: false, firstMonth: null }, 'gap'],
    ['is absent if no snapshot was expected', { hasTo: false, firstMonth: null, expected: false }, 'absent'],
  ])('%s', (_, more, standing) => {
    expect(standingBetween(october, november, { ...known, ...more })).toBe(standing)
  })
})
