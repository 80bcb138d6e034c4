import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { keyFromRecoveryKey, newRecoveryKey } from '../../../src/main/core/database/history-key.ts'
import { addKeys } from '../../../src/main/core/database/key-ring.ts'
import { changeKey } from '../../../src/main/core/maintenance/change-key.ts'
import { postgresObstacle, startPostgres } from '../../support/postgres.ts'
import { AppPage, complaintsOf } from '../pages/app-page.ts'
import { goToPlace } from '../pages/places.ts'
import { createTeam, leaveTeam, openJoinDialog, testAddress } from '../pages/team-walk.ts'
import { type DesktopApp, type DesktopHome, desktopHome, desktopMissing, startDesktop } from '../support/desktop.ts'
import { type JourneyPetra, startPetra } from '../support/petra.ts'
import { pictureOf } from '../support/picture.ts'

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

test('the page runs in a sandbox, and the app quits within five seconds', async () => {
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

test('from an empty history to an export in a folder that the user chooses', async () => {
  const { app, page } = await start()
  const view = new AppPage(page)
  petra.shiftTo(-35)
  await view.connectPetra({ name: 'Our partner key', key: petra.key, address: petra.origin })
  await view.collectBy(page.getByRole('main').getByRole('button', { name: 'Collect now' }))
  petra.shiftTo(0)
  await view.collectNow()
  await view.goTo('Overview')
  await page.screenshot({ path: test.info().outputPath('overview.png') })

  const savingTo = async (name: string): Promise<string> => {
    const filePath = join(home.folder, name)
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen })
    }, filePath)
    return filePath
  }
  const done = page.getByRole('region', { name: 'What was done' })

  const month = await savingTo('month.csv')
  await page.locator('header').getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Table of tenants (.csv)' }).click()
  await expect(done).toContainText(`month.csv is saved in ${basename(home.folder)}: 4 rows.`)
  expect(readFileSync(month, 'utf8').split('\r\n')).toHaveLength(1 + 4 + 1)

  // A hidden window printed it and is closed afterwards.
  const evidence = await savingTo('evidence.pdf')
  await page
    .getByRole('region', { name: /is over but not approved$/ })
    .getByRole('button', { name: 'Export' })
    .click()
  await page.getByRole('menuitem', { name: 'PDF', exact: true }).click()
  await expect(done).toContainText(`evidence.pdf is saved in ${basename(home.folder)}`)
  const pdf = readFileSync(evidence, 'latin1')
  expect(pdf).toMatch(/^%PDF-/)
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThanOrEqual(4)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)

  // The chart as a picture, at twice its size on the screen.
  const chart = await savingTo('chart.png')
  await page.getByRole('button', { name: 'Save as a picture' }).click()
  await expect(done).toContainText(`chart.png is saved in ${basename(home.folder)}.`)
  const drawn = await page.getByRole('region', { name: 'Reported users by month' }).locator('svg.recharts-surface').boundingBox()
  const picture = await pictureOf(page, chart)
  expect(picture.width).toBe(((drawn?.width ?? 0) + 32) * 2)
  expect(picture.height).toBeGreaterThan(((drawn?.height ?? 0) + 32) * 2)
  // It is not empty, and nothing touches its edge, where it would be cut off.
  expect(picture.inkOnRim).toBe(0)
  expect(picture.ink).toBeGreaterThan(1_000)
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

test('closing hides the window to the tray, says so once, and the tray shows it again', async () => {
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

test('a second start shows the first window and exits', async () => {
  const { app, page } = await start()
  await new AppPage(page).expectWelcome()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  await expect(startDesktop(home)).rejects.toThrow()
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())))
    .toEqual([true])
})

