/** A simulated Genesys Cloud for journeys: the demo's partner with its customers, at the current time. */

import { demoGenesysWorld } from '../../../src/main/demo/demo-genesys-world.ts'
import type { SimulatedCustomer } from '../../../src/main/demo/genesys-world.ts'
import { simulatedGenesysClient } from '../../../src/main/demo/simulated-genesys.ts'
import { dayMs } from '../../../src/shared/domain/duration.ts'
import { type SimulatedGenesys, simulateGenesys } from '../../support/simulated-genesys.ts'

/** A simulated Genesys Cloud and its OAuth client. */
export interface JourneyGenesys extends SimulatedGenesys {
  client: typeof simulatedGenesysClient
}

/** Starts it at the current time. */
export async function startGenesys(): Promise<JourneyGenesys> {
  const day = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)
  const world = demoGenesysWorld({ seed: 'journey', from: day(-120), until: day(5) })
  const genesys = await simulateGenesys({
    clock: { now: () => Date.now() },
    world: { ...world, customers: world.customers.map(repeatingACharge) },
  })
  return Object.assign(genesys, { client: simulatedGenesysClient })
}

/** As vendors sometimes do: one charge occurs twice in an answer. */
const repeatingACharge = (customer: SimulatedCustomer): SimulatedCustomer => ({
  ...customer,
  rows: (period, at) => {
    const rows = customer.rows(period, at)
    return [...rows, ...rows.slice(0, 1)]
  },
})
