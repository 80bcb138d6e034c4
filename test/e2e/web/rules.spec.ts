import { expect, type Page, test } from '@playwright/test'
import { goToPlace } from '../pages/places.ts'
import { shareCollectedPage } from '../support/collected-page.ts'

let page: Page

const collected = shareCollectedPage({ tenants: 3, days: [-35, 0] }, ({ page: opened }) => {
  page = opened
})
test.beforeEach(() => goToPlace(page, { name: 'licences', hash: '#/licences' }))

const dialog = () => page.getByRole('dialog')

const most = () =>
  page.evaluate(async () => {
    const answer = await window.api.request('licences.get', {})
    if (!answer.ok) throw new Error(answer.error.message)
    const row = answer.value.rows.filter((each) => !each.excludedByVendor).toSorted((a, b) => b.holders - a.holders)[0]
    return { name: row?.name ?? '', recounted: answer.value.people.recounted }
  })

test('a price for all history first shows what it would change, and is then listed as a rule', async () => {
  await page.getByRole('button', { name: 'set', exact: true }).first().click()
  await dialog().getByLabel('Price of one').fill('7.25')
  // A month is chosen from a list, so it cannot be mistyped. Next year's months are included, because price changes are announced in advance.
  await dialog().getByRole('combobox', { name: 'From month' }).click()
  await expect(page.getByRole('option', { name: `January ${new Date().getUTCFullYear() + 1}` })).toBeAttached()
  await page.keyboard.press('Escape')
  await dialog().getByText('All history').click()
  await expect(dialog().getByText('Figures that change:')).toBeVisible()
  await dialog().getByRole('button', { name: 'Set for all history' }).click()
  await expect(dialog()).toBeHidden()
  await expect(page.getByRole('button', { name: '€7.25' }).first()).toBeVisible()
  await goToPlace(page, { name: 'rules', hash: '#/settings?tab=prices' })
  await expect(page.getByRole('grid', { name: 'Prices' })).toContainText('all history')
})

test('a licence that the vendor does not bill is not recounted, and a free one is marked', async () => {
  const before = await most()
  const menu = page.getByRole('button', { name: `What to do with ${before.name}` })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Mark as not billed by the vendor…' }).click()
  await expect(dialog().getByText('Figures that change:')).toBeVisible()
  await dialog().getByRole('button', { name: 'Set', exact: true }).click()
  await expect(dialog()).toBeHidden()
  await expect(page.getByRole('grid', { name: 'Licences' }).getByText('not billed').first()).toBeVisible()
  expect((await most()).recounted).toBeLessThan(before.recounted)

  await menu.click()
  await page.getByRole('menuitem', { name: 'Mark as free…' }).click()
  await dialog().getByRole('button', { name: 'Set', exact: true }).click()
  await expect(dialog()).toBeHidden()
  await expect(page.getByRole('grid', { name: 'Licences' }).getByText('free', { exact: true }).first()).toBeVisible()
})

test('a licence’s custom name is shown everywhere', async () => {
  const { name } = await most()
  await page.getByRole('button', { name: `What to do with ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await dialog().getByLabel('Name', { exact: true }).fill('Desk seat <b>2</b>')
  await dialog().getByRole('button', { name: 'Set', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Licences' }).getByText('Desk seat <b>2</b>')).toBeVisible()
  await goToPlace(page, { name: 'sets', hash: '#/licences?tab=combinations' })
  await expect(page.getByText('Desk seat <b>2</b>').first()).toBeVisible()
  expect(collected.complaints).toEqual([])
})
