/** Every screen and state of the page that is checked for accessibility and photographed. */
import type { Page } from '@playwright/test'

export interface Place {
  name: string
  /** The address after the host's origin, as the page writes it. */
  hash: string
}

/** `tenant` has snapshots in at least two months; `snapshot` is one of its snapshots. */
export function placesOf(ids: { tenant: number; snapshot: number }): Place[] {
  return [
    { name: 'overview', hash: '#/' },
    { name: 'evidence', hash: `#/?snapshot=${ids.snapshot}` },
    { name: 'trends', hash: '#/trends' },
    { name: 'trends-each', hash: '#/trends?tab=each' },
    { name: 'trends-days', hash: `#/trends?grain=day&tenant=${ids.tenant}` },
    { name: 'changes', hash: '#/changes' },
    { name: 'changes-tenant', hash: `#/changes?tenant=${ids.tenant}` },
    { name: 'licences', hash: '#/licences' },
    { name: 'licences-sets', hash: '#/licences?tab=combinations' },
    { name: 'licences-overlaps', hash: '#/licences?tab=overlaps' },
    { name: 'attention', hash: '#/attention' },
    { name: 'people', hash: '#/people' },
    { name: 'usage', hash: '#/usage' },
    { name: 'reconcile', hash: '#/reconcile' },
    { name: 'reconcile-bring-in', hash: '#/reconcile?tab=bring-in' },
    { name: 'activity', hash: '#/activity' },
    { name: 'activity-snapshots', hash: '#/activity?tab=snapshots' },
    { name: 'settings', hash: '#/settings' },
    { name: 'settings-tenants', hash: '#/settings?tab=tenants' },
    { name: 'settings-collecting', hash: '#/settings?tab=collecting' },
    { name: 'settings-prices', hash: '#/settings?tab=prices' },
    { name: 'settings-history', hash: '#/settings?tab=history' },
    { name: 'settings-appearance', hash: '#/settings?tab=appearance' },
    { name: 'figures', hash: '#/figures?tab=gap' },
    { name: 'connect-petra', hash: '#/connect?tab=petra' },
    { name: 'connect-genesys', hash: '#/connect?tab=genesys' },
  ]
}

/** Opens a place and waits until nothing is loading any more. */
export async function goToPlace(page: Page, place: Place): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, place.hash)
  await page.waitForFunction(
    () =>
      document.querySelector('h1') !== null && document.querySelector('[role=status][aria-label^="Loading"], [aria-busy=true]') === null,
  )
  await page.evaluate(() =>
    document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))),
  )
}
