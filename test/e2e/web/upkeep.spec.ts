import { expect, type Page, test } from '@playwright/test'
import { type Postgres, postgresObstacle, startPostgres } from '../../support/postgres.ts'
import type { AppPage } from '../pages/app-page.ts'
import { goToPlace } from '../pages/places.ts'
import { violationsOf } from '../support/axe.ts'
import { shareCollectedPage } from '../support/collected-page.ts'
import { heapOf } from '../support/heap.ts'

let page: Page
let app: AppPage
/** A team's server; null where none is installed. */
let postgres: Postgres | null = null
const passwordVariable = 'SEATLEDGER_TEST_TEAM_PASSWORD'

test.beforeAll(async () => {
  if (postgresObstacle() === null) {
    postgres = await startPostgres()
    // The host has it in its environment from its start.
    process.env[passwordVariable] = postgres.password
  }
})
test.afterAll(() => postgres?.remove())
// One history that the tests of this file look after, one after the other.
const collected = shareCollectedPage({ tenants: 3, days: [-35] }, (shared) => {
  page = shared.page
  app = shared.app
})

const snapshots = () =>
  page.evaluate(async () => {
    const answer = await window.api.request('snapshots.list', {})
    return answer.ok ? answer.value.length : -1
  })

test('the credential that was typed is not in the page’s memory', async () => {
  const memory = await heapOf(page)
  expect(memory.includes('Our partner key')).toBe(true)
  expect(memory.includes(collected.petra.key)).toBe(false)
})

test('a history is backed up, grows, and the backup takes its place again', async () => {
  await goToPlace(page, { name: 'history', hash: '#/settings?tab=history' })
  await page.getByRole('button', { name: 'Back up now' }).click()
  await expect(page.getByRole('button', { name: /^Restore history-/ })).toHaveCount(1)
  const before = await snapshots()
  collected.petra.shiftTo(0)
  await app.collectNow()
  const grown = await snapshots()
  expect(grown).toBeGreaterThan(before)

  await page.getByRole('button', { name: /^Restore history-/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' })
  // What comes, what goes, and what becomes of it, before anything happens.
  await expect(dialog).toContainText('was checked and is intact')
  await expect(dialog).toContainText(`${before} snapshots of 3 tenants`)
  await expect(dialog).toContainText(`${grown} snapshots of 3 tenants`)
  await expect(dialog).toContainText('kept in the data folder')
  await dialog.getByRole('button', { name: 'Replace the history' }).click()
  const done = page.getByRole('dialog', { name: 'Restored' })
  await expect(done).toContainText(`${before} snapshots of the backup`)
  await expect(done).toContainText(/history\.replaced-.*\.db/)
  await done.getByRole('button', { name: 'Done' }).click()
  expect(await snapshots()).toBe(before)

  // The same page goes on with the same connection.
  await app.collectNow()
  expect(await snapshots()).toBeGreaterThan(before)
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(page.getByText(/rebuilt and equal/)).toBeVisible()
})

test('a tenant’s history is deleted for good after its name was typed, and the backups that hold it are named', async () => {
  await goToPlace(page, { name: 'history', hash: '#/settings?tab=history' })
  await page.getByRole('button', { name: 'Delete history…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete history' })
  await dialog.getByRole('combobox', { name: 'Tenant' }).click()
  const option = page.getByRole('option').first()
  const name = (await option.textContent()) ?? ''
  await option.click()
  const act = dialog.getByRole('button', { name: 'Delete permanently' })
  await expect(act).toBeDisabled()
  await dialog.getByLabel(/^Type /).fill(name)
  await act.click()
  const done = page.getByRole('dialog', { name: 'Deleted' })
  await expect(done).toContainText(/\d+ snapshots? deleted/)
  await expect(done).toContainText(/These files may still contain the deleted data: .*history-/)
  await done.getByRole('button', { name: 'Done' }).click()
})

test('a team: the exchange is shown, works, and fails with its reason', async () => {
  test.skip(postgres === null, postgresObstacle() ?? '')
  const request = (route: 'team.connect' | 'team.disconnect', input: object) =>
    page.evaluate(([name, value]) => window.api.request(name, value as never), [route, input] as const)
  const url = postgres!.url(await postgres!.createDatabase())
  await goToPlace(page, { name: 'team', hash: '#/settings?tab=team' })
  await expect(page.getByText('This history does not belong to a team')).toBeVisible()
  expect(await request('team.connect', { url, secret: { env: passwordVariable } })).toMatchObject({ ok: true })
  await page.reload()
  const team = page.getByRole('region', { name: 'Team' })
  await expect(team.getByText('works', { exact: true })).toBeVisible()
  await team.getByRole('button', { name: 'Exchange now' }).click()
  await expect(team.getByRole('status')).toContainText(/^Sent \d+ snapshots?, fetched 0/)
  await expect(team.getByText(/^[1-9]\d* snapshots, \d+ MB$/)).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await postgres!.stop('immediate')
  await team.getByRole('button', { name: 'Exchange now' }).click()
  await expect(team.getByText(/cannot be reached/).first()).toBeVisible()
  await expect(team.getByText(/^failing since /)).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  expect(await request('team.disconnect', {})).toMatchObject({ ok: true })
})

test('a connection is paused: it says so wherever it counts, is not asked, and undoing resumes it', async () => {
  await goToPlace(page, { name: 'connections', hash: '#/settings' })
  const status = page.getByRole('region', { name: 'Collecting', exact: true })
  await page.getByRole('main').getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('main').getByText('paused', { exact: true })).toBeVisible()
  await expect(status).toContainText('Every connection is paused')
  await expect(status.getByRole('button', { name: 'Collect now' })).toBeDisabled()
  expect(await violationsOf(page)).toEqual([])
  await goToPlace(page, { name: 'activity', hash: '#/activity' })
  await page.getByRole('button', { name: 'Collect what is due' }).click()
  await expect(page.getByRole('region', { name: 'What was done' })).toContainText('Nothing is collected. Every connection is paused')
  await goToPlace(page, { name: 'tenants', hash: '#/settings?tab=tenants' })
  await expect(page.getByText('once the connection is resumed; it is paused')).toBeVisible()
  await goToPlace(page, { name: 'overview', hash: '#/' })
  await expect(page.getByRole('grid', { name: 'Tenants' }).getByText('paused').first()).toBeVisible()
  await goToPlace(page, { name: 'connections', hash: '#/settings' })
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('main').getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(status.getByRole('button', { name: 'Collect now' })).toBeEnabled()
})

test('a connection is removed with its history kept, and another time with it', async () => {
  await goToPlace(page, { name: 'connections', hash: '#/settings' })
  const kept = await snapshots()
  await page.getByRole('button', { name: 'Remove…' }).click()
  await page
    .getByRole('dialog', { name: /^Remove / })
    .getByRole('button', { name: 'Remove, keep the history' })
    .click()
  await expect(page.getByText('No connection yet')).toBeVisible()
  expect(await snapshots()).toBe(kept)

  await goToPlace(page, { name: 'welcome', hash: '#/' })
  await app.connectPetra({ name: 'Our partner key', key: collected.petra.key, address: collected.petra.origin })
  await goToPlace(page, { name: 'connections', hash: '#/settings' })
  await page.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Remove / })
  await dialog.getByRole('checkbox').check()
  await dialog.getByLabel(/^Type /).fill('Our partner key')
  await dialog.getByRole('button', { name: 'Remove with its history' }).click()
  await expect(page.getByText('No connection yet')).toBeVisible()
  expect(await snapshots()).toBe(0)
  expect(collected.complaints).toEqual([])
})
