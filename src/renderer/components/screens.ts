/** The screens in the order of the navigation rail. */
import type { IconName } from './icon.tsx'

export const screens = [
  { path: '/', title: 'Overview', icon: 'overview', key: '1' },
  { path: '/trends', title: 'Trends', icon: 'trends', key: '2' },
  { path: '/changes', title: 'Changes', icon: 'changes', key: '3' },
  { path: '/licences', title: 'Licences', icon: 'licences', key: '4' },
  { path: '/people', title: 'People', icon: 'people', key: '5' },
  { path: '/usage', title: 'Usage', icon: 'usage', key: '6' },
  { path: '/reconcile', title: 'Reconcile', icon: 'reconcile', key: '7' },
  { path: '/activity', title: 'Activity', icon: 'activity', key: '8' },
  { path: '/settings', title: 'Settings', icon: 'settings', key: '9' },
] as const satisfies readonly { path: string; title: string; icon: IconName; key: string }[]
