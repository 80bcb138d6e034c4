/** A small simulated Genesys Cloud and an opened connection to it. */
import { onTestFinished } from 'vitest'
import { AppError } from '../../src/main/core/base/errors.ts'
import { type GenesysConfig, genesysConfigSchema } from '../../src/main/core/vendors/genesys/config.ts'
import { genesys } from '../../src/main/core/vendors/genesys/provider.ts'
import { createPacedHttp, type Pace } from '../../src/main/core/vendors/http.ts'
import type { ConnectionMemory, ProviderSession } from '../../src/main/core/vendors/provider.ts'
import type {
  GenesysWorld,
  SimulatedBilling,
  SimulatedCustomer,
  SimulatedLicences,
  SimulatedUser,
} from '../../src/main/demo/genesys-world.ts'
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

/** A user who holds CX 2; every seventh is inactive. */
export function plainUser(number: number, changes: Partial<SimulatedUser> = {}): SimulatedUser {
  return {
    id: `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    name: `Agent ${number}`,
    email: `agent${number}@partner.example`,
    state: number % 7 === 0 ? 'inactive' : 'active',
    division: { id: '20000000-0000-4000-8000-000000000001', name: 'Home' },
    licences: ['cloudCX2'],
    ...changes,
  }
}

/** Users with two definitions, one of which comprises the other. */
export function plainLicences(users: readonly SimulatedUser[]): SimulatedLicences {
  return {
    users,
    definitions: [
      { id: 'cloudCX2', description: 'Genesys Cloud CX 2', comprises: ['communicate'] },
      { id: 'communicate', description: 'Genesys Cloud Communicate User' },
    ],
  }
}

/** One contract with three periods from the 21st, and one invoice for the last period that is over, which bills one seat too many. */
export function plainBilling(): SimulatedBilling {
  const customer = { id: 'customer-1', name: 'Example Partner GmbH' }
  const product = { sku: 'GC-170-NV-EXCX2', name: 'Genesys Cloud CX 2', unit: 'seat' }
  const charge = { product, prepaid: 40, fairUse: 0, actual: 43, overage: 3, rate: 115.5, amount: 346.5, currency: 'EUR' }
  const line = { product, start: '2026-10-21', end: '2026-11-20', organisation: plainWorld([]).organisation }
  return {
    contracts: [
      {
        id: 'contract-1',
        externalNumber: 'C-1',
        customer,
        dateStart: '2026-09-21',
        dateEnd: '2027-09-20',
        periods: [
          // As in some answers, the end is the next day.
          { id: 'p1', start: '2026-09-21', end: '2026-10-21', status: 'Closed', charges: [charge] },
          { id: 'p2', start: '2026-10-21', end: '2026-11-20', status: 'Closed', charges: [charge] },
          { id: 'p3', start: '2026-11-21', end: '2026-12-20', status: 'Open', charges: [{ ...charge, actual: 12, overage: 0, amount: 0 }] },
          { id: 'p4', start: '2026-12-21', end: '2027-01-20', status: 'Open', charges: [] },
        ],
      },
    ],
    invoices: [
      {
        id: 'INV-1',
        dateInvoiced: '2026-11-21',
        currency: 'EUR',
        amount: 3842,
        customer,
        lines: [
          { ...line, id: 'l1', description: 'Genesys Cloud CX 2 Prepay', quantity: 40, amount: 3380 },
          { ...line, id: 'l2', description: 'Genesys Cloud CX 2', quantity: 4, amount: 462 },
        ],
      },
    ],
  }
}

/** A connection's memory that lives as long as the map. */
function memoryOf(map: Map<string, string>): ConnectionMemory {
  return {
    get: async (key) => map.get(key) ?? null,
    set: async (key, value) => {
      if (value === null) map.delete(key)
      else map.set(key, value)
    },
  }
}

/** Keeps each route's rate limit in memory, on the test's clock. */
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

/** The time of these tests: a Sunday in the first days of an own billing cycle that starts on the 21st. */
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

/** The error of a call that is to fail as expected. */
export async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw error
}
