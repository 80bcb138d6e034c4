import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { complaintsOf } from '../pages/app-page.ts'
import { goToPlace } from '../pages/places.ts'
import { violationsOf } from '../support/axe.ts'
import { startBrowserHost } from '../support/browser-host.ts'
import { temporaryFolder } from '../support/folders.ts'
import { heapOf } from '../support/heap.ts'

const hasKeyring = ['dbus-run-session', 'gnome-keyring-daemon'].every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0)

test('the history is encrypted after typing back its recovery key, gets another key, and is decrypted', async ({ page }) => {
  test.skip(!hasKeyring, 'no Secret Service on this machine')
  const host = await startBrowserHost({ keyring: true })
  try {
    const complaints = complaintsOf(page)
    const header = () => readFileSync(join(host.dataDir, 'history.db')).subarray(0, 15).toString('latin1')
    await page.goto(host.url)
    await goToPlace(page, { name: 'history', hash: '#/settings?tab=history' })
    const control = page.getByRole('switch', { name: 'Encrypt the history' })
    await expect(control).not.toBeChecked()
    expect(header()).toBe('SQLite format 3')

    await control.click()
    const first = page.getByRole('dialog', { name: 'Encrypt the history' })
    await first.getByRole('button', { name: 'Show the recovery key' }).click()
    const shown = await first.locator('code').textContent()
    expect(shown).toMatch(/^(\w{4}-){7}\w{4}$/)
    expect((await heapOf(page)).includes(shown!)).toBe(true)
    await first.getByRole('button', { name: 'I have written it down' }).click()
    await expect(first.getByText(shown!)).toHaveCount(0)
    expect(await violationsOf(page)).toEqual([])
    // Nothing changes until the right key is typed.
    await first.getByRole('textbox', { name: 'Recovery key' }).fill(shown!.replace(/^./, (letter) => (letter === '2' ? '3' : '2')))
    await first.getByRole('button', { name: 'Encrypt', exact: true }).click()
    await expect(first).toContainText('This is not the recovery key that was shown')
    expect(header()).toBe('SQLite format 3')
    await first.getByRole('textbox', { name: 'Recovery key' }).fill(shown!.toLowerCase().replaceAll('-', ' '))
    await first.getByRole('button', { name: 'Encrypt', exact: true }).click()
    await expect(page.getByRole('dialog', { name: 'Encrypted' })).toContainText('1 file rewritten')
    await page.getByRole('button', { name: 'Done' }).click()
    await expect(control).toBeChecked()
    expect(header().slice(0, 4)).toBe('SLK1')
    // The page discards the key: its memory contains neither the shown nor the typed one.
    const memory = await heapOf(page)
    expect(memory).toContain('Encrypt the history')
    for (const text of [shown!, shown!.toLowerCase().replaceAll('-', ' ')]) expect(memory.includes(text), text).toBe(false)
    const before = header()

    await page.getByRole('button', { name: 'New recovery key…' }).click()
    const second = page.getByRole('dialog', { name: 'New recovery key' })
    await second.getByRole('button', { name: 'Show the recovery key' }).click()
    const replacement = await second.locator('code').textContent()
    await second.getByRole('button', { name: 'I have written it down' }).click()
    await second.getByRole('textbox', { name: 'Recovery key' }).fill(replacement!)
    await second.getByRole('button', { name: 'Replace the key' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    expect(header()).not.toBe(before)

    await control.click()
    const last = page.getByRole('dialog', { name: 'Store the history unencrypted' })
    await expect(last).toContainText('can then read people’s names')
    await last.getByRole('button', { name: 'Decrypt' }).click()
    await expect(page.getByRole('dialog', { name: 'Decrypted' })).toBeVisible()
    expect(header()).toBe('SQLite format 3')
    expect(complaints.filter((each) => !each.includes('401'))).toEqual([])
  } finally {
    await host.stop()
  }
})

/** Encrypts the history with a new recovery key and backs it up. Returns the recovery key. */
const encryptAndBackUp = (page: Page) =>
  page.evaluate(async () => {
    const offer = await window.api.request('encryption.offer', {})
    if (!offer.ok) throw new Error(offer.error.message)
    const { recoveryKey } = offer.value
    for (const answer of [
      await window.api.request('encryption.set', { on: true, recoveryKey }),
      await window.api.request('backups.create', {}),
    ])
      if (!answer.ok) throw new Error(answer.error.message)
    return recoveryKey
  })

test('on another machine the page asks for the recovery key of the history, and of a backup with another key', async ({ page }) => {
  test.skip(!hasKeyring, 'no Secret Service on this machine')
  const { folder, remove } = temporaryFolder()
  const dataDir = join(folder, 'data')
  const backups = join(dataDir, 'backups')
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  const newestOf = (from: string) => readdirSync(join(from, 'backups')).sort().at(-1)!
  const first = await startBrowserHost({ keyring: true })
  const keys: string[] = []
  try {
    await page.goto(first.url)
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
    for (const target of [join(dataDir, 'history.db'), join(backups, 'history-2026-01-02T03-04-05Z.db')]) {
      keys.push(await encryptAndBackUp(page))
      copyFileSync(join(first.dataDir, 'backups', newestOf(first.dataDir)), target)
    }
  } finally {
    await first.stop()
  }

  const host = await startBrowserHost({ keyring: true, dataDir })
  try {
    await page.goto(host.url)
    await expect(page.getByRole('heading', { name: 'The history is encrypted' })).toBeVisible()
    expect(host.messages()).toContain('The page asks for the recovery key')
    expect(await violationsOf(page)).toEqual([])
    const field = page.getByRole('textbox', { name: 'Recovery key' })
    const unlock = page.getByRole('button', { name: 'Unlock' })
    await field.fill(keys[1]!)
    await unlock.click()
    await expect(page.getByRole('alert')).toContainText('is not the key of')
    await field.fill(keys[0]!)
    await unlock.click()
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()

    await goToPlace(page, { name: 'history', hash: '#/settings?tab=history' })
    await page.getByRole('button', { name: 'Restore history-2026-01-02T03-04-05Z.db' }).click()
    const dialog = page.getByRole('dialog', { name: 'Restore a backup' })
    await expect(dialog).toContainText('encrypted with a key that is not on this machine')
    expect(await violationsOf(page)).toEqual([])
    await dialog.getByRole('textbox', { name: 'Recovery key' }).fill('AAAA')
    await dialog.getByRole('button', { name: 'Unlock' }).click()
    await expect(dialog.getByRole('alert')).toContainText('is not the key of')
    await dialog.getByRole('textbox', { name: 'Recovery key' }).fill(keys[1]!)
    await dialog.getByRole('button', { name: 'Unlock' }).click()
    await expect(dialog).toContainText('was checked and is intact')
    await dialog.getByRole('button', { name: 'Replace the history' }).click()
    await expect(page.getByRole('dialog', { name: 'Restored' })).toBeVisible()

    const memory = await heapOf(page)
    const written = readdirSync(dataDir, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => readFileSync(join(each.parentPath, each.name), 'latin1'))
    for (const key of keys) for (const text of [memory, page.url(), host.messages(), ...written]) expect(text.includes(key)).toBe(false)
  } finally {
    await host.stop()
    remove()
  }
})
