/** The time from a running host to a usable Overview: its key figures with numbers, and the first tenants of the table. */
import type { Browser } from '@playwright/test'
import type { BrowserHost } from '../../e2e/support/browser-host.ts'
import { type Figure, median } from './figure.ts'

const rounds = 3

/** Each time a new host and a new browser profile, as on the first start of a day. */
export async function firstPaint(browser: Browser, start: () => Promise<BrowserHost>): Promise<Figure[]> {
  const figuresMs: number[] = []
  const tableMs: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const host = await start()
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    try {
      const page = await context.newPage()
      await page.addInitScript(() => {
        const seen: Record<string, number> = {}
        Object.assign(window, { painted: seen })
        const look = () => {
          if (document.querySelector('section[aria-label="Reported users"] button, section[aria-label="Reported users"] [class*=value]')) {
            seen.figures ??= performance.now()
          }
          if (document.querySelector('[role=gridcell]')) seen.table ??= performance.now()
          if (seen.figures === undefined || seen.table === undefined) requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      })
      const begun = performance.now()
      await page.goto(host.url, { waitUntil: 'commit' })
      const navigation = performance.now() - begun
      const painted = () => page.evaluate(() => (window as unknown as { painted: { figures: number; table: number } }).painted)
      await page.waitForFunction(() => {
        const { painted } = window as unknown as { painted: { figures?: number; table?: number } }
        return painted.figures !== undefined && painted.table !== undefined
      })
      const { figures, table } = await painted()
      // The time before the page's own clock starts: requesting the page.
      const before = Math.max(
        0,
        navigation -
          (await page.evaluate(
            () => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined)?.responseStart ?? 0,
          )),
      )
      figuresMs.push(figures + before)
      tableMs.push(table + before)
    } finally {
      await context.close()
      await host.stop()
    }
  }
  return [
    { name: 'Overview: key figures painted after the host is up', ms: median(figuresMs), limitMs: 1_000 },
    { name: 'Overview: and the first tenants of its table', ms: median(tableMs), limitMs: null },
  ]
}
