import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { AppPage, complaintsOf } from '../pages/app-page.ts'
import { type DesktopApp, type DesktopHome, desktopHome, desktopMissing, startDesktop } from '../support/desktop.ts'
import { type JourneyPetra, startPetra } from '../support/petra.ts'

test.skip(desktopMissing !== null, desktopMissing ?? '')
test.beforeAll(() => {
  if (desktopMissing !== null) console.log(`Desktop tests are skipped. ${desktopMissing}`)
})

let home: DesktopHome
let petra: JourneyPetra
const running: DesktopApp[] = []

async function start(): Promise<DesktopApp> {
  const started = await startDesktop(home)
  running.push(started)
  return started
}

test.beforeEach(async () => {
  home = desktopHome({ closeToTray: true })
  petra = await startPetra(4)
})
test.afterEach(async () => {
  for (const { app } of running.splice(0)) await app.close().catch(() => {})
  await petra.close()
  home.remove()
})

test('the same page opens in a sandbox, and quits within five seconds', async () => {
  const { page, quit } = await start()
  const complaints = complaintsOf(page)
  await new AppPage(page).expectWelcome()
  await page.screenshot({ path: test.info().outputPath('welcome.png') })
  const reach = await page.evaluate(() => ({
    api: Object.keys(window.api).sort(),
    frozen: Object.isFrozen(window.api),
    globals: ['require', 'process', 'Buffer', 'ipcRenderer', 'electron', 'module'].filter((name) => name in globalThis),
  }))
  expect(reach).toEqual({ api: ['on', 'request'], frozen: true, globals: [] })
  expect(await page.evaluate(() => window.api.request('constructor' as 'queue.get', {}))).toMatchObject({
    ok: false,
    error: { code: 'FORBIDDEN' },
  })
  expect(complaints).toEqual([])
  expect(await quit()).toBeLessThan(5_000)
})

test('from an empty history to an export that the user puts somewhere', async () => {
  const { app, page } = await start()
  const view = new AppPage(page)
  petra.shiftTo(-35)
  await view.connectPetra({ name: 'Our partner key', key: petra.key, address: petra.origin })
  await view.collectBy(page.getByRole('main').getByRole('button', { name: 'Collect now' }))
  petra.shiftTo(0)
  await view.collectNow()
  await view.goTo('Overview')
  await page.screenshot({ path: test.info().outputPath('overview.png') })

  const chosen = join(home.folder, 'month.csv')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, chosen)
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: /CSV/ }).first().click()
  await expect(page.getByRole('region', { name: 'What was done' })).toContainText(`month.csv is saved in ${basename(home.folder)}: 4 rows.`)
  expect(readFileSync(chosen, 'utf8').split('\r\n')).toHaveLength(1 + 4 + 1)
})

test('the tray collects, pauses and shows what it did', async () => {
  const { page, recorded, clickTray } = await start()
  const view = new AppPage(page)
  await view.connectPetra({ name: 'Our partner key', key: petra.key, address: petra.origin })
  const before = petra.requests.length
  await clickTray('collect')
  await expect.poll(() => petra.requests.length).toBeGreaterThan(before)
  await expect.poll(async () => (await recorded()).menus.find(({ id }) => id === 'last')?.label).not.toContain('none yet')
  await clickTray('pause')
  expect((await recorded()).menus.find(({ id }) => id === 'pause')?.checked).toBe(true)
})

test('closing keeps it in the tray, says so once, and the tray brings it back', async () => {
  const { app, page, recorded, clickTray } = await start()
  await new AppPage(page).expectWelcome()
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()))
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await close()
  expect(await isVisible()).toEqual([false])
  await clickTray('open')
  expect(await isVisible()).toEqual([true])
  await close()
  expect((await recorded()).notifications.map(({ title }) => title)).toEqual(['Seatledger keeps running'])
})

test('a second start shows the first window and ends', async () => {
  const { app, page } = await start()
  await new AppPage(page).expectWelcome()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  await expect(startDesktop(home)).rejects.toThrow()
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())))
    .toEqual([true])
})

test('the window opens where it was, with the history of before', async () => {
  const first = await start()
  await new AppPage(first.page).connectPetra({ name: 'Our partner key', key: petra.key, address: petra.origin })
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 90, width: 1010, height: 700 }))
  await first.quit()
  const second = await start()
  await expect(second.page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toMatchObject({
    x: 120,
    y: 90,
    width: 1010,
    height: 700,
  })
  await new AppPage(second.page).goTo('Settings')
  await expect(second.page.getByText('Our partner key').first()).toBeVisible()
})

test('a vendor that refuses its key is told once', async () => {
  const { page, recorded } = await start()
  const view = new AppPage(page)
  await view.connectPetra({ name: 'Our partner key', key: petra.key, address: petra.origin })
  await view.collectNow()
  petra.revoke(petra.key)
  await view.collectNow()
  await expect.poll(async () => (await recorded()).notifications.length).toBe(1)
  await view.collectNow()
  const { notifications } = await recorded()
  expect(notifications.map(({ title }) => title)).toEqual(['Our partner key needs attention'])
})

test('a start that fails is a window with the next step', async () => {
  mkdirSync(home.dataDir, { recursive: true })
  writeFileSync(join(home.dataDir, 'history.db'), 'this is no database, however long one looks at it')
  const { page } = await start()
  await expect(page.getByRole('heading', { name: 'Seatledger could not start' })).toBeVisible()
  await expect(page.locator('#message')).not.toBeEmpty()
  await expect(page.getByLabel(/Details for support/)).toHaveValue(/Code: DB_/)
  await page.screenshot({ path: test.info().outputPath('failure.png') })
  // Set aside, never deleted.
  expect(readdirSync(home.dataDir).filter((file) => file.startsWith('history.damaged'))).not.toEqual([])
})
