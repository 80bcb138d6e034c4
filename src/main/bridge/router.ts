/** Request handling shared by both hosts: checks sender, route and input, calls the handler, and always resolves to an envelope. */
import type { ZodError } from 'zod'
import type { Envelope } from '../../shared/contract/errors.ts'
import { type RouteName, routes } from '../../shared/contract/routes.ts'
import type { Api } from '../core/api/product.ts'
import { AppError, toErrorShape } from '../core/base/errors.ts'
import type { Log } from '../core/log/log.ts'

/** A request as a host received it. Untrusted input, except `trusted`, which the host determined itself. */
export interface BridgeRequest {
  /** Whether it came from our own page (main frame and exact origin, or a valid session key). */
  trusted: boolean
  route: unknown
  input: unknown
  signal: AbortSignal
}

/** Handles a page's request. Never rejects. */
export type Router = (request: BridgeRequest) => Promise<Envelope<unknown>>

/** The router over the core's handlers. Bugs are logged under the id that the page shows. */
export function createRouter(api: Api, log: Log): Router {
  return async ({ trusted, route, input, signal }) => {
    try {
      if (!trusted)
        throw new AppError(
          'FORBIDDEN',
          'Only Seatledger’s own page can send this request. Open it in the window, or with the link that the terminal shows.',
        )
      if (!isRoute(route)) throw new AppError('FORBIDDEN', 'The page and its host have different versions. Reload the page.')
      const parsed = routes[route].input.safeParse(input)
      if (!parsed.success) throw new AppError('BAD_REQUEST', whatIsWrong(parsed.error), { data: { route } })
      const handler = api[route] as (input: unknown, context: { signal: AbortSignal }) => Promise<unknown>
      return { ok: true, value: await handler(parsed.data, { signal }) }
    } catch (error) {
      return {
        ok: false,
        error: toErrorShape(error, (id, bug) => log.error({ id, route: isRoute(route) ? route : null, err: bug }, 'request failed')),
      }
    }
  }
}

/** Own properties only: `constructor` is not a route. */
function isRoute(route: unknown): route is RouteName {
  return typeof route === 'string' && Object.hasOwn(routes, route)
}

/** The first problem with an input, by its path; never the value itself, which may be a secret. */
function whatIsWrong(error: ZodError): string {
  const [issue] = error.issues
  const place = issue?.path.join('.') ?? ''
  return `${place === '' ? 'The request' : `“${place}”`} is not as expected: ${issue?.message ?? 'unreadable'}.`
}
