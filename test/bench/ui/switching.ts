/** The time from a click in the navigation rail until the whole screen is drawn and the page is idle. */
import type { Page } from '@playwright/test'
import { type Figure, median } from './figure.ts'

const screens = ['Overview', 'Trends', 'Changes', 'Licences', 'People', 'Usage', 'Activity', 'Settings'] as const
type Screen = (typeof screens)[number]
const limitMs = 200
const restMs = 6_000

/** First visits from Overview, then every pair of screens. */
export async function screenSwitches(page: Page): Promise<Figure[]> {
  await settled(page)
  // The other screens' chunks are preloaded while the first one is shown.
  await page.waitForTimeout(restMs)
  const first: [Screen, number][] = []
  for (const screen of screens.slice(1)) {
    first.push([screen, await switchTo(page, screen)])
    await switchTo(page, 'Overview')
  }
  const warm: [string, number][] = []
  for (const from of screens) {
    for (const to of screens) {
      if (from === to) continue
      await switchTo(page, from)
      warm.push([`${from} → ${to}`, await switchTo(page, to)])
    }
  }
  const [slowest, slowestMs] = warm.toSorted((a, b) => b[1] - a[1])[0] ?? ['', Number.NaN]
  return [
    ...first.map(([screen, ms]) => ({ name: `first visit to ${screen}`, ms, limitMs })),
    { name: `between screens visited before, median of ${warm.length}`, ms: median(warm.map(([, ms]) => ms)), limitMs },
    { name: `  the slowest: ${slowest}`, ms: slowestMs, limitMs },
  ]
}

const settled = (page: Page) =>
  page.waitForFunction(
    () =>
      document.querySelector('h1') !== null && document.querySelector('[role=status][aria-label^="Loading"], [aria-busy=true]') === null,
  )

/** Milliseconds, measured in the page until it is idle, when the last table is painted. */
async function switchTo(page: Page, screen: Screen): Promise<number> {
  const ms = await page.evaluate(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const link = [...document.querySelectorAll<HTMLAnchorElement>('nav[aria-label=Screens] a')].find((each) => each.title === name)
        if (link === undefined) {
          reject(new Error(`no link to ${name}`))
          return
        }
        const begun = performance.now()
        const look = () => {
          const there = document.querySelector('h1')?.textContent === name
          const awaited = document.querySelector('[role=status][aria-label^="Loading"], [aria-busy=true]')
          if (!there || awaited !== null) {
            requestAnimationFrame(look)
            return
          }
          // Tables are drawn after the figures above them, so the page is done when it is idle.
          requestIdleCallback(() => resolve(performance.now() - begun))
        }
        link.click()
        requestAnimationFrame(look)
      }),
    screen,
  )
  // Wait until preloading and refetching have finished, as they would while a user reads.
  await page.waitForTimeout(100)
  return ms
}
