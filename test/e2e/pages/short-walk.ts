/** The questions of a month-end, each from Overview, with the clicks that docs/walkthrough.md promises. */
import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import type { AppPage } from './app-page.ts'
import { goToPlace } from './places.ts'

/** Each question and its number of clicks, as in the documentation. */
const promised = new Map(
  [...readFileSync(new URL('../../../docs/walkthrough.md', import.meta.url), 'utf8').matchAll(/^\| ([^|]+\?) \| [^|]+ \| (\d) \|$/gm)].map(
    ([, question, clicks]) => [question!, Number(clicks)],
  ),
)

/** Counts the user's clicks. Clicks that the page itself makes are not trusted events. */
const countFrom = (page: Page) =>
  page.evaluate(() => {
    const counted = window as typeof window & { clicks?: number }
    if (counted.clicks === undefined) {
      addEventListener(
        'click',
        (event) => {
          if (event.isTrusted) counted.clicks = (counted.clicks ?? 0) + 1
        },
        true,
      )
    }
    counted.clicks = 0
  })

async function ask(page: Page, app: AppPage, question: string, answer: () => Promise<void>): Promise<void> {
  await test.step(question, async () => {
    await goToPlace(page, { name: 'overview', hash: '#/' })
    await expect(app.heading('Overview')).toBeVisible()
    await countFrom(page)
    await answer()
    const clicks = await page.evaluate(() => (window as typeof window & { clicks?: number }).clicks)
    expect(clicks, question).toBe(promised.get(question))
  })
}

export async function walkInFewClicks(page: Page, app: AppPage): Promise<void> {
  const grew = await page.evaluate(async () => {
    const overview = await window.api.request('overview.get', {})
    if (!overview.ok) throw new Error(overview.error.message)
    const change = (row: (typeof overview.value.tenants)[number]) => Number(row.bill[0]?.change ?? 0)
    const [first] = overview.value.tenants.filter((row) => row.provider === 'petra').toSorted((a, b) => change(b) - change(a))
    return first?.name ?? ''
  })
  await ask(page, app, 'Which tenant grew most, why, and who are the people?', async () => {
    const row = page
      .getByRole('grid', { name: 'Tenants' })
      .getByRole('row')
      .filter({ hasText: grew.slice(0, 6) })
    // The first row is the largest increase, with its reason.
    await expect(row.first().locator('[col-id=why]')).toContainText(/[+−]/)
    await row.first().locator('[col-id=why]').click()
    await expect(app.heading('Changes')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Why it changed' })).toBeVisible()
    const people = page.getByRole('grid', { name: 'People who changed' })
    await expect(people.locator('[role=gridcell][col-id=cost]').filter({ hasText: /[+−]/ }).first()).toBeVisible()
  })
  await ask(page, app, 'Where is the month’s workbook?', async () => {
    const download = page.waitForEvent('download')
    await page.locator('header').getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Excel workbook (.xlsx)' }).click()
    await download
  })
  await ask(page, app, 'Is the month complete, and how do I approve it?', async () => {
    await page.getByRole('button', { name: 'Approve…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
  })
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('button', { name: 'Approve…' })).toBeVisible()
  // For a tenant that is new in this month, everyone would be added.
  const known = await page.evaluate(async () => {
    const overview = await window.api.request('overview.get', {})
    const rows = overview.ok ? overview.value.tenants.filter((row) => row.provider === 'petra') : []
    return rows.find((row) => row.sparkline[0]?.value != null && (row.value ?? 0) > 100)?.name ?? ''
  })
  // The person whom an earlier walk searched for.
  await goToPlace(page, { name: 'people', hash: '#/people' })
  await page.getByRole('searchbox', { name: 'Find a person' }).fill('')
  await ask(page, app, 'Who joined and who left in a year?', async () => {
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'People' }).click()
    await page.getByRole('combobox', { name: 'Tenant' }).click()
    await page.getByRole('option', { name: known }).click()
    await expect(page.getByRole('region', { name: 'Added', exact: true })).toBeVisible()
  })
  const person = await page.evaluate(async () => {
    const found = await window.api.request('people.names', { query: 'keller', limit: 1 })
    return found.ok ? (found.value[0]?.userPrincipalName ?? '') : ''
  })
  await ask(page, app, 'Which licences does a person have, and since when?', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(person)
    await page.getByRole('option').filter({ hasText: /./ }).first().click()
    await expect(app.heading('People')).toBeVisible()
    await expect(page.getByRole('article').first()).toContainText(person)
  })
}
