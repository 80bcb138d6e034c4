/** The screens and their addresses. The address is in the fragment, so no host has to know the paths. */
import type { QueryClient } from '@tanstack/react-query'
import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
  retainSearchParams,
} from '@tanstack/react-router'
import { ScreenFailure } from '../components/error-state.tsx'
import { OverviewScreen, readOverview } from '../features/overview/overview-screen.tsx'
import { type Address, readAddress } from '../lib/address.ts'
import { answerQuery, type ReadAnswer } from '../lib/query.ts'
import { Frame } from './frame.tsx'
import { NotFound } from './not-found.tsx'

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Frame,
  validateSearch: readAddress,
  // A chosen month stays chosen, whichever link is followed; one that names a month, or none, says so.
  search: { middlewares: [retainSearchParams<Address>(['month'])] },
  errorComponent: ScreenFailure,
  notFoundComponent: NotFound,
})

/** A screen; `readAhead` reads what it shows first, when the screen is preloaded. */
function screen<P extends string>(
  path: P,
  component: RouteComponent,
  readAhead?: (read: ReadAnswer, address: Address) => Promise<unknown>,
) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component,
    loaderDeps: ({ search }) => search,
    loader: ({ preload, deps, context: { client } }) => {
      if (!preload || readAhead === undefined) return
      // Not returned: a click on the screen's link would wait for all of it, while the screen shows each answer as it arrives.
      // Errors are shown when the screen itself requests the answer.
      readAhead((route, input) => client.fetchQuery(answerQuery(route, input)), deps).catch(() => {})
    },
  })
}

const trends = () => import('../features/trends/trends-screen.tsx')
const changes = () => import('../features/changes/changes-screen.tsx')
const licences = () => import('../features/licences/licences-screen.tsx')
const usage = () => import('../features/usage/usage-screen.tsx')
const attention = () => import('../features/attention/attention-screen.tsx')
const reconcile = () => import('../features/reconcile/reconcile-screen.tsx')
const activity = () => import('../features/activity/activity-screen.tsx')

// Only Overview's code comes with the page; the others are preloaded while it is idle (use-reading-ahead.ts) or when a link is pointed at.
const routeTree = root.addChildren([
  screen('/', OverviewScreen, readOverview),
  screen('/trends', lazyRouteComponent(trends, 'TrendsScreen'), async (...args) => (await trends()).readTrends(...args)),
  screen('/changes', lazyRouteComponent(changes, 'ChangesScreen'), async (...args) => (await changes()).readChanges(...args)),
  screen('/licences', lazyRouteComponent(licences, 'LicencesScreen'), async (...args) => (await licences()).readLicences(...args)),
  screen(
    '/people',
    lazyRouteComponent(() => import('../features/people/people-screen.tsx'), 'PeopleScreen'),
  ),
  screen('/usage', lazyRouteComponent(usage, 'UsageScreen'), async (...args) => (await usage()).readUsage(...args)),
  screen('/attention', lazyRouteComponent(attention, 'AttentionScreen'), async (...args) => (await attention()).readAttention(...args)),
  screen('/reconcile', lazyRouteComponent(reconcile, 'ReconcileScreen'), async (...args) => (await reconcile()).readReconcile(...args)),
  screen('/activity', lazyRouteComponent(activity, 'ActivityScreen'), async (...args) => (await activity()).readActivity(...args)),
  screen(
    '/settings',
    lazyRouteComponent(() => import('../features/settings/settings-screen.tsx'), 'SettingsScreen'),
  ),
  screen(
    '/figures',
    lazyRouteComponent(() => import('../features/help/figures-screen.tsx'), 'FiguresScreen'),
  ),
  screen(
    '/connect',
    lazyRouteComponent(() => import('../features/connect/connect-screen.tsx'), 'ConnectScreen'),
  ),
])

/** Made after the bridge is installed; a new one for each page. */
export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    history: createHashHistory(),
    defaultErrorComponent: ScreenFailure,
    defaultNotFoundComponent: NotFound,
    defaultPreload: 'intent',
    // The query client decides what is fresh.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
