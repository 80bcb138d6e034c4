/** The two walks of docs/walkthrough.md through the demo, step by step. */
import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import type { AppPage } from './app-page.ts'
import { goToPlace } from './places.ts'

const region = (page: Page, name: string | RegExp) => page.getByRole('region', { name })
const done = (page: Page) => region(page, 'What was done')
const evidence = (page: Page) => page.getByRole('dialog', { name: /^Evidence/ })

/** A finance lead at month end: "why is the bill higher?" */
export async function walkAsFinanceLead(page: Page, app: AppPage): Promise<void> {
  await test.step('1 Overview: key figures, what projected means, a gap in the line', async () => {
    await goToPlace(page, { name: 'overview', hash: '#/' })
    const units = region(page, /^Billable units/)
    await expect(units).toContainText(/since|from/)
    await expect(units).toContainText('projected')
    await expect(page.locator('svg.recharts-surface').getByText('gap').first()).toBeVisible()
    await page.getByRole('button', { name: /Billable units.* mean/ }).click()
    await page.getByRole('link', { name: 'How this is calculated' }).first().click()
    await expect(page.getByRole('heading', { name: 'Billable units: projected and settled' })).toBeInViewport()
  })
  await test.step('2 Changes: the parts of both costs, of units and of users, each with its tenants; tenants by change', async () => {
    await app.goTo('Changes')
    const parts = region(page, 'Why it changed')
    await expect(parts.getByRole('columnheader', { name: /^Vendor bill/ })).toBeVisible()
    await expect(parts.getByRole('columnheader', { name: 'Licence cost' })).toBeVisible()
    await parts.getByRole('button', { name: /^People added/ }).click()
    await expect(parts.getByRole('link').first()).toHaveAttribute('href', /changes\?.*tenant=\d+/)
  })
  await test.step('3 Enter on the first tenant: who was added and removed, by name', async () => {
    await page.getByRole('grid', { name: 'Tenants that can be compared' }).getByRole('gridcell').first().click()
    await expect(page).toHaveURL(/[?&]tenant=\d+/)
    await expect(page.getByRole('grid', { name: 'People who changed' })).toBeVisible()
  })
  await test.step('4 The figure leads to its snapshot and to what the vendor sent', async () => {
    await region(page, /^Reported users$/)
      .getByRole('button', { name: /^[\d,]+$/ })
      .click()
    await expect(evidence(page)).toContainText(/[0-9a-f]{8}/)
    await evidence(page).getByRole('tab', { name: 'As the vendor sent it' }).click()
    await expect(evidence(page).getByText('"totalBillableUsers"')).toBeVisible()
    const download = page.waitForEvent('download')
    await evidence(page).getByRole('button', { name: 'Save', exact: true }).click()
    expect(JSON.parse(readFileSync(await (await download).path(), 'utf8'))).toHaveProperty('totalBillableUsers')
    await page.keyboard.press('Escape')
    await expect(evidence(page)).toBeHidden()
  })
  await test.step('5 Licences: a missing price is set and undone; overlaps name people', async () => {
    await goToPlace(page, { name: 'licences', hash: '#/licences' })
    await page.getByRole('button', { name: 'set', exact: true }).first().click()
    const dialog = page.getByRole('dialog', { name: /^Price of / })
    await dialog.getByLabel('Price of one').fill('12.50')
    await expect(dialog.getByText('Figures that change:')).toBeVisible()
    await dialog.getByRole('button', { name: 'Set', exact: true }).click()
    await expect(dialog).toBeHidden()
    await page.keyboard.press('Control+z')
    await expect(done(page)).toContainText('Undone:')
    await goToPlace(page, { name: 'overlaps', hash: '#/licences?tab=overlaps' })
    await expect(page.getByRole('main')).toContainText(/already/)
  })
  await test.step('6 Export: the month as a workbook, told with the rows of each sheet', async () => {
    await app.goTo('Overview')
    const download = page.waitForEvent('download')
    await page.locator('header').getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Excel workbook (.xlsx)' }).click()
    expect(
      readFileSync(await (await download).path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    await expect(done(page)).toContainText(/ rows \(Tenants \d+, Changes [\d,]+, People [\d,]+, /)
  })
  await test.step('7 A month that is over is approved; a later price moves it, and Overview says so', async () => {
    const month = await page.evaluate(async () => {
      const months = await window.api.request('months.list', {})
      return months.ok ? (months.value.months.find((each) => !each.open && each.tenants.with > 0)?.month ?? '') : ''
    })
    await goToPlace(page, { name: 'changes', hash: `#/changes?to=${month}` })
    const approval = region(page, 'Approval')
    await approval.getByRole('button', { name: /^Approve / }).click()
    await expect(approval).toContainText(/figures are unchanged/)
    await goToPlace(page, { name: 'prices', hash: '#/settings?tab=prices' })
    await page.getByRole('button', { name: 'Price of a Petra unit' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Price of one').fill('99.50')
    await dialog.getByText('All history').click()
    await expect(dialog.getByText('Figures that change:')).toBeVisible()
    await dialog.getByRole('button', { name: 'Set for all history' }).click()
    await expect(dialog).toBeHidden()
    await app.goTo('Overview')
    await page.getByRole('link', { name: /changed since the month was approved/ }).click()
    await expect(approval).toContainText(/changed since/)
    await page.keyboard.press('Control+z')
    await expect(approval).toContainText(/figures are unchanged/)
  })
}

/** A service desk lead with a complaint: "they bill us for someone who left". */
export async function walkAsServiceDeskLead(page: Page, app: AppPage): Promise<void> {
  const left = await someoneWhoLeft(page)
  await test.step('1 The palette finds the person', async () => {
    await app.goTo('Overview')
    await page.keyboard.press('Control+k')
    await page.keyboard.type(left.userName)
    const option = page.getByRole('option').filter({ hasText: left.name })
    await expect(option.first()).toBeVisible()
    while ((await option.and(page.getByRole('option', { selected: true })).count()) === 0) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  })
  await test.step('2 People: a line for each licence, until when it was listed', async () => {
    await expect(app.heading('People')).toBeVisible()
    const card = page.getByRole('article', { name: left.name }).first()
    await expect(card.getByText(left.licences[0] ?? '').first()).toBeVisible()
    await expect(card).toContainText(left.userName)
  })
  await test.step('3 Changes of the tenant, between the months around that end, name the person among those removed', async () => {
    await goToPlace(page, { name: 'changes', hash: `#/changes?tenant=${left.tenant}&from=${left.from}&to=${left.to}` })
    await page.getByText(/^Removed \(\d+\)$/).click()
    const row = page.getByRole('grid', { name: 'People who changed' }).getByRole('row').filter({ hasText: left.userName })
    await expect(row).toContainText('Removed')
    await expect(row).toContainText(left.licences[0] ?? '')
    await page.getByRole('button', { name: 'Compare other snapshots' }).click()
    await expect(page.getByRole('button', { name: 'Compare months' })).toBeVisible()
    await page.getByRole('button', { name: 'Compare months' }).click()
  })
  await test.step('4 The snapshot is set aside in its drawer with a reason, and taken back', async () => {
    await region(page, /^Reported users$/)
      .getByRole('button', { name: /^[\d,]+$/ })
      .click()
    await evidence(page).getByRole('button', { name: 'Set aside…' }).click()
    await page.keyboard.type('The list was wrong')
    await page.keyboard.press('Enter')
    await expect(evidence(page).getByText(/The list was wrong\. It is excluded from every figure/)).toBeVisible()
    await done(page).getByRole('button', { name: 'Undo' }).click()
    await expect(evidence(page).getByRole('button', { name: 'Set aside…' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(evidence(page)).toBeHidden()
  })
  await test.step('5 Usage: charges, unused commitments, the contract, and a charge over its periods', async () => {
    await goToPlace(page, { name: 'usage', hash: `#/usage?tenant=${await someoneWithUnusedCommitments(page)}` })
    await expect(region(page, 'Contract')).toContainText('Ends')
    await expect(region(page, 'Committed and not used')).toBeVisible()
    await page.getByRole('grid', { name: 'Charges' }).getByRole('gridcell').first().click()
    await expect(
      region(page, /Over periods$/)
        .locator('svg.recharts-surface')
        .first(),
    ).toBeVisible()
  })
}

/** A person whose every licence has ended, with the month-ends around that. */
function someoneWhoLeft(page: Page) {
  return page.evaluate(async () => {
    const answer = await window.api.request('people.search', { query: 'er', limit: 500 })
    if (!answer.ok) throw new Error(answer.error.message)
    for (const { displayName, userPrincipalName, tenant, timeline } of answer.value) {
      const ended = timeline.flatMap(({ absentSince }) => absentSince ?? []).sort()
      if (timeline.length === 0 || ended.length < timeline.length || displayName === null || userPrincipalName === null) continue
      const to = ended.at(-1)?.slice(0, 7) ?? ''
      const months = await window.api.request('months.list', { tenant })
      const before = months.ok ? months.value.months.filter((each) => each.tenants.with > 0 && each.month < to) : []
      const from = before
        .map(({ month }) => month)
        .sort()
        .at(-1)
      if (from === undefined) continue
      const diff = await window.api.request('diff.get', { tenant, from, to })
      const person = diff.ok ? diff.value.holders.removed.find((each) => each.userPrincipalName === userPrincipalName) : undefined
      if (person === undefined) continue
      const gone = new Set(person.skus)
      const licences = timeline.filter(({ skuId }) => gone.has(skuId)).map(({ name }) => name)
      if (licences.length > 0) return { name: displayName, userName: userPrincipalName, tenant, from, to, licences }
    }
    throw new Error('Nobody in this history has left.')
  })
}

/** A Genesys customer with an unused commitment. */
function someoneWithUnusedCommitments(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const tenants = await window.api.request('tenants.list', {})
    for (const { id, provider } of tenants.ok ? tenants.value : []) {
      if (provider !== 'genesys') continue
      const usage = await window.api.request('usage.get', { tenant: id })
      if (
        usage.ok &&
        usage.value.dataset === 'genesys.trustee-overview' &&
        usage.value.rows.some((row) => row.kind === 'usage' && row.used !== null && Number(row.used) === 0 && Number(row.committed) > 0)
      )
        return id
    }
    throw new Error('Every commitment in this history is used.')
  })
}
