/** Overview's first requests, sent before the app's code is loaded, so that the host computes the answers while the page loads. */
import type { RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import { ask } from './api.ts'

/** What Overview shows first. */
export const overviewRoutes = ['app.info', 'overview.get'] as const satisfies RouteName[]

/** A route without input, and its pending answer. */
export interface PendingAnswer {
  route: (typeof overviewRoutes)[number]
  answer: Promise<RouteOutput<(typeof overviewRoutes)[number]>>
}

/** Sends them; none if the address is that of another screen or of a month, which sends its own requests. */
export function requestOverview(): PendingAnswer[] {
  if (!/^(#\/?(\?(?!.*\bmonth=).*)?)?$/.test(location.hash)) return []
  return overviewRoutes.map((route) => {
    const answer = ask(route, {})
    // The query that uses the answer handles the error.
    answer.catch(() => {})
    return { route, answer }
  })
}
