import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { goToPlace } from '../pages/places.ts'
import { violationsOf } from '../support/axe.ts'
import { shareCollectedPage } from '../support/collected-page.ts'
import { type MonthToBill, monthToBill } from '../support/month-to-bill.ts'

let page: Page
let actual: MonthToBill

// One invoice is imported, mapped, decided and exported, in this order.
const collected = shareCollectedPage({ tenants: 4, days: [-35, 0] }, async ({ page: opened }) => {
  page = opened
  actual = await monthToBill(page)
})

const dialog = () => page.getByRole('dialog')
const done = () => page.getByRole('region', { name: 'What was done' })
const grid = () => page.getByRole('grid', { name: 'Comparison' })
const rows = () =>
  grid()
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })
const rowOf = (client: string) => rows().filter({ hasText: client })
const show = (rows: RegExp) => page.getByRole('radiogroup', { name: 'Rows' }).getByText(rows).click()

const nearName = () => `${actual.names[3]} Holding Ltd`

/** Titles, decimal commas, a total row, and: a match, one seat too few, two too many, a name to map, a foreign customer. */
function invoice(): Buffer {
  const {
    licence,
    names: [matched, under, over],
    seats,
  } = actual
  const lines = [
    'Invoice 2026-0815;;;',
    ';;;',
    'Client;Service;Seats;Price',
    `${matched};${licence};${seats[0]};10,50 €`,
    `${under};${licence};${seats[1]! - 1};10,50 €`,
    `${over};${licence};${seats[2]! + 2};10,50 €`,
    `${nearName()};${licence};${seats[3]};10,50 €`,
    `Nobody We Know;${licence};4;10,50 €`,
    `Total;;${seats.slice(0, 4).reduce((sum, each) => sum + each, 5)};`,
  ]
  return Buffer.from(lines.join('\r\n'))
}

const choose = (name: string, buffer: Buffer) => page.getByLabel('Invoice file').setInputFiles({ name, mimeType: 'text/csv', buffer })

