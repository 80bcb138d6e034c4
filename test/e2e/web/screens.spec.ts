import { expect, type Page, test } from '@playwright/test'
import type { AppPage } from '../pages/app-page.ts'
import { goToPlace, placesOf } from '../pages/places.ts'
import { violationsOf } from '../support/axe.ts'
import { type CollectedPage, openCollectedPage } from '../support/collected-page.ts'

let collected: CollectedPage
let page: Page
let app: AppPage
let ids: { tenant: number; snapshot: number }

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  // Sixty-five days contain at least one whole month: a gap between the second snapshot and the third. Reports older than 92 days are dated by our clock.
  collected = await openCollectedPage(browser, { tenants: 5, days: [-91, -65, 0] })
  page = collected.page
  app = collected.app
  ids = await page.evaluate(async () => {
    const overview = await window.api.request('overview.get', {})
    const row = overview.ok ? overview.value.tenants.find((each) => each.evidence !== null) : undefined
    return { tenant: row?.tenant ?? 0, snapshot: row?.evidence?.snapshotId ?? 0 }
  })
})

test.afterAll(() => collected.close())

for (const theme of ['light', 'dark'] as const) {
  test(`every place is accessible, ${theme}`, async () => {
    test.setTimeout(240_000)
    await page.emulateMedia({ colorScheme: theme })
    // A pointer resting on a button would show its tooltip on every screen.
    await page.mouse.move(700, 2)
    for (const place of placesOf(ids)) {
      await goToPlace(page, place)
      // Rules that do not concern colours need only one theme.
      expect.soft(await violationsOf(page, theme === 'dark' ? ['color-contrast'] : undefined), place.name).toEqual([])
    }
    await page.emulateMedia({ colorScheme: 'light' })
    expect(collected.complaints).toEqual([])
  })
}

test('a gap is drawn as two segments, and listed', async () => {
  await goToPlace(page, { name: 'trends', hash: '#/trends' })
  // One path for the settled values, one for the dashed line to the current month; each is interrupted by the gap.
  const paths = page.locator('.recharts-line-curve')
  await expect(paths.first()).toBeAttached()
  const drawn = await paths.evaluateAll((all) => all.map((path) => path.getAttribute('d') ?? '').join(' '))
  expect(drawn.match(/M/g)?.length, drawn).toBeGreaterThanOrEqual(2)
  await expect(page.getByText(/^Gaps?: /)).toBeVisible()
  await expect(page.getByRole('cell', { name: 'gap' }).first()).toBeVisible()
})

