/** What Overview needs first is asked before the page's own code is there: making it takes the host as long as loading takes the page. */
import type { RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import { ask } from './api.ts'

const overviewRoutes = ['app.info', 'overview.get'] as const satisfies RouteName[]

/** A route that takes no input, and its answer to come. */
export interface AwaitedAnswer {
  route: (typeof overviewRoutes)[number]
  answer: Promise<RouteOutput<(typeof overviewRoutes)[number]>>
}

/** Nothing where the address names another screen: its own answers come first there. */
export function askForOverview(): AwaitedAnswer[] {
  if (!/^(#\/?(\?.*)?)?$/.test(location.hash)) return []
  return overviewRoutes.map((route) => {
    const answer = ask(route, {})
    // Whoever takes it shows why it failed.
    answer.catch(() => {})
    return { route, answer }
  })
}
