/** A small simulated Genesys Cloud and an opened connection to it. */
import { onTestFinished } from 'vitest'
import { type GenesysConfig, genesysConfigSchema } from '../../src/main/core/vendors/genesys/config.ts'
import { genesys } from '../../src/main/core/vendors/genesys/provider.ts'
import { createPacedHttp, type Pace } from '../../src/main/core/vendors/http.ts'
import type { ConnectionMemory, ProviderSession } from '../../src/main/core/vendors/provider.ts'
import type { GenesysWorld, SimulatedCustomer } from '../../src/main/demo/genesys-world.ts'
import { type LeapingClock, leapingClock } from '../../src/main/demo/leaping-clock.ts'
import { simulatedGenesysClient } from '../../src/main/demo/simulated-genesys.ts'
import { type SimulatedGenesys, type SimulatedGenesysOptions, simulateGenesys } from './simulated-genesys.ts'

/** A customer with one row per period, with quantities that floats cannot represent. */
export function plainCustomer(number: number, changes: Partial<SimulatedCustomer> = {}): SimulatedCustomer {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    name: `Customer ${number}`,
    cycleDay: 1,
    since: '2026-08-01',
    enabled: () => true,
    terms: () => ({
      currency: 'EUR',
      subscriptionType: 'PREPAY_MONTHLY_COMMITMENT',
      enabledProducts: ['PureCloud2ConcurrentOverage'],
      effectiveDate: '2025-01-01',
      endDate: '2027-12-31',
    }),
    rows: () => [
      {
        name: 'Genesys Cloud Data Storage',
        partNumber: 'GC-170-NV-EXSTO',
        grouping: 'storage',
        unitOfMeasureType: 'gigabyte',
        usageQuantity: '12345678901234567890.123456789',
        overagePrice: '0.20',
        prepayQuantity: '2762.50',
        prepayPrice: '0.00',
      },
    ],
    ...changes,
  }
}

/** A partner with the given number of customers and two own charges. */
export function plainWorld(customers: readonly SimulatedCustomer[]): GenesysWorld {
  return {
    organisation: { id: 'a4f9a4b6-0f1b-4f62-8d6e-7c6d8b2a9f10', name: 'Example Partner GmbH' },
    customers,
    usage: () => [
      {
        name: 'Genesys Cloud CX 2',
        totalUsage: '1',
        resources: [{ name: 'anna@partner.example', seenAt: Date.parse('2026-11-21T08:00:00Z') }],
      },
      { name: 'Genesys Cloud CX 2 - Hourly', totalUsage: '222.340', resources: [] },
    ],
  }
}

/** A memory that lives as long as the map. */
function memoryOf(map: Map<string, string>): ConnectionMemory {
  return {
    get: async (key) => map.get(key) ?? null,
    set: async (key, value) => {
      if (value === null) map.delete(key)
      else map.set(key, value)
    },
  }
}

/** Keeps each route's limit in memory, on the test's clock. */
function paceOn(clock: LeapingClock): Pace {
  const nextAt = new Map<string, number>()
  return {
    async reserve(route, spacingMs, signal) {
      const waitMs = (nextAt.get(route) ?? 0) - clock.now()
      if (waitMs > 0) await clock.sleep(waitMs, signal)
      nextAt.set(route, clock.now() + spacingMs)
    },
    async limited(route, at) {
      nextAt.set(route, Math.max(at, nextAt.get(route) ?? 0))
    },
  }
}

/** A vendor, a clock and a function that opens (or reopens) a connection. */
export interface GenesysBench {
  vendor: SimulatedGenesys
  clock: LeapingClock
  memory: Map<string, string>
  config: GenesysConfig
  open(changes?: Record<string, unknown>, secret?: string): ProviderSession
}

/** The time of these tests: a Sunday in the first days of an own cycle that starts on the 21st. */
export const benchStart = Date.parse('2026-11-22T03:00:00Z')

/** Starts a vendor that stops after the test. */
export async function genesysBench(world: GenesysWorld, options: Partial<SimulatedGenesysOptions> = {}): Promise<GenesysBench> {
  const clock = leapingClock(benchStart)
  const vendor = await simulateGenesys({ clock, world, ...options })
  onTestFinished(() => vendor.close())
  const memory = new Map<string, string>()
  const configOf = (changes: Record<string, unknown> = {}) =>
    genesysConfigSchema.parse({
      clientId: simulatedGenesysClient.id,
      apiUrl: vendor.origin,
      loginUrl: vendor.origin,
      ownOrg: true,
      cycleDay: 21,
      customers: true,
      ...changes,
    })
  return {
    vendor,
    clock,
    memory,
    config: configOf(),
    open(changes, secret = simulatedGenesysClient.secret) {
      const http = createPacedHttp({ fetch: globalThis.fetch, clock, pace: paceOn(clock), userAgent: 'Seatledger/test' })
      return genesys.open(configOf(changes), { http, clock, memory: memoryOf(memory), readSecret: async () => secret })
    },
  }
}
