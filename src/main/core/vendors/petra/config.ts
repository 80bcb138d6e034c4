import { z } from 'zod'
import { originSchema } from '../origin.ts'

/** The stored options of a Petra connection. */
export const petraConfigSchema = z.strictObject({
  baseUrl: originSchema.default('https://api.petrasecurity.com'),
  /** The request limit of billable-users per minute; Petra's documented limit for its other routes is ten times that. */
  requestsPerMinute: z.number().min(1).max(6000).default(1),
})

/** A Petra connection's parsed options. */
export type PetraConfig = z.output<typeof petraConfigSchema>

/** The Petra routes that we use, without their query. */
export type PetraRoute = '/v1/billable-users' | '/v1/tenants' | '/v1/usage'

/** The smallest interval between two requests on a route, ms: the documented rate plus a sixtieth, to allow for clock differences. */
export function spacingMs(config: PetraConfig, route: PetraRoute): number {
  const perMinute = route === '/v1/billable-users' ? config.requestsPerMinute : config.requestsPerMinute * 10
  return Math.ceil(61_000 / perMinute)
}

/** A route's address without its query, by which requests are paced. */
export function routeUrl(config: PetraConfig, route: PetraRoute): string {
  return new URL(route, config.baseUrl).href
}
