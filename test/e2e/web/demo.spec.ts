import { expect, type Page, test } from '@playwright/test'
import { AppPage, complaintsOf, type ScreenName } from '../pages/app-page.ts'
import { goToPlace } from '../pages/places.ts'
import { walkInFewClicks } from '../pages/short-walk.ts'
import { walkAsFinanceLead, walkAsServiceDeskLead } from '../pages/walks.ts'
import { violationsOf } from '../support/axe.ts'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'

let host: BrowserHost
let page: Page
let app: AppPage
let complaints: string[]

/** One demo, filled once; the walks start when it is complete. */
test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  host = await startBrowserHost()
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  complaints = complaintsOf(page)
  app = new AppPage(page)
  await page.goto(host.url)
})
test.afterAll(async () => {
  await page.context().close()
  await host.stop()
})

/** The steps that link to another screen, by their first words. */
const steps: [step: string, screen: ScreenName][] = [
  ['Which month has no data?', 'Trends'],
  ['Which paid licences are not used?', 'Licences'],
  ['Who held which licence, and since when?', 'People'],
  ['Which commitments are exceeded or unused?', 'Usage'],
]

test('the welcome opens the demo: it can be used while it fills, is marked everywhere, and each step of the tour opens the right screen', async () => {
  // The whole demo is written meanwhile: some seconds of work on a free machine.
  test.setTimeout(500_000)
  await app.expectWelcome()
  await page.getByRole('button', { name: 'Look at the demo first' }).click()

  // The first sweep is complete: every tenant has a figure.
  await expect(app.heading('Overview')).toBeVisible()
  const filling = page.getByRole('region', { name: 'Collecting', exact: true }).getByText(/^Filling the demo: \d+ of \d+$/)
  await expect(filling).toBeVisible()
  await expect(page.getByRole('region', { name: 'Reported users', exact: true })).toContainText('24 tenants')
  await expectDemoMark(page)
  await page.screenshot({ path: test.info().outputPath('filling.png') })

  for (const [step, screen] of steps) {
    await tour(page).getByRole('link', { name: step }).click()
    await expect(app.heading(screen)).toBeVisible()
    await expectDemoMark(page)
    await app.goTo('Overview')
  }

  await expect(filling).toBeHidden({ timeout: 400_000 })
  await expect(tour(page)).not.toContainText('still being made')
  await tour(page).getByRole('link', { name: 'Why did the bill change, and who was added or removed?' }).click()
  await expect(app.heading('Changes')).toBeVisible()
  await expect(page.getByRole('button', { name: /^People added/ })).toBeVisible()
  await expectDemoMark(page)
  await app.goTo('Overview')
  await tour(page).getByRole('link', { name: 'When did the vendor’s total differ from its list?' }).click()
  await expect(page.getByRole('region', { name: 'The vendor’s own numbers differ' })).toContainText('Listed')
  expect(complaints).toEqual([])
})

test('a month chosen on Overview stays chosen on every screen and is in its workbook’s name', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  const picker = page.getByRole('combobox', { name: 'Month' })
  await expect(picker).toHaveValue(/ \(so far\)$/)
  await page.getByRole('button', { name: 'Month: previous month' }).click()
  await page.getByRole('button', { name: 'Month: previous month' }).click()
  await expect(picker).not.toHaveValue(/so far/)
  const chosen = await picker.inputValue()
  const month = new URL(page.url()).hash.match(/month=(\d{4}-\d\d)/)?.[1] ?? ''
  expect(month).not.toBe('')
  await expect(page.getByRole('region', { name: 'Billable units' })).toContainText('settled')
  for (const [screen, name] of [
    ['Changes', 'To'],
    ['Licences', 'Month'],
    ['Trends', 'To'],
    ['Usage', 'Month'],
    ['Overview', 'Month'],
  ] as const) {
    await app.goTo(screen)
    await expect(page.getByRole('combobox', { name, exact: true }), screen).toHaveValue(chosen)
  }
  const download = page.waitForEvent('download')
  await page.locator('header').getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Excel workbook (.xlsx)' }).click()
  expect((await download).suggestedFilename()).toContain(`month-${month}`)
})