test('the window opens at its saved position, with the history of a chosen backup', async () => {
  const first = await start()
  const { app, page } = first
  const view = new AppPage(page)
  await view.connectPetra({ name: 'Our partner key', key: petra.key, address: petra.origin })

  // A backup from elsewhere: of a history without snapshots, moved out of the data folder.
  await goToPlace(page, { name: 'history', hash: '#/settings?tab=history' })
  await page.getByRole('button', { name: 'Back up now' }).click()
  await expect(page.getByRole('button', { name: /^Restore history-/ }).first()).toBeVisible()
  // The second folder is chosen in the host's dialog; the page gets only its name.
  const share = join(home.folder, 'share')
  mkdirSync(share)
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, share)
  await page.getByRole('button', { name: 'Choose a folder…' }).click()
  await expect(page.getByText('Folder “share”')).toBeVisible()
  await expect(page.getByText(/^1 backup, newest/)).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('second-folder.png') })
  expect(readdirSync(share).filter((file) => /^history-.*\.db$/.test(file))).toEqual(readdirSync(join(home.dataDir, 'backups')))
  const elsewhere = join(home.folder, 'from elsewhere.db')
  copyFileSync(join(home.dataDir, 'backups', readdirSync(join(home.dataDir, 'backups')).at(-1) ?? ''), elsewhere)
  const snapshots = () =>
    page.evaluate(async () => {
      const answer = await window.api.request('snapshots.list', {})
      return answer.ok ? answer.value.length : -1
    })
  await view.collectNow()
  await expect.poll(snapshots).toBeGreaterThan(3)
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, elsewhere)
  await page.getByRole('button', { name: 'Restore a file…' }).click()
  const restoring = page.getByRole('dialog', { name: 'Restore a backup' })
  await expect(restoring).toContainText('from elsewhere.db was checked and is intact')
  await expect(restoring).toContainText('It contains0 snapshots')
  await restoring.getByRole('button', { name: 'Replace the history' }).click()
  const restored = page.getByRole('dialog', { name: 'Restored' })
  await expect(restored).toContainText('the 0 snapshots of the backup')
  await restored.getByRole('button', { name: 'Done' }).click()
  // The replaced history is kept, and the same window continues to collect.
  expect(readdirSync(home.dataDir).filter((file) => /^history\.replaced-.*\.db$/.test(file))).toHaveLength(1)
  await expect.poll(snapshots).toBeGreaterThan(3)

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 90, width: 1010, height: 700 }))
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

test('a team is created, joined and left in the window', async () => {
  test.skip(postgresObstacle() !== null, postgresObstacle() ?? '')
  const postgres = await startPostgres()
  try {
    const { page } = await start()
    await new AppPage(page).expectWelcome()
    const dialog = await openJoinDialog(page)
    const url = postgres.url(await postgres.createDatabase())
    await testAddress(dialog, { url, password: 'another password' })
    await expect(dialog.getByRole('alert')).toContainText('refused the user owner')
    const team = await createTeam(page, dialog, { url, password: postgres.password })
    await expect(team).toContainText('(this one)')
    await page.screenshot({ path: test.info().outputPath('team.png') })
    await leaveTeam(page)
  } finally {
    await postgres.remove()
  }
})

test('a vendor that refuses its key causes one notification', async () => {
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

test('a failed start shows a window with the next step', async () => {
  mkdirSync(home.dataDir, { recursive: true })
  writeFileSync(join(home.dataDir, 'history.db'), 'this is no database, however long one looks at it')
  const { page } = await start()
  await expect(page.getByRole('heading', { name: 'Seatledger could not start' })).toBeVisible()
  await expect(page.locator('#message')).not.toBeEmpty()
  await expect(page.getByLabel(/Details for support/)).toHaveValue(/Code: DB_/)
  await page.screenshot({ path: test.info().outputPath('failure.png') })
  // Renamed, never deleted.
  expect(readdirSync(home.dataDir).filter((file) => file.startsWith('history.damaged'))).not.toEqual([])
})

test('an encrypted history without a keychain shows a window that says how to unlock it, and is not changed', async () => {
  const first = await start()
  await new AppPage(first.page).expectWelcome()
  await first.quit()
  const key = keyFromRecoveryKey(newRecoveryKey())
  addKeys([key])
  changeKey(home.dataDir, key)
  const before = readFileSync(join(home.dataDir, 'history.db'))
  const { page } = await start()
  await expect(page.locator('#message')).toContainText('history.db is encrypted, and its key cannot be read from the system’s keychain')
  await expect(page.locator('#message')).toContainText('Unlock the keychain and try again')
  expect(readFileSync(join(home.dataDir, 'history.db')).equals(before)).toBe(true)
})
