import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { complaintsOf } from '../pages/app-page.ts'
import { goToPlace } from '../pages/places.ts'
import { violationsOf } from '../support/axe.ts'
import { startBrowserHost } from '../support/browser-host.ts'
import { heapOf } from '../support/heap.ts'

const hasKeyring = ['dbus-run-session', 'gnome-keyring-daemon'].every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0)

test('the history is encrypted after its recovery key was typed back, gets another key, and is decrypted', async ({ page }) => {
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
    await first.getByRole('button', { name: 'I wrote it down' }).click()
    await expect(first.getByText(shown!)).toHaveCount(0)
    expect(await violationsOf(page)).toEqual([])
    // Nothing changes until it is the right one.
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
    // The page forgets it: neither as shown nor as typed is it left in its memory.
    const memory = await heapOf(page)
    expect(memory).toContain('Encrypt the history')
    for (const text of [shown!, shown!.toLowerCase().replaceAll('-', ' ')]) expect(memory.includes(text), text).toBe(false)
    const before = header()

    await page.getByRole('button', { name: 'New recovery key…' }).click()
    const second = page.getByRole('dialog', { name: 'New recovery key' })
    await second.getByRole('button', { name: 'Show the recovery key' }).click()
    const replacement = await second.locator('code').textContent()
    await second.getByRole('button', { name: 'I wrote it down' }).click()
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
