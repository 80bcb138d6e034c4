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
  // The chosen month is kept when a link is followed, unless the link sets or removes it.
  search: { middlewares: [retainSearchParams<Address>(['month'])] },
  errorComponent: ScreenFailure,
  notFoundComponent: NotFound,
})

/** A screen. `preloadAnswers` requests what it shows first, when the screen is preloaded. */
function screen<P extends string>(
  path: P,
  component: RouteComponent,
  preloadAnswers?: (read: ReadAnswer, address: Address) => Promise<unknown>,
) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component,
    loaderDeps: ({ search }) => search,
    loader: ({ preload, deps, context: { client } }) => {
      if (!preload || preloadAnswers === undefined) return
      // Not awaited: otherwise a click on the screen's link would wait for all answers, while the screen shows each one as it arrives.
      // The screen shows errors itself when it requests the answer.
      preloadAnswers((route, input) => client.fetchQuery(answerQuery(route, input)), deps).catch(() => {})
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

// Only Overview's code is part of the page's first chunk. Other screens are preloaded while the page is idle (use-preloading.ts) or a link is hovered.
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

/** Call it after the bridge is installed. Each page gets a new router. */
export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    history: createHashHistory(),
    defaultErrorComponent: ScreenFailure,
    defaultNotFoundComponent: NotFound,
    defaultPreload: 'intent',
    // The query client decides whether data is fresh.
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
