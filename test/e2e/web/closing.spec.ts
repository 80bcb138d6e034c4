import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { goToPlace } from '../pages/places.ts'
import { shareCollectedPage } from '../support/collected-page.ts'

let page: Page

const collected = shareCollectedPage({ tenants: 3, days: [-35, 0] }, ({ page: opened }) => {
  page = opened
})

const done = () => page.getByRole('region', { name: 'What was done' })

test('costs to check link from Overview to their items, which can be muted, undone and unmuted', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  await page.getByRole('link', { name: /^Disabled people with licences/ }).click()
  const items = page.getByRole('grid', { name: 'Disabled people with licences' })
  const kinds = page.getByRole('grid', { name: 'Costs to check, by kind' })
  await expect(items).toBeVisible()
  const count = await items.getByRole('button', { name: 'Mute…' }).count()
  expect(count).toBeGreaterThan(0)
  const mute = async () => {
    await items.getByRole('button', { name: 'Mute…' }).first().click()
    await page.getByLabel('Reason').fill('on parental leave')
    await page.getByRole('button', { name: 'Mute', exact: true }).click()
    await expect(items.getByText('on parental leave')).toBeVisible()
  }
  await mute()
  await expect(page.getByText('1 item is muted')).toBeVisible()
  await done().getByRole('button', { name: 'Undo' }).click()
  await expect(items.getByText('on parental leave')).toBeHidden()
  await mute()
  await items.getByRole('button', { name: 'Unmute' }).click()
  await expect(items.getByRole('button', { name: 'Unmute' })).toBeHidden()
  await expect(kinds).toBeVisible()
})

test('a month that is over is approved with a note, exported, and then shown as closed', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  const panel = page.getByRole('region', { name: /is over but not approved$/ })
  await panel.getByRole('button', { name: 'Approve…' }).click()
  await page.getByLabel('Note').fill('as invoiced')
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  const approved = page.getByRole('region', { name: /is over but not closed$/ })
  await expect(approved.getByText(/as invoiced\.$/)).toBeVisible()
  const download = page.waitForEvent('download')
  await approved.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Table of tenants (.csv)' }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('\r\n')
  // Closed months are not shown on Overview.
  await expect(approved).toBeHidden()
  const closing = await page.evaluate(async () => {
    const answer = await window.api.request('closing.get', {})
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value
  })
  expect(closing.closed).toBe(true)
  expect(closing.exports).toMatchObject([{ what: 'month', format: 'csv', tenant: null, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }])
  expect(JSON.stringify(closing)).not.toContain(collected.host.dataDir)
  await goToPlace(page, { name: 'month', hash: `#/?month=${closing.month}` })
  await expect(page.getByRole('region', { name: /is closed$/ })).toBeVisible()
  expect(collected.complaints).toEqual([])
})