test('Overview starts with the bill, and each part of its change links to its tenants', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  await expect(
    page
      .getByRole('main')
      .getByRole('region', { name: /./ })
      .filter({ has: page.locator('[class*=amount]') })
      .first(),
  ).toContainText('Vendor bill')
  const bridge = page.getByRole('region', { name: 'Why it changed' })
  const added = bridge.getByRole('row', { name: /^New tenants/ })
  const tenant = added.getByRole('link')
  const name = (await tenant.textContent()) ?? ''
  await expectColumnsToAddUp(page)
  await expectWaterfallByKey(page)
  await tenant.click()
  await expect(app.heading('Changes')).toBeVisible()
  // A new tenant is not a gap: all of its bill is change, and its people are added.
  await expect(page.getByRole('main')).toContainText(name)
  await expect(bridge).toContainText(/New in \w+ \d{4}: \d+ users, €\d/)
  await expectColumnsToAddUp(page)
  const users = await bridge
    .getByRole('row', { name: /so far/ })
    .getByRole('cell')
    .last()
    .textContent()
  await expect(page.getByText(`Added (${users})`)).toBeVisible()
})

test('a tenant that left is in no figure of the month, is listed, and shows its last change', async () => {
  const { tenant, name, before, after } = await goneTenant(page)
  await goToPlace(page, { name: 'overview', hash: '#/' })
  const tenants = page.getByRole('grid', { name: 'Tenants' })
  await page.getByRole('searchbox', { name: 'Filter tenants' }).fill(name)
  const row = tenants.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText(/gone since \w+ \d{4}/)
  await expect(row).not.toContainText('€')
  await goToPlace(page, { name: 'changes', hash: `#/changes?tenant=${tenant}&from=${before}&month=${after}` })
  await expect(page.getByRole('region', { name: 'Why it changed' })).toContainText(/Gone by \w+ \d{4}: \d+ users/)
  await expect(page.getByText(/^Added \(0\)$/)).toBeVisible()
  await expect(page.getByText(/^Removed \([1-9]\d*\)$/)).toBeVisible()
})

test('a click or Enter on a row opens a person’s timeline, a licence’s holders or a tenant’s changes', async () => {
  await goToPlace(page, { name: 'changes', hash: '#/changes' })
  await page.getByRole('grid', { name: 'Tenants that can be compared' }).getByRole('gridcell').first().click()
  await expect(page).toHaveURL(/tenant=\d+/)
  const people = page.getByRole('grid', { name: 'People who changed' })
  const person = (await people.locator('[role=row] [col-id=name][role=gridcell]').first().textContent()) ?? ''
  await people.locator('[role=gridcell][col-id=name]').first().focus()
  await page.keyboard.press('Enter')
  await expect(app.heading('People')).toBeVisible()
  await expect(page.getByRole('article', { name: person }).first()).toBeVisible()
  await page.goBack()
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await page.getByRole('region', { name: 'Added' }).getByRole('button').first().click()
  await expect(app.heading('People')).toBeVisible()
  await goToPlace(page, { name: 'licences', hash: '#/licences' })
  const licence = page.getByRole('grid', { name: 'Licences' }).getByRole('row').nth(1)
  const held = await licence.locator('[col-id=holders]').textContent()
  await licence.locator('[col-id=name]').click()
  await expect(page.getByRole('tab', { name: /^Holders of / })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('tabpanel')).toContainText(`${held} people, €`)
})

test('disabled accounts link to the people, with the cost of each', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  const figure = page.getByRole('region', { name: 'Disabled accounts' })
  const count = await figure.getByRole('link').first().textContent()
  await figure.getByRole('link', { name: 'Who they are and what they cost' }).click()
  await expect(page.getByRole('tabpanel')).toContainText(new RegExp(`^${count} people, €[\\d,.]+ of licences a month`))
  await expect(page.getByRole('grid', { name: 'People' }).locator('[role=gridcell][col-id="cost EUR"]').first()).toContainText('€')
})

