/**
 * Screenshots of every screen over the demo, light and dark, into docs/screenshots.
 *
 *   npm run screenshots                        fills a demo first (a few minutes)
 *   npm run screenshots -- --data-dir FOLDER   uses an existing demo
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { findBrowser } from '../../scripts/lib/browser.ts'

const root = join(import.meta.dirname, '..', '..')
const command = join(root, 'bin', 'seatledger.js')
const target = join(root, 'docs', 'screenshots')

/** Name, address, and the text for the first search field. */
const places: [name: string, hash: string, typed?: string][] = [
  ['overview', '#/'],
  ['trends', '#/trends'],
  ['trends-each', '#/trends?tab=each&figure=units'],
  ['changes', '#/changes'],
  ['changes-tenant', '#/changes?tenant=TENANT'],
  ['evidence', '#/changes?tenant=TENANT&snapshot=SNAPSHOT'],
  ['licences', '#/licences'],
  ['licences-overlaps', '#/licences?tab=overlaps'],
  ['attention', '#/attention'],
  ['people', '#/people', 'keller'],
  ['usage', '#/usage'],
  ['figures', '#/figures?tab=three'],
  ['reconcile', '#/reconcile'],
  ['activity', '#/activity'],
  ['settings', '#/settings'],
  ['settings-prices', '#/settings?tab=prices'],
  ['connect', '#/connect?tab=petra'],
]

const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } } })
const temporary = values['data-dir'] === undefined ? mkdtempSync(join(tmpdir(), 'seatledger-screenshots-')) : null
const dataDir = values['data-dir'] ?? join(temporary ?? '', 'demo')
try {
  if (temporary !== null) {
    const filled = spawnSync(process.execPath, [command, 'demo', '--data-dir', dataDir], { stdio: ['ignore', 'inherit', 'inherit'] })
    if (filled.status !== 0) throw new Error('The demo could not be made.')
  }
  await takePictures()
} finally {
  if (temporary !== null) rmSync(temporary, { recursive: true, force: true })
}

async function takePictures(): Promise<void> {
  mkdirSync(target, { recursive: true })
  const host = spawn(process.execPath, [command, 'serve', '--no-open', '--data-dir', dataDir], { stdio: ['ignore', 'pipe', 'ignore'] })
  const browserPath = findBrowser()
  const browser = await chromium.launch({ ...(browserPath === null ? {} : { executablePath: browserPath }), args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({
      viewport: { width: 1360, height: 860 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    })
    await page.goto(await addressOf(host))
    await page.getByRole('heading', { level: 1 }).waitFor()
    const ids = await page.evaluate(async () => {
      const overview = await window.api.request('overview.get', {})
      if (!overview.ok) throw new Error(overview.error.message)
      // The tenant that changed most has most to show.
      const [row] = overview.value.tenants
        .filter((each) => each.provider === 'petra' && each.evidence !== null)
        .toSorted((left, right) => Math.abs(Number(right.delta ?? 0)) - Math.abs(Number(left.delta ?? 0)))
      return { tenant: row?.tenant ?? 1, snapshot: row?.evidence?.snapshotId ?? 1 }
    })
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      for (const [name, hash, typed] of places) {
        await page.evaluate(
          (next) => {
            location.hash = next
          },
          hash.replace('TENANT', String(ids.tenant)).replace('SNAPSHOT', String(ids.snapshot)),
        )
        await page.waitForTimeout(300)
        if (typed !== undefined) await page.getByRole('searchbox').first().fill(typed)
        await page.waitForTimeout(300)
        await page.waitForFunction(() => document.querySelector('[aria-label^="Loading"], [aria-busy=true]') === null)
        await page.waitForTimeout(300)
        await page.screenshot({ path: join(target, `${name}-${theme}.png`) })
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await takeUndo(page)
  } finally {
    await browser.close()
    host.kill('SIGTERM')
  }
}

/** Sets a price and undoes it again. */
async function takeUndo(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/licences'
  })
  await page.getByRole('button', { name: 'set', exact: true }).first().click()
  await page.getByLabel('Price of one').fill('3.10')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  const undo = page.getByRole('region', { name: 'What was done' }).getByRole('button', { name: 'Undo' })
  await undo.waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.screenshot({ path: join(target, 'undo-light.png') })
  await undo.click()
  await page
    .getByText(/^Undone/)
    .first()
    .waitFor({ state: 'attached' })
}

/** The link that the host prints. */
function addressOf(host: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    host.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const link = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/.exec(output)?.[0]
      if (link !== undefined) resolve(link)
    })
    host.once('exit', (code) => reject(new Error(`The browser host ended with ${code}.`)))
  })
}
