import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { writeXlsx } from 'hucre/xlsx'
import { goToPlace } from '../pages/places.ts'
import { shareCollectedPage } from '../support/collected-page.ts'
import { type MonthToBill, monthToBill } from '../support/month-to-bill.ts'

let page: Page
let known: MonthToBill

const collected = shareCollectedPage({ tenants: 4, days: [-35, 0] }, async ({ page: opened }) => {
  page = opened
  known = await monthToBill(page)
  await saveProfile(page, known.month)
})

/** A profile for the supplier's columns, which were mapped with an earlier file. */
const saveProfile = (page: Page, month: string) =>
  page.evaluate(async (month) => {
    const added = await window.api.request('invoices.add', {
      file: { name: 'earlier.csv', base64: btoa('Client,Service,Seats,Price\r\nNobody,Nothing,1,1.00\r\n') },
      month,
      columns: {
        fields: { customerName: 'Client', productName: 'Service', quantity: 'Seats', unitPrice: 'Price' },
        currency: 'EUR',
      },
      saveAs: 'Our PSA',
      who: 'Kim',
    })
    if (!added.ok) throw new Error(added.error.message)
    const removed = await window.api.request('invoices.remove', { id: added.value.invoice.id })
    if (!removed.ok) throw new Error(removed.error.message)
  }, month)

/** A workbook with a match, a seat too few, two too many, and a customer with another name. */
async function supplierWorkbook(): Promise<Buffer> {
  const { names, seats, licence } = known
  const rows: (string | number)[][] = [
    ['Client', 'Service', 'Seats', 'Price'],
    [names[0]!, licence, seats[0]!, 10.5],
    [names[1]!, licence, seats[1]! - 1, 10.5],
    [names[2]!, licence, seats[2]! + 2, 10.5],
    [`${names[3]} Holding Ltd`, licence, seats[3]!, 10.5],
  ]
  return Buffer.from(await writeXlsx({ sheets: [{ name: 'Invoice', rows }] }))
}

/** Counts the mouse clicks from now on, anywhere in the page. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counter = { clicks: 0 }
    Object.assign(window, { counter })
    const count = (event: Event): void => {
      if (event.isTrusted) counter.clicks += 1
    }
    window.addEventListener('pointerdown', count, true)
  })
  return () => page.evaluate(() => (window as unknown as { counter: { clicks: number } }).counter.clicks)
}

const dialog = () => page.getByRole('dialog')
const done = () => page.getByRole('region', { name: 'What was done' })
const openRows = () =>
  page
    .getByRole('grid', { name: 'Comparison' })
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })

test('at most twelve clicks from a file with known columns to a closed month', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  const clicks = await countClicks(page)
  const panel = page.getByRole('region', { name: /is over but not approved$/ })

  // Import: the file and its content.
  await panel.getByRole('link', { name: 'Import an invoice…' }).click()
  const chooser = page.waitForEvent('filechooser')
  await dialog().getByRole('button', { name: 'Choose a file…' }).click()
  await (await chooser).setFiles({
    name: 'supplier.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await supplierWorkbook(),
  })
  await expect(dialog().getByText(/read with the profile Our PSA/)).toBeVisible()
  await dialog()
    .getByRole('button', { name: /^Import for/ })
    .click()
  await expect(done()).toContainText('supplier.xlsx: 4 lines imported')

  // Map the only unknown name.
  await page.getByRole('button', { name: `It is ${known.names[3]}` }).click()
  await expect(openRows()).toHaveCount(2)

  // Decide about both differences; the next open row gets the focus.
  await openRows().first().getByRole('gridcell').first().click()
  const decide = async (reason: string) => {
    await expect(dialog().getByLabel('Reason')).toBeFocused()
    await page.keyboard.type(reason)
    await page.keyboard.press('Enter')
    await expect(dialog()).toBeHidden()
  }
  await decide('on the next invoice')
  await page.keyboard.press('Enter')
  await decide('disputed with the supplier')
  await expect(page.getByText('No open rows')).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('decided.png'), fullPage: true })

  // Approve and export, on the same screen.
  const closing = page.getByRole('region', { name: /is over but not approved$/ })
  await closing.getByRole('button', { name: 'Approve…' }).click()
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  const approved = page.getByRole('region', { name: /is over but not closed$/ })
  await approved.getByRole('button', { name: 'Export' }).click()
  const workbook = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Excel workbook (.xlsx)' }).first().click()
  expect(
    readFileSync(await (await workbook).path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
  await expect(page.getByRole('region', { name: /is closed$/ })).toBeVisible()

  await page.screenshot({ path: test.info().outputPath('closed.png'), fullPage: true })

  const counted = await clicks()
  test.info().annotations.push({ type: 'clicks', description: String(counted) })
  expect(counted).toBeGreaterThan(5)
  expect(counted).toBeLessThanOrEqual(12)
})

test('the machine’s browser prints the evidence pack of the closed month and leaves no files behind', async () => {
  await page.locator('header').getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'PDF', exact: true }).click()
  const pdf = readFileSync(await (await download).path(), 'latin1')
  expect(pdf).toMatch(/^%PDF-/)
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThanOrEqual(4)
  const closing = await page.evaluate(async () => {
    const answer = await window.api.request('closing.get', {})
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value
  })
  expect(closing).toMatchObject({ closed: true, month: known.month })
  expect(closing.exports.map(({ what, format }) => [what, format])).toEqual([
    ['evidence', 'pdf'],
    ['month', 'xlsx'],
  ])
  expect(collected.complaints).toEqual([])
})