test('usage marks the rows that count, and its footer is their sum', async () => {
  const tenant = await someoneWithUncountedRows(page)
  await goToPlace(page, { name: 'usage', hash: `#/usage?tenant=${tenant}` })
  const grid = page.getByRole('grid', { name: 'Charges' })
  const rows = await grid.locator('[role=row]:has([role=gridcell])').all()
  let sum = 0
  let counted = 0
  for (const row of rows) {
    if ((await row.locator('[col-id=inTotal]').textContent())?.includes('yes') !== true) continue
    counted += 1
    sum += amountOf(await row.locator('[col-id=overCost]').textContent())
  }
  const foot = page.getByRole('row', { name: /^Total of \d+ rows? that are counted/ })
  await expect(foot).toContainText(`Total of ${counted} row`)
  expect(amountOf(await foot.getByRole('cell').last().textContent())).toBeCloseTo(sum, 6)
  expect(rows.length).toBeGreaterThan(counted)
})

test('any screen can be shown as it was known on a day, with its evidence one click away, and returns to today', async () => {
  await goToPlace(page, { name: 'overview', hash: '#/' })
  const users = page.getByRole('region', { name: 'Reported users', exact: true })
  const today = await reportedUsers(page)
  await expect(users).toContainText(today)
  await page.getByRole('button', { name: 'As known on …' }).click()
  const bar = page.getByRole('region', { name: 'As known on a day' })
  await expect(bar).toContainText('Choose a day')
  const { day, count } = await dayWithSnapshots(page)
  await bar.getByLabel('Day', { exact: true }).fill(day)
  await expect(bar).toContainText(`As known on ${asDate(day)}. Later snapshots and rules are hidden.`)
  const then = await reportedUsers(page)
  expect(then).not.toBe(today)
  await expect(users).toContainText(then)
  expect(await violationsOf(page)).toEqual([])
  await page.screenshot({ path: test.info().outputPath('as-known-on-a-day.png') })
  await bar.getByRole('button', { name: 'Previous day with a snapshot' }).click()
  await expect(bar).not.toContainText(asDate(day))
  await bar.getByRole('button', { name: 'Next day with a snapshot' }).click()
  await expect(bar).toContainText(`As known on ${asDate(day)}`)

  // No screen shows anything later than the day.
  for (const screen of ['Trends', 'Licences', 'Usage', 'Changes', 'Activity'] as const) {
    await app.goTo(screen)
    await expect(bar).toContainText(`As known on ${asDate(day)}`)
  }
  expect(await receivedDays(page)).toEqual({ count, latest: day })
  await page
    .getByTitle(/^Evidence: snapshot/)
    .first()
    .click()
  const evidence = page.getByRole('dialog', { name: /^Evidence: snapshot/ })
  await expect(evidence).toContainText(/[0-9a-f]{8}/)
  await page.keyboard.press('Escape')
  await expect(evidence).toBeHidden()
  await app.goTo('Overview')

  // A change is refused with the next step.
  expect(await page.evaluate(() => window.api.request('rules.undo', { revision: 1 }))).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('Go back to today to change or export anything.') },
  })
  await bar.getByRole('button', { name: 'Back to today' }).click()
  await expect(bar).toBeHidden()
  await expect(users).toContainText(today)
  expect(complaints).toEqual([])
})

test('the questions of a month-end are answered in as many clicks as docs/walkthrough.md says', async () => {
  await walkInFewClicks(page, app)
  expect(complaints).toEqual([])
})

test('a finance lead at month end walks through it as docs/walkthrough.md says', async () => {
  await walkAsFinanceLead(page, app)
  expect(complaints).toEqual([])
})

test('a service desk lead with a complaint walks through it as docs/walkthrough.md says', async () => {
  await walkAsServiceDeskLead(page, app)
  expect(complaints).toEqual([])
})

