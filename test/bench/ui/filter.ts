/** The time from a key in a table's filter until other rows are on the screen. */
import type { Page } from '@playwright/test'
import { type Figure, median } from './figure.ts'

const limitMs = 50
/** Each key changes which rows are shown: fewer, fewer, more, all. */
const typed = ['7', '7', 'Backspace', 'Backspace']

/** In Activity's list of snapshots, which has 20,000 rows. */
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
  await page.evaluate(watchKeys)
  for (let round = 0; round < 6; round += 1) {
    for (const key of typed) {
      await page.keyboard.press(key)
      await page.waitForTimeout(500)
    }
  }
  const { keys, late } = await page.evaluate(() => (window as unknown as { watched: Watched }).watched)
  if (late > 0) throw new Error(`After ${late} of the keys the rows did not follow in the frame that is measured.`)
  const measured = Object.values(keys)
  return [
    { name: `a key in a filter over ${Number(rows) - 1} rows, median of ${measured.length}`, ms: median(measured), limitMs },
    { name: '  the slowest', ms: Math.max(...measured), limitMs },
  ]
}

interface Watched {
  /** The milliseconds of each key, by the browser's id of the interaction. */
  keys: Record<number, number>
  /** Keys whose rows appeared in a later frame. */
  late: number
}

/**
 * Runs in the page. The browser itself reports how long each key took, from the key to the next painted frame (Event Timing,
 * on which "interaction to next paint" is based; in steps of 8 ms).
 */
function watchKeys(): void {
  const watched: Watched = { keys: {}, late: 0 }
  Object.assign(window, { watched })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { interactionId, duration } = entry as PerformanceEventTiming
      if (interactionId > 0 && entry.name !== 'keyup') watched.keys[interactionId] = Math.max(watched.keys[interactionId] ?? 0, duration)
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  const count = document.querySelector('[aria-label="Filter snapshots"]')?.closest('[class*=bar]')?.querySelector('[aria-live=polite]')
  addEventListener(
    'input',
    () => {
      const before = count?.textContent
      // The last moment before the frame is painted.
      requestAnimationFrame(() => {
        if (count?.textContent === before) watched.late += 1
      })
    },
    { capture: true },
  )
}
