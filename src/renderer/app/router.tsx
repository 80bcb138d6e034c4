/** The screens and their addresses. The place is in the fragment, which works under every host without a server's help. */
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from '@tanstack/react-router'
import { ScreenFailure } from '../components/error-state.tsx'
import { OverviewScreen } from '../features/overview/overview-screen.tsx'
import { readAddress } from '../lib/address.ts'
import { Frame } from './frame.tsx'
import { NotFound } from './not-found.tsx'

const root = createRootRoute({ component: Frame, validateSearch: readAddress, errorComponent: ScreenFailure, notFoundComponent: NotFound })
const screen = <P extends string>(path: P, component: RouteComponent) => createRoute({ getParentRoute: () => root, path, component })

// The first screen comes with the page; the others once it stands (use-reading-ahead.ts), or when somebody points at their links.
const routeTree = root.addChildren([
  screen('/', OverviewScreen),
  screen(
    '/trends',
    lazyRouteComponent(() => import('../features/trends/trends-screen.tsx'), 'TrendsScreen'),
  ),
  screen(
    '/changes',
    lazyRouteComponent(() => import('../features/changes/changes-screen.tsx'), 'ChangesScreen'),
  ),
  screen(
    '/licences',
    lazyRouteComponent(() => import('../features/licences/licences-screen.tsx'), 'LicencesScreen'),
  ),
  screen(
    '/people',
    lazyRouteComponent(() => import('../features/people/people-screen.tsx'), 'PeopleScreen'),
  ),
  screen(
    '/usage',
    lazyRouteComponent(() => import('../features/usage/usage-screen.tsx'), 'UsageScreen'),
  ),
  screen(
    '/activity',
    lazyRouteComponent(() => import('../features/activity/activity-screen.tsx'), 'ActivityScreen'),
  ),
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

/** Made after the bridge is there; a new one for each page. */
export function createAppRouter() {
  return createRouter({
    routeTree,
    history: createHashHistory(),
    defaultErrorComponent: ScreenFailure,
    defaultNotFoundComponent: NotFound,
    defaultPreload: 'intent',
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