for (const locale of ['en-GB', 'de-DE', 'ar', 'ja-JP']) {
  test(`dates, numbers and money are formatted for ${locale}, in the reporting time zone`, async ({ browser }) => {
    const context = await browser.newContext({ locale, timezoneId: 'America/New_York', reducedMotion: 'reduce' })
    // Links work once, so the other browser gets the session of the first one.
    await context.addInitScript(
      (entries) => {
        for (const [name, value] of entries) sessionStorage.setItem(name, value)
      },
      Object.entries(await page.evaluate(() => ({ ...sessionStorage }) as Record<string, string>)),
    )
    const local = await context.newPage()
    await local.goto(new URL(host.url).origin)
    await expect(local.locator('main')).toContainText('€')
    const { month, bill, users, tenant } = await local.evaluate(async () => {
      const overview = await window.api.request('overview.get', {})
      if (!overview.ok) throw new Error(overview.error.message)
      const { month, cost, figures, tenants } = overview.value
      const row = tenants.find(({ evidence }) => evidence !== null)
      return { month, bill: cost.bill.amounts[0]!, users: figures[0]!.value, tenant: row!.tenant }
    })
    const main = local.locator('main')
    await expect(main).toContainText(money(locale, bill.value, bill.currency))
    await expect(main).toContainText(new Intl.NumberFormat(locale).format(users ?? 0))
    await expectNoPlainDates(local)
    await goToPlace(local, { name: 'changes', hash: `#/changes?tenant=${tenant}` })
    const { reportedAt, timeZone } = await reportTime(local, tenant, month)
    const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(Date.parse(reportedAt))
    await expect(main).toContainText(time)
    await expectNoPlainDates(local)
    for (const screen of ['trends', 'licences', 'usage', 'activity']) {
      await goToPlace(local, { name: screen, hash: `#/${screen}` })
      await expectNoPlainDates(local)
    }
    await local.screenshot({ path: test.info().outputPath(`${locale}.png`) })
    await context.close()
  })
}

const money = (locale: string, amount: string, currency: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral).replace('-', '−')

/** Checks that no text of the screen is an unformatted date or value. */
async function expectNoPlainDates(page: Page): Promise<void> {
  expect(await page.locator('main').innerText()).not.toMatch(/\b\d{4}-\d{2}(-\d{2})?\b|Invalid Date|NaN|undefined/)
}

/** The report time of the later snapshot of a tenant's changes, and the reporting time zone. */
function reportTime(page: Page, tenant: number, month: string): Promise<{ reportedAt: string; timeZone: string }> {
  return page.evaluate(
    async ({ tenant, month }) => {
      const [snapshots, overview] = await Promise.all([
        window.api.request('snapshots.list', { tenant, month }),
        window.api.request('overview.get', {}),
      ])
      if (!snapshots.ok || !overview.ok) throw new Error('The snapshots could not be read.')
      const times = snapshots.value.map(({ reportedAt }) => reportedAt).sort()
      return { reportedAt: times.at(-1)!, timeZone: overview.value.timeZone }
    },
    { tenant, month },
  )
}

/** Overview’s reported users as the host currently counts them, formatted like the page. */
function reportedUsers(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const overview = await window.api.request('overview.get', {})
    const value = overview.ok ? overview.value.figures.find(({ figure }) => figure === 'reported')?.value : null
    if (value == null) throw new Error('Overview has no reported users.')
    return new Intl.NumberFormat('en-GB').format(Number(value))
  })
}

/** A day about ten weeks ago with snapshots, and how many were received by its end. */
function dayWithSnapshots(page: Page): Promise<{ day: string; count: number }> {
  return page.evaluate(async () => {
    const [days, snapshots] = await Promise.all([window.api.request('asOf.days', {}), window.api.request('snapshots.list', {})])
    if (!days.ok || !snapshots.ok) throw new Error('The days could not be read.')
    const { received, today } = days.value
    const before = new Date(Date.parse(today) - 70 * 86_400_000).toISOString().slice(0, 10)
    const day = received.findLast((each) => each < before)!
    // The demo's reporting time zone is UTC here.
    return { day, count: snapshots.value.filter(({ observedAt }) => observedAt.slice(0, 10) <= day).length }
  })
}

