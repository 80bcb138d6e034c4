/** Overview's first requests, sent before the app's code is loaded: the host computes the answers while the page loads. */
import type { RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import { ask } from './api.ts'

/** What Overview shows first. */
export const overviewRoutes = ['app.info', 'overview.get'] as const satisfies RouteName[]

/** A route without input, and its pending answer. */
export interface PendingAnswer {
  route: (typeof overviewRoutes)[number]
  answer: Promise<RouteOutput<(typeof overviewRoutes)[number]>>
}

/** None where the address names another screen or a month, whose own requests have priority. */
export function requestOverview(): PendingAnswer[] {
  if (!/^(#\/?(\?(?!.*\bmonth=).*)?)?$/.test(location.hash)) return []
  return overviewRoutes.map((route) => {
    const answer = ask(route, {})
    // The query that takes it over handles the error.
    answer.catch(() => {})
    return { route, answer }
  })
}
