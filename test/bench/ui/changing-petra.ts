/** A simulated Petra with tenants of very different sizes whose people change from step to step, the same in each run. */
import type { PetraWorld } from '../../../src/main/demo/petra-payloads.ts'
import { makePeople, nextDay, type Person } from '../../support/changing-people.ts'

/** The share of a day's people who change. */
const dailyChange = 0.005
/** The smaller this is, the more uneven the sizes. */
const evenness = 3

/** A world whose time the benchmark advances. */
export interface ChangingPetra extends PetraWorld {
  moveOn(days: number): void
}

/** The given numbers of people and tenants: a few large tenants, many small ones. */
export function changingPetra({ tenants, people }: { tenants: number; people: number }): ChangingPetra {
  const everyone = makePeople(people)
  const lists = sizesOf(tenants, people).map((size) => everyone.splice(0, size))
  const states = lists.map((_, index) => ({
    petraTenantId: `Tenant${index + 1}`,
    microsoftTenantId: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    name: `Tenant ${String(index + 1).padStart(3, '0')}`,
    onboardedOn: '2020-01-15',
    firstBillableDay: '2020-02-01',
    service: 'Monitoring' as const,
    billableStatus: 'Active' as const,
    isPaused: false,
    prorating: 100,
  }))
  const indexOf = new Map(states.map((state, index) => [state.petraTenantId, index]))
  const owed = lists.map(() => 0)
  let step = 0
  return {
    organisation: 'Example MSP',
    tenants: () => states,
    users: (id) => {
      const users = lists[indexOf.get(id) ?? -1]
      return users === undefined
        ? null
        : { users: users as (Person & Record<string, never>)[], reported: users.length, units: users.length }
    },
    moveOn: (days) => {
      step += 1
      for (const [index, list] of lists.entries()) {
        owed[index]! += list.length * dailyChange * days
        const changes = Math.floor(owed[index]!)
        owed[index]! -= changes
        if (changes > 0) lists[index] = nextDay(list, index * 10_000 + step, changes / list.length)
      }
    },
  }
}

function sizesOf(tenants: number, people: number): number[] {
  const weights = Array.from({ length: tenants }, (_, index) => 1 / (index + evenness))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const sizes = weights.map((weight) => Math.floor((weight / whole) * people))
  sizes[0]! += people - sizes.reduce((sum, size) => sum + size, 0)
  return sizes
}
