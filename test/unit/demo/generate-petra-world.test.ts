import { describe, expect, it } from 'vitest'
import { demoPetraTenants } from '../../../src/main/demo/demo-petra-tenants.ts'
import { petraTenants, petraWorld } from '../../../src/main/demo/generate-petra-world.ts'
import { billableUsersPayload, type PetraWorld, tenantsPayload, usagePayload } from '../../../src/main/demo/petra-payloads.ts'
import type { JsonObject } from '../../../src/shared/domain/json.ts'

const range = { seed: 'demo', from: '2025-05-22', until: '2026-11-22' }
const demo = () => petraWorld({ ...range, organisation: 'Demo Partner', tenants: demoPetraTenants(range) })
const at = (time: string) => Date.parse(time)
const now = at('2026-11-22T12:00:00Z')
const byName = (world: PetraWorld, moment: number) => new Map(world.tenants(moment).map((tenant) => [tenant.name, tenant]))
const idOf = (world: PetraWorld, index: number) => world.tenants(now)[index]?.petraTenantId ?? ''
const people = (world: PetraWorld, tenant: string, moment: number) =>
  new Map((world.users(tenant, moment)?.users ?? []).map((user: JsonObject) => [String(user.id), JSON.stringify(user)]))

describe('a simulated organisation', () => {
  it('gives the same answer for a time, in any order and however often', () => {
    const one = demo()
    const other = demo()
    const tenant = idOf(one, 20)
    const early = JSON.stringify(billableUsersPayload(one, tenant, at('2025-09-30T12:00:00Z')))
    JSON.stringify(billableUsersPayload(other, tenant, now))
    expect(JSON.stringify(billableUsersPayload(other, tenant, at('2025-09-30T12:00:00Z')))).toBe(early)
  })

  it('differs for another seed', () => {
    const other = petraWorld({ ...range, seed: 'other', organisation: 'x', tenants: demoPetraTenants({ ...range, seed: 'other' }) })
    expect(idOf(other, 0)).not.toBe(idOf(demo(), 0))
  })

  it('has people who join, leave and change, each with a unique id and name', () => {
    const world = demo()
    const tenant = idOf(world, 24)
    const before = people(world, tenant, at('2026-09-30T20:00:00Z'))
    const after = people(world, tenant, at('2026-10-31T20:00:00Z'))
    const added = [...after.keys()].filter((id) => !before.has(id))
    const removed = [...before.keys()].filter((id) => !after.has(id))
    const changed = [...after].filter(([id, text]) => before.has(id) && before.get(id) !== text)
    for (const some of [added, removed, changed]) {
      expect(some.length).toBeGreaterThan(0)
      expect(some.length).toBeLessThan(before.size / 10)
    }
    const names = [...after.values()].map((text) => JSON.parse(text).userPrincipalName)
    expect(new Set(names).size).toBe(after.size)
  })

  it('has every case of licence bills', () => {
    const everyone = demo()
      .tenants(now)
      .flatMap((tenant) => [...people(demo(), tenant.petraTenantId, now).values()])
      .join('\n')
    for (const sign of ['"accountEnabled":false', '#EXT#', 'Meeting room', 'Reception line']) expect(everyone).toContain(sign)
    expect(everyone.split('\n').some((person) => !person.includes('"mail"'))).toBe(true)
    expect(everyone.split('\n').some((person) => !person.includes('accountEnabled'))).toBe(true)
  })

  it('has a paused tenant whose data does not change and costs nothing', () => {
    const world = demo()
    const paused = world.tenants(now).find((tenant) => tenant.isPaused)
    const tenant = paused?.petraTenantId ?? ''
    expect(people(world, tenant, at('2026-09-15T12:00:00Z'))).toEqual(people(world, tenant, now))
    expect(world.users(tenant, now)?.units).toBe(0)
    expect(world.users(tenant, at('2026-07-31T12:00:00Z'))?.units).toBeGreaterThan(0)
  })

  it('has a new tenant, first in a trial, then billed for the rest of its month', () => {
    const world = demo()
    const listed = tenantsPayload(world, now).tenants as JsonObject[]
    const newcomer = listed.find((tenant) => String(tenant.onboardingDate) > '2026-10')
    const state = (day: string) => byName(world, at(`${day}T12:00:00Z`)).get(String(newcomer?.name))
    expect(newcomer?.onboardingDate).toBe('2026-10-29T09:00:00.000Z')
    expect(state('2026-10-28')).toBeUndefined()
    expect(state('2026-10-31')).toMatchObject({ billableStatus: 'Trial', prorating: 0 })
    expect(state('2026-11-22')).toMatchObject({ billableStatus: 'Active', firstBillableDay: '2026-11-12', prorating: 63.33 })
    expect(state('2026-12-01')).toMatchObject({ prorating: 100 })
  })

  it('has a tenant that left: not listed, refused, and deleted in the totals', () => {
    const world = demo()
    const gone = world.tenants(now).find((tenant) => tenant.billableStatus === 'Deleted')
    expect(billableUsersPayload(world, gone?.petraTenantId ?? '', now)).toBeNull()
    expect(JSON.stringify(tenantsPayload(world, now))).not.toContain(`"${gone?.petraTenantId}"`)
    expect(JSON.stringify(usagePayload(world, '2026-11-22', now))).toContain(`"${gone?.petraTenantId}"`)
    expect(billableUsersPayload(world, gone?.petraTenantId ?? '', at('2026-06-30T12:00:00Z'))).not.toBeNull()
  })

  it('has one month in which a total and its list disagree', () => {
    const world = demo()
    const off = (day: string) =>
      world.tenants(at(day)).filter((tenant) => {
        const state = world.users(tenant.petraTenantId, at(day))
        return state !== null && state.reported !== state.users.length
      }).length
    expect([off('2026-07-31T12:00:00Z'), off('2026-08-15T12:00:00Z'), off('2026-09-01T12:00:00Z')]).toEqual([0, 1, 0])
  })

  it('has totals of past days that agree with its tenants’ answers then', () => {
    const world = demo()
    const usage = usagePayload(world, '2026-03-31', now).tenants as JsonObject[]
    const tenant = usage[22]
    const then = billableUsersPayload(world, String(tenant?.petraTenantId), at('2026-03-31T23:59:59.999Z'))
    expect(tenant?.totalLicensedUsers).toBe(then?.totalBillableUsers)
    expect(tenant?.billableUsersThisMonth).toBe(then?.projectedBillableUnitsThisMonth)
    expect(usagePayload(world, '2020-01-31', now)).toMatchObject({ totalTenants: 0, tenants: [] })
  })

  it('can have three hundred distinct tenants', () => {
    const tenants = petraTenants({ seed: 's', sizes: Array.from({ length: 300 }, () => 1), onboardedOn: '2024-01-01' })
    expect(new Set(tenants.map((tenant) => tenant.name)).size).toBe(300)
    expect(new Set(tenants.map((tenant) => tenant.petraTenantId)).size).toBe(300)
  })
})
