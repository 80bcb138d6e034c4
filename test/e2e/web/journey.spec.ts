import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from '@playwright/test'
import { AppPage, complaintsOf } from '../pages/app-page.ts'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'
import { type JourneyPetra, startPetra } from '../support/petra.ts'

let host: BrowserHost
let petra: JourneyPetra
test.beforeEach(async () => {
  ;[host, petra] = await Promise.all([startBrowserHost(), startPetra()])
})
test.afterEach(async () => {
  await host.stop()
  await petra.close()
})

test('from an empty history to a month’s change, its evidence and an export', async ({ page }) => {
  const complaints = complaintsOf(page)
  const app = new AppPage(page)
  await page.goto(host.url)
  await app.expectWelcome()

  // Thirty-five days ago, then now, so that there are two months to compare.
  petra.shiftTo(-35)
  await app.connectPetra({ name: 'Our partner key', key: petra.key, address: petra.origin, perMinute: 600 })
  const progress = expect(page.getByRole('region', { name: 'Collecting', exact: true })).toContainText(/Collecting \d+ of 1\d/)
  await app.collectBy(page.getByRole('main').getByRole('button', { name: 'Collect now' }))
  await progress
  petra.shiftTo(0)
  await app.collectNow()

  await app.goTo('Overview')
  await expect(page.getByRole('region', { name: 'Reported users', exact: true })).toBeVisible()
  await expect(page.getByText('Harbour Dental Group').first()).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('overview.png') })

  // A sum links to its parts, and each part links to its snapshot.
  await page.getByRole('region', { name: 'Reported users', exact: true }).getByRole('link').click()
  await expect(app.heading('Trends')).toBeVisible()
  await expect(
    page
      .getByRole('region', { name: /^Exact numbers: Reported users/ })
      .getByTitle(/^Evidence: snapshot/)
      .first(),
  ).toBeVisible()

  await app.goTo('Changes')
  await expect(page.getByRole('button', { name: /^People added/ })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('changes.png') })

  const download = page.waitForEvent('download')
  await page.locator('header').getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'CSV' }).first().click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/\.csv$/)
  const lines = readFileSync(await file.path(), 'utf8').split('\r\n').length - 1
  expect(lines).toBeGreaterThan(1)
  await expect(page.getByRole('region', { name: 'What was done' })).toContainText(
    `${file.suggestedFilename()} is in the browser’s downloads: ${(lines - 1).toLocaleString('en-GB')} rows.`,
  )

  await app.goTo('Activity')
  await page
    .getByTitle(/^Evidence: snapshot/)
    .first()
    .click()
  const evidence = page.getByRole('dialog', { name: /^Evidence: snapshot/ })
  await expect(evidence).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('evidence.png') })
  expect(page.url()).toMatch(/snapshot=\d+/)
  await page.keyboard.press('Escape')
  await expect(evidence).toBeHidden()

  // No screen causes browser errors: no blocked style or script, no uncaught error.
  for (const screen of ['Trends', 'Licences', 'People', 'Usage', 'Settings', 'Overview'] as const) await app.goTo(screen)
  expect(complaints).toEqual([])
  // What the page knows about this machine contains no path.
  for (const route of ['app.info', 'backups.list', 'connections.list', 'settings.get'] as const) {
    const answer = JSON.stringify(await page.evaluate((asked) => window.api.request(asked, {}), route))
    expect(answer).toContain('"ok":true')
    expect(answer).not.toContain(dirname(host.dataDir))
  }
  expect(petra.requests.filter((request) => request.status === 429)).toEqual([])
})

test('a failing vendor needs attention until it answers again', async ({ page }) => {
  const app = new AppPage(page)
  await page.goto(host.url)
  await app.connectPetra({ name: 'Our partner key', key: petra.key, address: petra.origin })
  const mend = petra.fault({ path: '/v1/billable-users', status: 403 })
  await app.collectBy(page.getByRole('main').getByRole('button', { name: 'Collect now' }))
  await app.goTo('Activity')
  await page.screenshot({ path: test.info().outputPath('failing.png') })
  await expect(page.getByRole('link', { name: /need attention/ })).toBeVisible()
  mend()
  await app.collectNow()
  await expect(page.getByRole('link', { name: /need attention/ })).toBeHidden()

  // With nothing to report, refetching can be repeated as often as needed.
  petra.fault({ times: 1, wire: { kind: 'silent', when: 'before' } })
  await app.goTo('Settings')
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await expect(page.getByText('Testing at Petra Security')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(page.getByText('No further requests are sent to the vendor')).toBeVisible()
})
