/** Numbers and dates in the user's locale, and times in the reporting time zone, in browsers that have that locale. */
import { expect, type Page, test } from '@playwright/test'
import { complaintsOf } from '../pages/app-page.ts'
import { goToPlace } from '../pages/places.ts'
import { type CollectedPage, openCollectedPage } from '../support/collected-page.ts'

let collected: CollectedPage

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  collected = await openCollectedPage(browser, { tenants: 2, days: [-40, 0] })
  // Neither the machine's time zone nor that of the browsers below.
  await collected.page.evaluate(async () => {
    const set = await window.api.request('settings.set', { key: 'timeZone', value: 'Pacific/Auckland' })
    if (!set.ok) throw new Error(set.error.message)
  })
})
test.afterAll(() => collected.close())

/** The browser's own words for what the history has. */
const expected = (page: Page) =>
  page.evaluate(async () => {
    const overview = await window.api.request('overview.get', {})
    if (!overview.ok) throw new Error(overview.error.message)
    const { month, figures, tenants, timeZone } = overview.value
    const [year, number] = month.split('-').map(Number)
    const row = tenants.find((each) => each.evidence !== null)
    return {
      month: new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
        Date.UTC(year!, number! - 1, 1),
      ),
      users: new Intl.NumberFormat().format(figures.find((each) => each.figure === 'reported')?.value ?? 0),
      timeZone,
      snapshot: row?.evidence?.snapshotId ?? 0,
      tenant: row?.tenant ?? 0,
      reported: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(
        Date.parse(row?.evidence?.reportedAt ?? ''),
      ),
    }
  })

/** Without the marks that isolate text of another direction. */
const plain = (text: string | null): string => (text ?? '').replace(/[\u2066-\u2069]/g, '')

for (const locale of ['en-GB', 'de-DE', 'ar', 'ja-JP']) {
  test(`in ${locale}`, async ({ browser }) => {
    const context = await browser.newContext({ locale, timezoneId: 'America/Los_Angeles', reducedMotion: 'reduce' })
    // The session of the page that connected: a link of the host is good once.
    await context.addInitScript(
      (session) => {
        for (const [key, value] of session) sessionStorage.setItem(key, value)
      },
      await collected.page.evaluate(() => Object.entries<string>({ ...sessionStorage })),
    )
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await page.goto(new URL('/', collected.page.url()).href)
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    const words = await expected(page)
    expect(words.timeZone).toBe('Pacific/Auckland')
    expect(plain(await page.getByRole('main').textContent())).toContain(words.month)
    expect(plain(await page.getByRole('region', { name: 'Reported users', exact: true }).textContent())).toContain(words.users)
    await goToPlace(page, { name: 'evidence', hash: `#/changes?tenant=${words.tenant}&snapshot=${words.snapshot}` })
    const drawer = page.getByRole('dialog', { name: /^Evidence/ })
    await expect(drawer.getByText('Vendor’s report time')).toBeVisible()
    expect(plain(await drawer.textContent())).toContain(words.reported)
    expect(complaints).toEqual([])
    await context.close()
  })
}