test('any two snapshots of a tenant can be compared, from comparing months and back', async () => {
  await goToPlace(page, { name: 'changes', hash: `#/changes?tenant=${ids.tenant}` })
  await page.getByRole('button', { name: 'Compare other snapshots' }).click()
  await expect(page).toHaveURL(/before=\d+&after=\d+/)
  const earlier = page.getByRole('combobox', { name: 'Earlier snapshot' })
  await expect(earlier).toHaveValue(/ \(\d+\)$/)
  await earlier.click()
  // The newest is the later one itself, so nothing has changed since.
  await page.getByRole('option').first().click()
  await expect(page.getByText('Nothing changed.')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.locator('header').getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/-changes-tenant-\d+-snapshot-\d+-snapshot-\d+\.csv$/)
  expect(await violationsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Compare months' }).click()
  await expect(page.getByRole('combobox', { name: 'From' })).toBeVisible()
  await expect(page).not.toHaveURL(/before=/)
})

test('a figure links to its snapshot and to the vendor’s answer, and the address restores the screen', async () => {
  await goToPlace(page, { name: 'changes', hash: `#/changes?tenant=${ids.tenant}` })
  await page
    .getByRole('region', { name: 'Reported users', exact: true })
    .getByRole('button', { name: /^[\d,]+$/ })
    .click()
  const drawer = page.getByRole('dialog', { name: /^Evidence: snapshot \d+$/ })
  await expect(drawer.getByText('SHA-256')).toBeVisible()
  await drawer.getByRole('tab', { name: 'As the vendor sent it' }).click()
  await expect(drawer.getByText('"totalBillableUsers"')).toBeVisible()
  expect(page.url()).toMatch(/tenant=\d+.*snapshot=\d+|snapshot=\d+.*tenant=\d+/)
  await page.reload()
  await expect(drawer).toBeVisible()
  await page.goBack()
  await expect(drawer).toBeHidden()
  await expect(app.heading('Changes')).toBeVisible()
})

test('a wrong answer is set aside with a reason, and included again', async () => {
  await goToPlace(page, { name: 'evidence', hash: `#/activity?tab=snapshots&snapshot=${ids.snapshot}` })
  const drawer = page.getByRole('dialog', { name: /^Evidence/ })
  await drawer.getByRole('button', { name: 'Set aside…' }).click()
  await page.keyboard.type('Sent for another tenant')
  await page.keyboard.press('Enter')
  await expect(drawer.getByText(/Sent for another tenant\. It is excluded from every figure/)).toBeVisible()
  await drawer.getByRole('button', { name: 'Include again' }).click()
  await expect(drawer.getByRole('button', { name: 'Set aside…' })).toBeVisible()
  // The shortcut undoes the last action: it is set aside again, for the same reason.
  await page.keyboard.press('Control+z')
  await expect(drawer.getByText(/Sent for another tenant\. It is excluded from every figure/)).toBeVisible()
  await expect(page.getByText(/^Undone: Snapshot \d+ is included again\.$/).last()).toBeVisible()
  await drawer.getByRole('button', { name: 'Include again' }).click()
  await expect(drawer.getByRole('button', { name: 'Set aside…' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
})

test('the keyboard alone reaches every screen and finds a person, and no name is in the address', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  const name = await page.evaluate(async (tenant) => {
    const licences = await window.api.request('people.search', { query: 'a', limit: 1 })
    return licences.ok ? (licences.value[0]?.displayName ?? '') : String(tenant)
  }, ids.tenant)
  await page.keyboard.press('Alt+Digit3')
  await expect(app.heading('Changes')).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: /^Search for a screen/ })).toBeFocused()
  await page.keyboard.type('licen')
  await page.keyboard.press('Enter')
  await expect(app.heading('Licences')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type(name)
  await expect(page.getByRole('option', { name: new RegExp(`^${name}`) }).first()).toBeVisible()
  while ((await page.getByRole('option', { selected: true }).filter({ hasText: name }).count()) === 0)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(app.heading('People')).toBeVisible()
  await expect(page.getByRole('article', { name }).first()).toBeVisible()
  expect(decodeURIComponent(page.url())).not.toContain(name)
  expect(await page.title()).toBe('People – Seatledger')
})

test('the palette handles keys typed immediately after opening it', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  const browser = await page.context().newCDPSession(page)
  const press = (key: string, modifiers: number, text: object) =>
    browser.send('Input.dispatchKeyEvent', { type: 'text' in text ? 'keyDown' : 'rawKeyDown', key, modifiers, ...text })
  // All keys are queued in the browser before the page handles the first one.
  await Promise.all([
    press('k', 2, { code: 'KeyK', windowsVirtualKeyCode: 75 }),
    press('s', 0, { text: 's' }),
    press('e', 0, { text: 'e' }),
  ])
  await expect(page.getByRole('combobox', { name: /^Search for a screen/ })).toHaveValue('se')
  await page.keyboard.press('Escape')
})

test('the other screens’ first answers are preloaded, so that opening a screen does not request them again', async () => {
  const firstAnswers = ['trend.get', 'diff.tenants', 'licences.get', 'runs.list', 'queue.get']
  const routeOf = (request: { url(): string }) => new URL(request.url()).pathname.replace('/request/', '')
  const requested: string[] = []
  const answered: string[] = []
  page.on('request', (request) => {
    if (firstAnswers.includes(routeOf(request))) requested.push(routeOf(request))
  })
  page.on('requestfinished', (request) => {
    answered.push(routeOf(request))
  })
  await goToPlace(page, { name: 'overview', hash: '#/' })
  await page.reload()
  // Preloading waits for an idle page, which takes a while on a busy machine.
  await expect.poll(() => firstAnswers.filter((route) => !answered.includes(route)), { timeout: 90_000 }).toEqual([])
  requested.length = 0
  for (const screen of ['Trends', 'Changes', 'Licences', 'Activity'] as const) {
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen, exact: true }).click()
    await expect(app.heading(screen)).toBeVisible()
    await expect(page.locator('[role=status][aria-label^="Loading"]')).toHaveCount(0)
  }
  expect(requested).toEqual([])
  page.removeAllListeners('request')
  page.removeAllListeners('requestfinished')
})

test('a price is set in its row, the cost changes, and both are undone', async () => {
  await goToPlace(page, { name: 'licences', hash: '#/licences' })
  await page.getByRole('button', { name: 'set', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: /^Price of / })
  await dialog.getByLabel('Price of one').fill('12.50')
  await expect(dialog.getByText(/cost of .*: – → €[\d,]+\.\d\d$/).first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: '€12.50' }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Licence cost' })).toContainText('€')
  await page.getByRole('region', { name: 'What was done' }).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/^Undone: .* costs €12\.50\.$/).last()).toBeVisible()
  await expect(page.getByRole('button', { name: '€12.50' })).toHaveCount(0)
})

