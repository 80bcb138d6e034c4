/** The start of journeys about a history: a page on its own host, connected, with some collected snapshots. */
import { type Browser, type Page, test } from '@playwright/test'
import { AppPage, complaintsOf } from '../pages/app-page.ts'
import { type BrowserHost, startBrowserHost } from './browser-host.ts'
import { type JourneyPetra, startPetra } from './petra.ts'

/** A page with its host and vendor. */
export interface CollectedPage {
  host: BrowserHost
  petra: JourneyPetra
  page: Page
  app: AppPage
  /** Console messages and uncaught errors so far. */
  complaints: string[]
  close(): Promise<void>
}

/** Connects to a Petra with the given number of tenants as "Our partner key", and collects once on each of some days, counted from today: [-35, 0]. */
export async function openCollectedPage(
  browser: Browser,
  { tenants, days: [first = 0, ...later] }: { tenants: number; days: number[] },
): Promise<CollectedPage> {
  const [host, petra] = await Promise.all([startBrowserHost(), startPetra(tenants)])
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  const complaints = complaintsOf(page)
  const app = new AppPage(page)
  await page.goto(host.url)
  petra.shiftTo(first)
  await app.connectPetra({ name: 'Our partner key', key: petra.key, address: petra.origin })
  await app.collectBy(page.getByRole('main').getByRole('button', { name: 'Collect now' }))
  for (const day of later) {
    petra.shiftTo(day)
    await app.collectNow()
  }
  return {
    host,
    petra,
    page,
    app,
    complaints,
    close: async () => {
      await page.context().close()
      await host.stop()
      await petra.close()
    },
  }
}

/**
 * One collected page for all tests of a file, which run in order. The returned object is filled before the first test; then `ready` is called.
 */
export function shareCollectedPage(
  options: Parameters<typeof openCollectedPage>[1],
  ready: (collected: CollectedPage) => void | Promise<void>,
): CollectedPage {
  const shared = {} as CollectedPage
  test.describe.configure({ mode: 'serial' })
  test.beforeAll(async ({ browser }) => {
    Object.assign(shared, await openCollectedPage(browser, options))
    await ready(shared)
  })
  test.afterAll(() => shared.close())
  return shared
}
