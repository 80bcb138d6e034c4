import { existsSync, renameSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { AppPage, complaintsOf } from '../pages/app-page.ts'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'

let host: BrowserHost
test.beforeAll(async () => {
  host = await startBrowserHost()
})
test.afterAll(() => host.stop())

/** Only a terminal gets a second link, so the tests of one file share the tab that used the first one. */
test.describe.configure({ mode: 'serial' })

test('the link opens the welcome, without errors or warnings of the browser', async ({ page }) => {
  const complaints = complaintsOf(page)
  await page.goto(host.url)
  await new AppPage(page).expectWelcome()
  // The token was removed from the address and from the browser's history.
  expect(page.url()).not.toContain('token')
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2)
  await page.reload()
  await new AppPage(page).expectWelcome()
  await page.screenshot({ path: test.info().outputPath('welcome.png') })
  expect(complaints).toEqual([])
})

test('a used link shows what to do, and nothing else', async ({ page }) => {
  await page.goto(host.url)
  await expect(page.getByRole('alertdialog', { name: 'This page is not connected' })).toContainText('Press Enter in the terminal')
})

test('the content security policy blocks an injected script', async ({ page }) => {
  await page.goto(new URL(host.url).origin)
  const blocked = page.waitForEvent('console', (message) => /Content Security Policy/i.test(message.text()))
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.injected = true'
    document.body.append(script)
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="globalThis.injected = true">')
  })
  await blocked
  expect(await page.evaluate(() => 'injected' in globalThis)).toBe(false)
})

test('the page can access two functions and no secret', async ({ page }) => {
  await page.goto(new URL(host.url).origin)
  await page.waitForFunction(() => 'api' in window)
  expect(await page.evaluate(() => Object.keys(window.api).sort())).toEqual(['on', 'request'])
  expect(await page.evaluate(() => document.cookie)).toBe('')
  const answer = await page.evaluate(() => window.api.request('constructor' as 'queue.get', {}))
  expect(answer).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
})

test('a missing data folder is reported with the next step, and works again when it is back', async ({ page }) => {
  const other = await startBrowserHost()
  try {
    await page.goto(other.url)
    await new AppPage(page).expectWelcome()
    renameSync(other.dataDir, `${other.dataDir}-away`)
    await page.goto(`${new URL(other.url).origin}/#/settings?tab=history`)
    await page.getByRole('button', { name: 'Back up now' }).click()
    await expect(page.getByText(/is missing: it was moved, renamed or removed/).first()).toContainText('Move it back')
    expect(existsSync(other.dataDir)).toBe(false)
    renameSync(`${other.dataDir}-away`, other.dataDir)
    await page.getByRole('button', { name: 'Back up now' }).click()
    await expect(page.getByRole('button', { name: /^Restore history-/ })).toBeVisible()
    await expect(page.getByText(/is missing: it was moved/)).toHaveCount(0)
  } finally {
    await other.stop()
  }
})