test('an overlap of two licences is switched off, and on again', async () => {
  await goToPlace(page, { name: 'settings-prices', hash: '#/settings?tab=prices' })
  const overlaps = page.getByRole('region', { name: 'Overlaps' })
  await overlaps.getByRole('button', { name: 'Stop reporting…' }).first().click()
  await page.getByRole('dialog', { name: 'No overlap' }).getByRole('button', { name: 'Set', exact: true }).click()
  const again = overlaps.getByRole('button', { name: 'Report again…' })
  await expect(again).toHaveCount(1)
  await again.click()
  await page.getByRole('dialog', { name: 'Overlap', exact: true }).getByRole('button', { name: 'Set', exact: true }).click()
  await expect(again).toHaveCount(0)
})

test('a month that is over is approved, and the approval is withdrawn', async () => {
  const month = await page.evaluate(async () => {
    const months = await window.api.request('months.list', {})
    return months.ok ? (months.value.months.find((each) => !each.open && each.tenants.with > 0)?.month ?? '') : ''
  })
  await goToPlace(page, { name: 'changes', hash: `#/changes?to=${month}` })
  const approval = page.getByRole('region', { name: 'Approval' })
  await approval.getByRole('button', { name: /^Approve / }).click()
  await expect(approval.getByText(/was approved on .* All \d+ figures are unchanged\./)).toBeVisible()
  await approval.getByRole('button', { name: 'What was approved' }).click()
  const figures = page.getByRole('region', { name: /: approved and now$/ })
  await expect(figures.getByRole('row', { name: /Reported users/ }).first()).toContainText('the same')
  expect(await violationsOf(page)).toEqual([])
  await approval.getByRole('button', { name: 'Withdraw the approval…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click()
  await expect(approval.getByText(/is not approved\./)).toBeVisible()
  await expect(figures).toBeHidden()
})

test('markup in a name is shown as text', async () => {
  await goToPlace(page, { name: 'tenants', hash: '#/settings?tab=tenants' })
  await page.getByLabel('Vendor’s id').fill('Zz9')
  await page.getByLabel('Name', { exact: true }).fill('<img src=x onerror=alert(1)> & نورة')
  await page.getByRole('button', { name: 'Add tenant' }).click()
  // A right-to-left name is a separate block, which keeps the columns next to it in their places.
  const cell = page.getByRole('grid', { name: 'Tenants' }).locator('bdi', { hasText: '<img src=x onerror=alert(1)> & نورة' })
  await expect(cell).toBeVisible()
  expect(collected.complaints).toEqual([])
})

test('rows are copied in a format for spreadsheets', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  await page
    .getByRole('gridcell')
    .first()
    .click({ position: { x: 2, y: 2 }, modifiers: ['Control'] })
  const copied = await page.evaluate(() => {
    const cell = document.querySelector('[role=gridcell]')
    const event = new ClipboardEvent('copy', { bubbles: true, cancelable: true, clipboardData: new DataTransfer() })
    cell?.dispatchEvent(event)
    return event.clipboardData?.getData('text/plain') ?? ''
  })
  expect(copied.split('\r\n')[0]).toMatch(/^Tenant\tWhy\tReported users\tChange/)
})

test('a table filters by its displayed texts, sorts again, and searches only its visible columns', async () => {
  await goToPlace(page, { name: 'activity', hash: '#/activity' })
  const filter = page.getByRole('searchbox', { name: 'Filter runs' })
  // The first row is the header. The order of the other elements is not the displayed order.
  const firstRow = page.getByRole('grid', { name: 'Runs' }).locator('[role=row][aria-rowindex="2"]')
  const count = page.locator('[aria-live=polite]').filter({ hasText: /runs$/ })
  const newest = await firstRow.textContent()
  await page.getByRole('columnheader', { name: 'Started' }).click()
  await expect(firstRow).not.toHaveText(newest ?? '')
  const oldest = await firstRow.locator('[col-id=message]').textContent()
  await filter.fill('users BILLABLE')
  await expect(firstRow).toContainText('Billable users')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Report' }).click()
  await expect(count).toHaveText(/^0 of /)
  await page.keyboard.press('Escape')
  await filter.fill('')
  await expect(count).toHaveText(/^[\d,]+ runs$/)
  await expect(firstRow.locator('[col-id=message]')).toHaveText(oldest ?? '')
})

test('a figure’s help opens and closes by keyboard, and links to its rule', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  const mark = page.getByRole('button', { name: /Billable units.* mean/ })
  const help = page.getByRole('dialog', { name: /Billable units/ })
  await mark.focus()
  await page.keyboard.press('Enter')
  await expect(help).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await expect(mark).toBeFocused()
  await mark.click()
  await page.getByRole('link', { name: 'How this is calculated' }).first().click()
  await expect(app.heading('How figures are calculated')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Billable units: projected and settled' })).toBeInViewport()
})

test('settings and a tenant added by hand are undone by the notice, by keyboard and from the palette', async () => {
  const done = page.getByRole('region', { name: 'What was done' })
  await goToPlace(page, { name: 'collecting', hash: '#/settings?tab=collecting' })
  const limits = page.getByRole('switch', { name: 'Limits count per key' })
  await limits.click()
  await expect(limits).toBeChecked()
  await page.keyboard.press('Control+z')
  await expect(limits).not.toBeChecked()

  // The picker keeps the focus after its list is closed, and the undo key must still work.
  const zone = page.getByRole('combobox', { name: 'Reporting time zone' })
  const before = await zone.inputValue()
  await zone.fill('Pacific/Auck')
  await page.getByRole('option', { name: 'Pacific/Auckland' }).click()
  await expect(done).toContainText('Months and days are counted in Pacific/Auckland.')
  await page.keyboard.press('Control+z')
  await expect(done).toContainText('Undone: Months and days are counted in Pacific/Auckland.')
  await expect(zone).toHaveValue(before)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('dark colours')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await done.getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light')

  await goToPlace(page, { name: 'tenants', hash: '#/settings?tab=tenants' })
  await page.getByRole('textbox', { name: 'Vendor’s id' }).fill('nobody-knows-it')
  await page.getByRole('button', { name: 'Add tenant' }).click()
  await expect(done).toContainText('nobody-knows-it is a tenant of Our partner key.')
  await page.keyboard.press('Control+z')
  await expect(done).toContainText('Undone: nobody-knows-it')
  await expect(page.getByRole('grid', { name: 'Tenants' }).getByText('nobody-knows-it')).toHaveCount(0)
})

test('by keyboard alone, a tenant is paused and undone from the palette, columns are chosen, evidence is read', async () => {
  await goToPlace(page, { name: 'tenants', hash: '#/settings?tab=tenants' })
  await page.mouse.move(700, 2)
  const collected = page.getByRole('switch', { name: /^Collect / }).first()
  await collected.focus()
  await page.keyboard.press('Space')
  await expect(collected).not.toBeChecked()
  await expect(page.getByRole('region', { name: 'What was done' }).getByRole('button', { name: 'Undo' })).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await page.keyboard.press('Control+k')
  await page.keyboard.type('undo')
  await expect(page.getByRole('option', { name: /^Undo/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(collected).toBeChecked()

  await goToPlace(page, { name: 'overview', hash: '#/' })
  const columns = page.getByRole('button', { name: 'Columns' })
  await columns.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitemcheckbox').first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const vendor = page.getByRole('menuitemcheckbox', { name: 'Vendor' })
  await expect(vendor).toBeFocused()
  await expect(vendor).not.toBeChecked()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Vendor', exact: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Vendor', exact: true })).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(columns).toBeFocused()

  await goToPlace(page, { name: 'changes', hash: `#/changes?tenant=${ids.tenant}` })
  const figure = page.getByRole('region', { name: 'Reported users', exact: true }).getByRole('button', { name: /^[\d,]+$/ })
  await figure.focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: /^Evidence/ })
  const facts = drawer.getByRole('tab', { name: 'Facts' })
  await expect(facts).toBeVisible()
  while (!(await facts.evaluate((tab) => tab === document.activeElement))) await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await expect(drawer.getByRole('tab', { name: 'People' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(drawer.getByText('"totalBillableUsers"')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await expect(figure).toBeFocused()
})

test('the slash key focuses the filter, from which at most six Tabs reach the table', async () => {
  for (const [name, hash] of [
    ['overview', '#/'],
    ['changes', '#/changes'],
    ['licences', '#/licences'],
    ['activity', '#/activity'],
    ['tenants', '#/settings?tab=tenants'],
  ] as const) {
    await goToPlace(page, { name, hash })
    await expect(page.locator('[role=grid]').first()).toBeVisible()
    await page.locator('h1').click()
    await page.keyboard.press('/')
    await expect(page.locator('main input[type=search]:focus')).toHaveValue('')
    let tabs = 0
    while (tabs < 7 && !(await page.evaluate(() => document.activeElement?.closest('[role=grid]') != null))) {
      await page.keyboard.press('Tab')
      tabs += 1
    }
    expect(tabs, name).toBeLessThanOrEqual(6)
  }
})
