/**
 * `npm run bench:ui`: the page in Chromium on the browser host, over a large history. Every figure is printed with its limit; exceeding
 * one makes the command fail. `--json` prints the figures as JSON.
 */
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { findBrowser } from '../../../scripts/lib/browser.ts'
import { systemClock } from '../../../src/main/core/base/clock.ts'
import { simulatedPetraKey } from '../../../src/main/demo/simulated-petra.ts'
import { startBrowserHost } from '../../e2e/support/browser-host.ts'
import { temporaryFolder } from '../../e2e/support/folders.ts'
import { simulatePetra } from '../../support/simulated-petra.ts'
import { answersBesideCollecting } from './answers.ts'
import { type Figure, kept, lineOf } from './figure.ts'
import { filterKeys } from './filter.ts'
import { firstPaint } from './first-paint.ts'
import { keyVariable, largeHistory, petraAfterwards } from './large-history.ts'
import { setPace } from './pace.ts'
import { paletteKeys } from './palette.ts'
import { screenSwitches } from './switching.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const executablePath = findBrowser()
if (executablePath === null) throw new Error('There is no Chromium: run "node scripts/ensure-browser.ts" first.')

const { folder, remove } = temporaryFolder()
const world = petraAfterwards()
const petra = await simulatePetra({ clock: systemClock, world, requestsPerMinute: 60_000 })
process.env[keyVariable] = simulatedPetraKey
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const figures: Figure[] = []
const tell = (measured: Figure[]) => {
  figures.push(...measured)
  if (!values.json) for (const figure of measured) console.log(lineOf(figure))
}
try {
  await largeHistory(folder, petra.origin)
  const start = () => startBrowserHost({ dataDir: folder })
  tell(await firstPaint(browser, start))
  const host = await start()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(host.url)
    tell(await screenSwitches(page))
    tell(await filterKeys(page))
    tell(await paletteKeys(page))
    world.moveOn(1)
    tell(await answersBesideCollecting(page, { pace: 'at full speed' }))
    // Genesys allows the most requests of all vendors. The simulated vendor's own work is then negligible, as if it ran elsewhere.
    world.moveOn(1)
    setPace(folder, 300)
    tell(await answersBesideCollecting(page, { pace: 'at 300 a minute', forMs: 20_000 }))
  } finally {
    await host.stop()
  }
} finally {
  await browser.close()
  await petra.close()
  remove()
}
// On a busy machine, the figures say nothing about the page.
const load = loadavg()[0] ?? 0
if (values.json) console.log(JSON.stringify({ load, cores: availableParallelism(), figures }, null, 2))
else console.log(`load of the machine ${load.toFixed(1)} on ${availableParallelism()} cores`)
if (!figures.every(kept)) process.exitCode = 1