function receivedDays(page: Page): Promise<{ count: number; latest: string | undefined }> {
  return page.evaluate(async () => {
    const snapshots = await window.api.request('snapshots.list', {})
    const days = snapshots.ok ? snapshots.value.map(({ observedAt }) => observedAt.slice(0, 10)).sort() : []
    return { count: days.length, latest: days.at(-1) }
  })
}

/** A day as this browser's page formats it. */
const asDate = (day: string): string => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(day))

const tour = (page: Page) => page.getByRole('region', { name: 'What to look at in this demo' })

const expectDemoMark = (page: Page) => expect(page.getByRole('note').filter({ hasText: 'DEMO' })).toBeVisible()

/** The number in a displayed amount or count, with its sign. */
const amountOf = (text: string | null): number => Number((text ?? '').replace('−', '-').replace(/[^\d.-]/g, '') || '0')

/** In every column of the bridge on the screen, the earlier number plus the parts is the later number. */
async function expectColumnsToAddUp(page: Page): Promise<void> {
  const rows = page.getByRole('region', { name: 'Parts of the change' }).locator('tbody tr')
  const numbers = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td:not([data-running])')].map((cell) => cell.textContent ?? '')),
  )
  const [change, to] = numbers.splice(-2)
  expect(numbers.length).toBeGreaterThan(1)
  for (const [column, later] of (to ?? []).entries()) {
    const [from, ...parts] = numbers.map((row) => amountOf(row[column] ?? ''))
    const sum = parts.reduce((total, part) => total + part, 0)
    expect(sum).toBeCloseTo(amountOf(change?.[column] ?? ''), 6)
    expect((from ?? 0) + sum).toBeCloseTo(amountOf(later), 6)
  }
  // The running total next to the chart's figure ends at the later number.
  const running = await rows.locator('td[data-running]').allTextContents()
  expect(running.filter(Boolean).at(-2)).toBe(running.at(-1))
}

/** The chart above the table is one Tab stop; arrow keys move between bars, each with its running total. */
async function expectWaterfallByKey(page: Page): Promise<void> {
  const panel = page.getByRole('region', { name: 'Why it changed' })
  await panel.getByRole('button', { name: 'Reported users' }).click()
  await expect(panel.getByRole('button', { name: 'Reported users' })).toHaveAttribute('aria-pressed', 'true')
  const chart = panel.getByRole('application', { name: /^Reported users, / })
  await chart.focus()
  await page.keyboard.press('ArrowRight')
  await expect(panel.getByText(/^running total [\d,]+$/)).toBeVisible()
}

/** A tenant that the vendor no longer lists, with its last month and the month after it. */
function goneTenant(page: Page) {
  return page.evaluate(async () => {
    const overview = await window.api.request('overview.get', {})
    const row = overview.ok ? overview.value.tenants.find((each) => each.goneSince !== null) : undefined
    if (row === undefined) throw new Error('No tenant has left in this history.')
    const months = await window.api.request('months.list', { tenant: row.tenant })
    const known = months.ok ? months.value.months : []
    const last = known.findIndex((each) => each.tenants.with > 0)
    return { tenant: row.tenant, name: row.name, before: known[last]?.month, after: known[last - 1]?.month }
  })
}

/** A Genesys customer with a row over its commitment that no total includes. */
function someoneWithUncountedRows(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const tenants = await window.api.request('tenants.list', {})
    for (const { id, provider } of tenants.ok ? tenants.value : []) {
      if (provider !== 'genesys') continue
      const usage = await window.api.request('usage.get', { tenant: id })
      if (!usage.ok) continue
      const over = usage.value.rows.filter((row) => Number(row.overCost ?? 0) > 0)
      if (over.some((row) => row.inTotal) && over.some((row) => !row.inTotal)) return id
    }
    throw new Error('Every row in this history counts.')
  })
}
