import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Postgres, postgresObstacle, startPostgres } from '../../support/postgres.ts'
import type { AppPage } from '../pages/app-page.ts'
import { goToPlace } from '../pages/places.ts'
import { createTeam, leaveTeam, openJoinDialog, testAddress } from '../pages/team-walk.ts'
import { violationsOf } from '../support/axe.ts'
import { shareCollectedPage } from '../support/collected-page.ts'
import { heapOf } from '../support/heap.ts'

let page: Page
let app: AppPage
/** A team's server; null if PostgreSQL is not installed. */
let postgres: Postgres | null = null

test.beforeAll(async () => {
  if (postgresObstacle() === null) postgres = await startPostgres()
})
test.afterAll(() => postgres?.remove())
// The tests of this file use one history, in order.
const collected = shareCollectedPage({ tenants: 3, days: [-35] }, (shared) => {
  page = shared.page
  app = shared.app
})

const snapshots = () =>
  page.evaluate(async () => {
    const answer = await window.api.request('snapshots.list', {})
    return answer.ok ? answer.value.length : -1
  })

test('a typed credential is not in the page’s memory', async () => {
  const memory = await heapOf(page)
  expect(memory.includes('Our partner key')).toBe(true)
  expect(memory.includes(collected.petra.key)).toBe(false)
})

test('a history is backed up and grows, and the backup replaces it', async () => {
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
  // The contents of both and what happens to the old file, before anything is changed.
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

  // The same page continues with the same connection.
  await app.collectNow()
  expect(await snapshots()).toBeGreaterThan(before)
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(page.getByText(/rebuilt and equal/)).toBeVisible()
})

test('a tenant’s history is permanently deleted after typing its name, and the backups that contain it are listed', async () => {
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

test('a team is joined with what it does said before, exchanges, fails with its reason, and is left', async () => {
  test.skip(postgres === null, postgresObstacle() ?? '')
  const { port, password } = postgres!
  const url = postgres!.url(await postgres!.createDatabase())
  const dialog = await openJoinDialog(page)
  expect(await violationsOf(page)).toEqual([])
  // Each failure says what is wrong, and the dialog stays as it was filled in.
  await testAddress(dialog, { url: 'postgres://owner@127.0.0.1:1/team', password })
  await expect(dialog.getByRole('alert')).toContainText('cannot be reached (ECONNREFUSED). Check the address, the server and the network')
  await testAddress(dialog, { url: `postgres://owner:${password.replaceAll(' ', '')}@127.0.0.1:${port}/team`, password })
  await expect(dialog.getByRole('alert')).toContainText('It must not contain the password')
  await testAddress(dialog, { url, password: 'another password' })
  await expect(dialog.getByRole('alert')).toContainText('refused the user owner. Check the user and its password.')
  await dialog
    .getByLabel('Certificate authority')
    .setInputFiles({ name: 'photo.pem', mimeType: 'text/plain', buffer: Buffer.from('no PEM') })
  await expect(dialog).toContainText('photo.pem is not a PEM certificate')
  await expect(dialog.getByRole('button', { name: 'Test the connection' })).toBeDisabled()
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
  await dialog.getByLabel('Certificate authority').setInputFiles({ name: 'ca.pem', mimeType: 'text/plain', buffer: Buffer.from(pem) })
  await expect(dialog).toContainText('ca.pem')
  await dialog.getByRole('button', { name: 'Use none' }).click()
  expect(await violationsOf(page)).toEqual([])
  // Back keeps what was entered.
  await testAddress(dialog, { url, password })
  await expect(dialog).toContainText(/All \d+ snapshots of this history and every later one/)
  expect(await violationsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Back' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Address of the database' })).toHaveValue(url)
  const team = await createTeam(page, dialog, { url, password })

  await team.getByRole('button', { name: 'Exchange now' }).click()
  await expect(team.getByRole('status')).toContainText(/^Sent \d+ snapshots?, fetched 0/)
  await expect(team.getByText(/^[1-9]\d* snapshots, \d+ MB$/)).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  // The password is in no log, not in the data folder and no longer in the page.
  const files = readdirSync(collected.host.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const holding = files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(password))
  expect(holding.map(({ name }) => name)).toEqual([])
  expect(collected.host.messages()).not.toContain(password)
  expect((await heapOf(page)).includes(password)).toBe(false)

  await postgres!.stop('immediate')
  await team.getByRole('button', { name: 'Exchange now' }).click()
  await expect(team.getByText(/cannot be reached/).first()).toBeVisible()
  await expect(team.getByText(/^failing since /)).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await leaveTeam(page)
})

test('a paused connection is marked everywhere and not requested, and undoing resumes it', async () => {
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

test('a connection is removed and its history kept, and another time deleted', async () => {
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
