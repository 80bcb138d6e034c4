/** From a key in a table's filter to other rows on the screen. */
import type { Page } from '@playwright/test'
import { type Figure, median } from './figure.ts'

const limitMs = 50
/** Each of them changes which rows are shown: fewer, fewer, more, all. */
const typed = ['7', '7', 'Backspace', 'Backspace']

/** In Activity's list of snapshots, which holds 20,000 rows. */
export async function filterKeys(page: Page): Promise<Figure[]> {
  await page.evaluate(() => {
    location.hash = '#/activity?tab=snapshots'
  })
  const filter = page.getByRole('searchbox', { name: 'Filter snapshots' })
  await filter.waitFor()
  await page.locator('[role=gridcell]').first().waitFor()
  await page.waitForTimeout(2_000)
  const rows = await page.evaluate(() => document.querySelector('[role=grid], [role=treegrid]')?.getAttribute('aria-rowcount'))
  await filter.focus()
  await page.evaluate(() => {
    const measured: number[] = []
    Object.assign(window, { measured })
    addEventListener(
      'keydown',
      (event) => {
        const count =
          document.querySelector('[aria-label="Filter snapshots"]')?.closest('[class*=bar]')?.querySelector('[aria-live=polite]') ?? null
        if (count === null) return
        const before = count.textContent
        const look = () => {
          if (count.textContent === before) requestAnimationFrame(look)
          else requestAnimationFrame(() => setTimeout(() => measured.push(performance.now() - event.timeStamp)))
        }
        requestAnimationFrame(look)
      },
      { capture: true },
    )
  })
  for (let round = 0; round < 6; round += 1) {
    for (const key of typed) {
      await page.keyboard.press(key)
      await page.waitForTimeout(500)
    }
  }
  const measured = await page.evaluate(() => (window as unknown as { measured: number[] }).measured)
  return [
    { name: `a key in a filter over ${Number(rows) - 1} rows, median of ${measured.length}`, ms: median(measured), limitMs },
    { name: '  the slowest', ms: Math.max(...measured), limitMs },
  ]
}
