import { z } from 'zod'
import { originSchema } from '../origin.ts'

/** What a connection to Petra stores. */
export const petraConfigSchema = z.strictObject({
  baseUrl: originSchema.default('https://api.petrasecurity.com'),
  /** How often billable-users may be asked; Petra's other routes run at ten times it, as documented. */
  requestsPerMinute: z.number().min(1).max(6000).default(1),
})

/** What a connection to Petra stores. */
export type PetraConfig = z.output<typeof petraConfigSchema>

/** Petra's routes that we ask, without their query. */
export type PetraRoute = '/v1/billable-users' | '/v1/tenants' | '/v1/usage'

/** Smallest spacing between two requests on a route in ms: the documented rate and a sixtieth more, so that clocks need not agree. */
export function spacingMs(config: PetraConfig, route: PetraRoute): number {
  const perMinute = route === '/v1/billable-users' ? config.requestsPerMinute : config.requestsPerMinute * 10
  return Math.ceil(61_000 / perMinute)
}

/** A route's full address without its query: what it is paced by. */
export function routeUrl(config: PetraConfig, route: PetraRoute): string {
  return new URL(route, config.baseUrl).href
}