const pick = async (label: string, option: string) => {
  await dialog().getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('without an invoice the screen asks for a file, and a file in another format is refused with the next step', async () => {
  await goToPlace(page, { name: 'reconcile', hash: '#/reconcile' })
  await expect(page.getByText(/^No invoice for /)).toBeVisible()
  await page.getByRole('button', { name: 'Choose a file…' }).click()
  await choose('letter.csv', Buffer.from('Dear customer\r\nplease find attached\r\n'))
  await expect(dialog().getByRole('alert')).toContainText('letter.csv cannot be read')
  await expect(dialog().getByRole('button', { name: /^Import for/ })).toBeDisabled()
  expect(await violationsOf(page)).toEqual([])
})

test('columns are mapped once, and the file is imported as previewed', async () => {
  await choose('october.csv', invoice())
  await expect(dialog().getByText('not recognised by a profile')).toBeVisible()
  await expect(dialog().getByRole('textbox', { name: 'Header in row' })).toHaveValue('3')
  await pick('Customer’s name', 'Client')
  await pick('Product’s name', 'Service')
  await pick('Quantity', 'Seats')
  await pick('Unit price', 'Price')
  await dialog().getByRole('textbox', { name: 'Currency of the prices' }).fill('EUR')
  await expect(dialog().getByText(/^5 lines, 1 total left out/)).toBeVisible()
  await dialog().getByLabel('Save these columns as a profile').fill('Our PSA')
  expect(await violationsOf(page)).toEqual([])
  await page.screenshot({ path: test.info().outputPath('bring-in.png') })
  await dialog()
    .getByRole('button', { name: /^Import for/ })
    .click()
  await expect(dialog()).toBeHidden()
  await expect(done()).toContainText('october.csv: 5 lines imported')
  await expect(page.getByRole('region', { name: 'Unmapped lines' })).toContainText('2')
  await expect(page.getByRole('region', { name: 'Under-billed seats' })).toContainText('2 unmapped lines are not in any total')
  // The two unmapped lines, the two differences, and the tenant of the unmapped name, which has no line so far.
  await expect(rows()).toHaveCount(5)
  await expect(rowOf(actual.names[3] ?? '').last()).toContainText('not on the invoice')
  expect(await violationsOf(page)).toEqual([])
  await page.screenshot({ path: test.info().outputPath('brought-in.png'), fullPage: true })
})

test('the same file again is recognised and changes nothing', async () => {
  await page.getByRole('button', { name: 'Import an invoice' }).click()
  await choose('october.csv', invoice())
  await expect(dialog().getByText(/read with the profile Our PSA/)).toBeVisible()
  await dialog()
    .getByRole('button', { name: /^Import for/ })
    .click()
  await expect(done()).toContainText('Nothing changed')
  await expect(page.getByRole('listitem').filter({ hasText: 'october.csv' })).toHaveCount(1)
})

test('a name is mapped by its suggestion, undone and mapped again; another is left out', async () => {
  const name = page.getByRole('listitem', { name: nearName() })
  await name.getByRole('button', { name: `It is ${actual.names[3]}` }).click()
  await expect(name).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(name).toBeVisible()
  await name.getByRole('button', { name: 'Another…' }).click()
  await pick('Tenant', actual.names[3] ?? '')
  await dialog().getByRole('button', { name: 'Map', exact: true }).click()
  await expect(name).toBeHidden()
  await page.getByRole('listitem', { name: 'Nobody We Know' }).getByRole('button', { name: 'Leave out…' }).click()
  await dialog().getByLabel('Reason').fill('not a customer of ours')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Names to map' })).toBeHidden()
  await expect(page.getByRole('region', { name: 'Unmapped lines' })).toContainText('1 line is left out')
  await page.getByRole('button', { name: 'Remove the mapping of Nobody We Know' }).click()
  await expect(page.getByRole('listitem', { name: 'Nobody We Know' })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('listitem', { name: 'Nobody We Know' })).toBeHidden()
  expect(await violationsOf(page)).toEqual([])
  await expect(rows()).toHaveCount(2)
  await show(/^Matched/)
  await expect(rows()).toHaveCount(2)
  await show(/^Open/)
  await expect(rowOf(actual.names[1] ?? '')).toContainText('€10.50')
})

test('by keyboard alone, a row is opened and decided, and the next open one gets the focus', async () => {
  const focusedRow = page.locator('[role=row]').filter({ has: page.locator(':focus') })
  await rows().first().getByRole('gridcell').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  const first = (await focusedRow.textContent()) ?? ''
  await page.keyboard.press('Enter')
  await expect(dialog().getByRole('heading', { name: 'The people behind it' })).toBeVisible()
  await expect(dialog().getByRole('grid', { name: 'People of the row' })).toBeVisible()
  await expect(dialog().getByLabel('Reason')).toBeFocused()
  expect(await violationsOf(page)).toEqual([])
  await page.screenshot({ path: test.info().outputPath('row.png') })
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
  await expect(focusedRow).toHaveText(first)

  await page.keyboard.press('Enter')
  await expect(dialog().getByLabel('Reason')).toBeFocused()
  await page.keyboard.type('known since Monday')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await expect(rows()).toHaveCount(1)
  await expect(focusedRow).toHaveCount(1)

  await page.keyboard.press('Enter')
  await expect(dialog().getByLabel('Reason')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ArrowRight')
  await expect(dialog().getByRole('radio', { name: 'Adjust' })).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.type('corrected on the next invoice')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await expect(page.getByText('No open rows')).toBeVisible()
})

test('a decision is undone and made again, and is shown in the row and its history', async () => {
  await page.keyboard.press('Control+z')
  await expect(rows()).toHaveCount(1)
  await rows().first().getByRole('gridcell').first().click()
  await dialog().getByText('Dispute', { exact: true }).click()
  await dialog().getByLabel('Reason').fill('the supplier counts two leavers')
  await dialog().getByLabel('Decided by').fill('Kim')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await show(/^All/)
  const disputed = rows().filter({ hasText: 'disputed' })
  await expect(disputed).toHaveCount(1)
  await disputed.getByRole('gridcell').first().click()
  await expect(dialog().getByRole('listitem').first()).toContainText(/disputed.* by Kim: the supplier counts two leavers/)
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
})

test('a decided row is reopened, and several rows are decided at once and undone', async () => {
  await rows().filter({ hasText: 'disputed' }).getByRole('gridcell').first().click()
  await dialog().getByText('Reopen', { exact: true }).click()
  await dialog().getByLabel('Reason').fill('the supplier answered')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await show(/^All/)
  await rows().filter({ hasText: 'accepted' }).getByRole('gridcell').first().click()
  await dialog().getByText('Reopen', { exact: true }).click()
  await dialog().getByLabel('Reason').fill('together with the other one')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await show(/^Open/)
  await expect(rows()).toHaveCount(2)
  await page.getByRole('button', { name: 'Select the open rows' }).click()
  await page.getByRole('button', { name: 'Decide 2 rows…' }).click()
  await expect(dialog()).toContainText(/Under 1.*of 2 clients/)
  expect(await violationsOf(page)).toEqual([])
  await page.screenshot({ path: test.info().outputPath('several.png') })
  await dialog().getByText('Adjust', { exact: true }).click()
  await dialog().getByLabel('Reason').fill('bill what the vendor said')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No open rows')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(rows()).toHaveCount(2)
  await page.getByRole('button', { name: 'Select the open rows' }).click()
  // A selected row that the filter hides is not decided.
  const filter = page.getByRole('searchbox', { name: 'Filter comparison' })
  await filter.fill(actual.names[1] ?? '')
  await expect(page.getByRole('button', { name: 'Decide 2 rows…' })).toBeHidden()
  await filter.fill('')
  await page.getByRole('button', { name: 'Decide 2 rows…' }).click()
  await dialog().getByLabel('Reason').fill('known since Monday')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No open rows')).toBeVisible()
  await show(/^All/)
})

test('a service is created, excludes a person, is changed and ended; each is undone', async () => {
  const services = page.getByRole('region', { name: 'Services' })
  const service = services.getByRole('listitem', { name: 'Managed user' })
  await services.getByRole('button', { name: 'New service…' }).click()
  await dialog().getByLabel('Name').fill('Managed user')
  await dialog().getByRole('combobox', { name: 'Licences' }).click()
  await page.getByRole('option', { name: actual.licence, exact: true }).click()
  await page.keyboard.press('Escape')
  expect(await violationsOf(page)).toEqual([])
  await page.screenshot({ path: test.info().outputPath('service.png') })
  await dialog().getByRole('button', { name: 'Create' }).click()
  await expect(service).toContainText(`${actual.licence} · people with at least one of them · billed in arrears`)

  await service.getByRole('button', { name: 'Exclude a person…' }).click()
  await pick('Tenant', actual.names[0] ?? '')
  await dialog().getByRole('combobox', { name: 'Person' }).click()
  await page.getByRole('option').first().click()
  await dialog().getByLabel('Reason').fill('shared kiosk')
  await dialog().getByRole('button', { name: 'Exclude' }).click()
  await expect(service).toContainText('is not counted: shared kiosk')
  expect(await violationsOf(page)).toEqual([])
  await page.screenshot({ path: test.info().outputPath('services.png'), fullPage: true })
  await service.getByRole('button', { name: /^Include .* again$/ }).click()
  await expect(service.getByText('shared kiosk')).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(service).toContainText('shared kiosk')

  await service.getByRole('button', { name: 'Edit…' }).click()
  await dialog().getByLabel('Tolerance').fill('2')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await expect(service).toContainText('tolerance 2')
  await service.getByRole('button', { name: 'End Managed user' }).click()
  await expect(service).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(service).toContainText('tolerance 2')
  await service.getByRole('button', { name: 'End Managed user' }).click()
  await expect(service).toBeHidden()
})

test('a saved profile is removed after confirmation', async () => {
  await page.getByRole('button', { name: 'Remove the profile Our PSA' }).click()
  await dialog().getByRole('button', { name: 'Remove the profile' }).click()
  await expect(page.getByRole('region', { name: 'Saved profiles' })).toBeHidden()
})

test('the comparison is exported with its decisions', async () => {
  const download = page.waitForEvent('download')
  await page.locator('header').getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'CSV', exact: true }).click()
  const [header, ...lines] = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(header).toMatch(/^Client,Service\/SKU,Billed,Actual,Variance,Status/)
  expect(lines).toHaveLength(4)
  const { names, seats, licence } = actual
  expect(lines.find((line) => line.startsWith(`${names[0]},`))).toContain(`${licence},${seats[0]},${seats[0]},0,matched`)
  expect(lines.find((line) => line.startsWith(`${names[1]},`))).toContain(`${licence},${seats[1]! - 1},${seats[1]},1,under,10.50`)
  expect(lines.find((line) => line.startsWith(`${names[2]},`))).toContain(`${licence},${seats[2]! + 2},${seats[2]},-2,over,-21.00`)
})

test('the palette opens the import, and an invoice is removed after confirmation', async () => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('invoice')
  await expect(page.getByRole('option', { name: /^Import an invoice/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(dialog().getByRole('button', { name: 'Choose a file…' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove october.csv' }).click()
  await dialog().getByRole('button', { name: 'Remove the invoice' }).click()
  await expect(page.getByText(/^No invoice for /)).toBeVisible()
  expect(collected.complaints).toEqual([])
})
