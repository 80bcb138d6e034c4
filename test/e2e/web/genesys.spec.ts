import { expect, test } from '@playwright/test'
import { AppPage, complaintsOf } from '../pages/app-page.ts'
import { violationsOf } from '../support/axe.ts'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'
import { type JourneyGenesys, startGenesys } from '../support/genesys.ts'

let host: BrowserHost
let genesys: JourneyGenesys
test.beforeEach(async () => {
  ;[host, genesys] = await Promise.all([startBrowserHost(), startGenesys()])
})
test.afterEach(async () => {
  await host.stop()
  await genesys.close()
})

test('a partner connects its own organisation and its customers, and compares usage with commitments', async ({ page }) => {
  const complaints = complaintsOf(page)
  const app = new AppPage(page)
  await page.goto(host.url)
  await app.connectGenesys({
    name: 'Our partner org',
    clientId: genesys.client.id,
    secret: genesys.client.secret,
    address: genesys.origin,
    cycleDay: 21,
  })
  await app.collectBy(page.getByRole('main').getByRole('button', { name: 'Collect now' }))

  await app.goTo('Usage')
  await expect(page.getByRole('grid', { name: 'Charges' }).getByRole('gridcell').first()).toBeVisible()
  // One charge was sent twice: both lines are shown, and its periods have it once.
  await expect(page.getByText('The vendor sent a charge more than once. Each line is shown as sent.').first()).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Charge' })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('usage.png') })
  // From the charges to the vendor's answer.
  await page
    .getByTitle(/^Evidence: snapshot/)
    .first()
    .click()
  const evidence = page.getByRole('dialog', { name: /^Evidence: snapshot/ })
  await evidence.getByRole('tab', { name: 'As the vendor sent it' }).click()
  await expect(evidence.getByText(/"usages"/)).toBeVisible()
  await page.keyboard.press('Escape')

  // The own organisation is listed with the customers.
  await page.getByRole('combobox', { name: 'Tenant' }).click()
  expect(await page.getByRole('option').count()).toBeGreaterThan(5)
  await page.getByRole('option', { name: 'Lindgate Communications' }).click()
  await expect(page.getByRole('grid', { name: 'Charges' }).getByRole('gridcell').first()).toBeVisible()

  await page.getByRole('radiogroup', { name: 'Report' }).getByText('Contract (preview)').click()
  await expect(page.getByText('only overage has a cost')).toBeVisible()

  // Who holds its licences, and who is billed without holding one.
  await app.goTo('Licences')
  const report = page.getByRole('radiogroup', { name: 'Report' })
  await report.getByText('Held', { exact: true }).click()
  await page.getByRole('grid', { name: 'Licences' }).getByText('Genesys Cloud CX 2', { exact: true }).dblclick()
  await expect(page.getByRole('grid', { name: 'People' }).getByText('@lindgate.example').first()).toBeVisible()
  await report.getByText('Billed against held').click()
  await expect(page.getByRole('grid', { name: 'People on one side only' }).getByText('Holds, not billed').first()).toBeVisible()
  await expect(page.getByText('Concurrent licences are billed by their peak')).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await page.screenshot({ path: test.info().outputPath('billed-held.png') })

  // Genesys's own invoice was imported without a file, and bills two seats too many.
  await app.goTo('Reconcile')
  await expect(page.getByText(/^Genesys invoice GC-/)).toBeVisible()
  const row = page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByText('Genesys Cloud CX 2', { exact: true }) })
  await expect(row).toContainText('−2')

  // Its billing cycles begin on another day than configured.
  await app.goTo('Settings')
  await expect(page.getByText('Billing cycle from day 21')).toBeVisible()
  await page.getByRole('button', { name: 'Change the billing cycle of Our partner org' }).click()
  const dialog = page.getByRole('dialog', { name: 'Billing cycle of Our partner org' })
  await expect(dialog.getByRole('button', { name: 'Set' })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Billing cycle starts on day' }).fill('15')
  expect(await violationsOf(page)).toEqual([])
  await page.screenshot({ path: test.info().outputPath('cycle.png') })
  await dialog.getByRole('button', { name: 'Set' }).click()
  await expect(page.getByText('Billing cycle from day 15')).toBeVisible()
  await page.getByRole('region', { name: 'What was done' }).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Billing cycle from day 21')).toBeVisible()
  expect(complaints).toEqual([])
})
