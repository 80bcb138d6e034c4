/** The screens and their addresses. The place is in the fragment, which works under every host without a server's help. */
import { createHashHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { ScreenFailure } from '../components/error-state.tsx'
import { ActivityScreen } from '../features/activity/activity-screen.tsx'
import { ChangesScreen } from '../features/changes/changes-screen.tsx'
import { ConnectScreen } from '../features/connect/connect-screen.tsx'
import { LicencesScreen } from '../features/licences/licences-screen.tsx'
import { OverviewScreen } from '../features/overview/overview-screen.tsx'
import { PeopleScreen } from '../features/people/people-screen.tsx'
import { SettingsScreen } from '../features/settings/settings-screen.tsx'
import { TrendsScreen } from '../features/trends/trends-screen.tsx'
import { UsageScreen } from '../features/usage/usage-screen.tsx'
import { readAddress } from './address.ts'
import { Frame } from './frame.tsx'
import { NotFound } from './not-found.tsx'

const root = createRootRoute({ component: Frame, validateSearch: readAddress, errorComponent: ScreenFailure, notFoundComponent: NotFound })
const screen = <P extends string>(path: P, component: () => React.ReactElement | null) =>
  createRoute({ getParentRoute: () => root, path, component })

const routeTree = root.addChildren([
  screen('/', OverviewScreen),
  screen('/trends', TrendsScreen),
  screen('/changes', ChangesScreen),
  screen('/licences', LicencesScreen),
  screen('/people', PeopleScreen),
  screen('/usage', UsageScreen),
  screen('/activity', ActivityScreen),
  screen('/settings', SettingsScreen),
  screen('/connect', ConnectScreen),
])

/** Made after the bridge is there; a new one for each page. */
export function createAppRouter() {
  return createRouter({
    routeTree,
    history: createHashHistory(),
    defaultErrorComponent: ScreenFailure,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
