import { expect, type Page, test } from '@playwright/test'
import { AppPage, complaintsOf, type ScreenName } from '../pages/app-page.ts'
import { walkAsFinanceLead, walkAsServiceDeskLead } from '../pages/walks.ts'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'

let host: BrowserHost
let page: Page
let app: AppPage
let complaints: string[]

/** One demo, filled once: it is walked through when it is whole. */
test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  host = await startBrowserHost()
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  complaints = complaintsOf(page)
  app = new AppPage(page)
  await page.goto(host.url)
})
test.afterAll(async () => {
  await page.context().close()
  await host.stop()
})

/** The steps that lead to another screen, by their first words. */
const steps: [step: string, screen: ScreenName][] = [
  ['Where is a month missing?', 'Trends'],
  ['Which licences cost money for nobody?', 'Licences'],
  ['Who held what, and since when?', 'People'],
  ['Which commitments are exceeded or unused?', 'Usage'],
]

test('from the welcome into the demo: it fills while one looks, is marked everywhere, and each step leads where it says', async () => {
  await app.expectWelcome()
  await page.getByRole('button', { name: 'Look at the demo first' }).click()

  // The first sweep is there at once: every tenant has a figure.
  await expect(app.heading('Overview')).toBeVisible()
  const filling = page.getByRole('region', { name: 'Collecting' }).getByText(/^Filling the demo: \d+ of \d+$/)
  await expect(filling).toBeVisible()
  await expect(page.getByRole('region', { name: 'Billable users reported' })).toContainText('24 tenants')
  await expectDemoMark(page)
  await page.screenshot({ path: test.info().outputPath('filling.png') })

  for (const [step, screen] of steps) {
    await tour(page).getByRole('link', { name: step }).click()
    await expect(app.heading(screen)).toBeVisible()
    await expectDemoMark(page)
    await app.goTo('Overview')
  }

  await expect(filling).toBeHidden({ timeout: 100_000 })
  await expect(tour(page)).not.toContainText('still being made')
  await tour(page).getByRole('link', { name: 'Why did the number change, and who is it?' }).click()
  await expect(app.heading('Changes')).toBeVisible()
  await expect(page.getByText('People added')).toBeVisible()
  await expectDemoMark(page)
  await app.goTo('Overview')
  await tour(page).getByRole('link', { name: 'When did the vendor disagree with its own list?' }).click()
  await expect(page.getByRole('region', { name: 'The vendor’s own numbers differ' })).toContainText('Listed')
  expect(complaints).toEqual([])
})

test('a finance lead at month end walks through it as docs/walkthrough.md says', async () => {
  await walkAsFinanceLead(page, app)
  expect(complaints).toEqual([])
})

test('a service desk lead with a complaint walks through it as docs/walkthrough.md says', async () => {
  await walkAsServiceDeskLead(page, app)
  expect(complaints).toEqual([])
})

const tour = (page: Page) => page.getByRole('region', { name: 'What to look at in this demo' })

const expectDemoMark = (page: Page) => expect(page.getByRole('note').filter({ hasText: 'DEMO' })).toBeVisible()
