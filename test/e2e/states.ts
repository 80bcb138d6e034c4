/**
 * Screenshots of every screen in every state, over the fake bridge, for visual checks: four to a sheet, into test-results/states. Accessibility
 * violations, errors of the page and screens that are too wide are printed, and make the command fail.
 *
 *   npm run states                                   every state, light and dark
 *   npm run states -- --state empty --look narrow    one state, in a window of 800 pixels
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'
import { findBrowser } from '../../scripts/lib/browser.ts'
import { fakeStates } from '../renderer/fake/fake-states.ts'
import { violationsOf } from './support/axe.ts'

const root = join(import.meta.dirname, '..', '..')
const now = new Date('2026-11-22T04:00:00Z')

/** Name, address, and what to do before the screenshot. */
const places: [name: string, hash: string, first?: (page: Page) => Promise<unknown>][] = [
  ['overview', '#/'],
  ['trends', '#/trends'],
  ['changes', '#/changes'],
  ['changes-tenant', '#/changes?tenant=1'],
  ['licences', '#/licences'],
  ['people', '#/people', (page) => page.getByRole('searchbox').first().fill('e')],
  ['usage', '#/usage'],
  ['reconcile', '#/reconcile?month=2026-10'],
  ['activity', '#/activity'],
  ['evidence', '#/changes?tenant=1&snapshot=101'],
  ['tenants', '#/settings?tab=tenants'],
  ['rules', '#/settings?tab=prices'],
  ['help', '#/changes', (page) => page.getByRole('button', { name: 'What does “Reported users” mean?' }).first().click()],
  ['encryption', '#/settings?tab=history', (page) => openEncryption(page)],
  ['deleting', '#/settings?tab=history', (page) => openDeleting(page)],
  ['palette', '#/licences', (page) => openPalette(page)],
]

/** The window's size, zoom and language. */
const looks: Record<string, BrowserContextOptions> = {
  usual: { viewport: { width: 1280, height: 1000 }, locale: 'en-GB' },
  narrow: { viewport: { width: 800, height: 1000 }, locale: 'en-GB' },
  /** 200 %: half as many pixels, each twice as large. */
  zoom: { viewport: { width: 640, height: 500 }, deviceScaleFactor: 2, locale: 'en-GB' },
  german: { viewport: { width: 1280, height: 1000 }, locale: 'de-DE' },
  /** The system's colours, as Windows' contrast themes force them. */
  contrast: { viewport: { width: 1280, height: 1000 }, locale: 'en-GB', forcedColors: 'active' },
  arabic: { viewport: { width: 1280, height: 1000 }, locale: 'ar' },
}

const { values } = parseArgs({
  options: { state: { type: 'string', multiple: true }, look: { type: 'string' }, theme: { type: 'string' } },
})
const states = values.state ?? Object.keys(fakeStates)
const themes = (['light', 'dark'] as const).filter((theme) => values.theme === undefined || values.theme === theme)
const look = values.look ?? 'usual'
const target = join(root, 'test-results', 'states')

const built = mkdtempSync(join(tmpdir(), 'seatledger-states-'))
mkdirSync(target, { recursive: true })
try {
  const config = { root: join(root, 'test/renderer/dev'), configFile: false as const, logLevel: 'error' as const }
  await build({ ...config, plugins: [react()], build: { outDir: built, minify: false, emptyOutDir: true, chunkSizeWarningLimit: 9_000 } })
  const server = await preview({ ...config, build: { outDir: built }, preview: { port: 0, host: '127.0.0.1' } })
  const executablePath = findBrowser()
  const browser = await chromium.launch({ ...(executablePath === null ? {} : { executablePath }), args: ['--no-sandbox'] })
  try {
    const origin = server.resolvedUrls?.local[0] ?? ''
    for (const theme of themes) for (const state of states) await takeState(browser, origin, state, theme)
  } finally {
    await browser.close()
    await server.close()
  }
} finally {
  rmSync(built, { recursive: true, force: true })
}

async function takeState(browser: Browser, origin: string, state: string, theme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({ timezoneId: 'Europe/Berlin', reducedMotion: 'reduce', ...looks[look], colorScheme: theme })
  const page = await context.newPage()
  page.setDefaultTimeout(5_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.clock.setFixedTime(now)
  const shots: [string, Buffer][] = []
  for (const [name, hash, first] of places) {
    await page.goto(`${origin}?state=${state}&place=${name}${hash}`)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.waitForTimeout(350)
    await first?.(page).catch((error: unknown) => {
      // Other states may lack what is opened.
      if (state === 'full') complaints.push(`${name} was not opened: ${String(error).split('\n')[0]}`)
    })
    // Requests again, for the state in which the second request fails.
    if (state === 'older') await page.evaluate(() => window.dispatchEvent(new Event('fake-history-changed')))
    if (state !== 'loading') await page.waitForFunction(() => document.querySelector('[aria-label^="Loading"]') === null)
    await page.waitForTimeout(600)
    shots.push([name, await page.screenshot()])
    complaints.push(...(await violationsOf(page)).map((violation) => `${name}: ${violation}`))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wide > 0) complaints.push(`${name} is ${wide} pixels too wide`)
  }
  await context.close()
  for (let start = 0; start < shots.length; start += 4) {
    const file = join(target, `${look}-${theme}-${state}-${start / 4 + 1}.png`)
    await takeSheet(browser, `${state}, ${theme}, ${look}`, shots.slice(start, start + 4), file)
  }
  console.log([`${theme} ${state}`, ...new Set(complaints)].join('\n  '))
  if (complaints.length > 0) process.exitCode = 1
}

/** Four screenshots next to each other, each with its name. */
async function takeSheet(browser: Browser, title: string, shots: [string, Buffer][], path: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 400 } })
  const pictures = shots.map(
    ([name, shot]) =>
      `<figure><figcaption>${name} (${title})</figcaption><img src="data:image/png;base64,${shot.toString('base64')}"></figure>`,
  )
  await page.setContent(
    `<style>body{margin:0;display:grid;grid-template-columns:1fr 1fr;gap:6px;font:13px sans-serif;background:#888}figure{margin:0}img{width:100%;display:block}</style>${pictures.join('')}`,
  )
  await page.screenshot({ path, fullPage: true })
  await page.close()
}

async function openEncryption(page: Page): Promise<void> {
  await page.getByRole('switch', { name: 'Encrypt the history' }).click()
  await page.getByRole('button', { name: 'Show the recovery key' }).click()
}

async function openDeleting(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete history…' }).click()
  await page.getByPlaceholder('Choose a tenant').click()
  await page.getByRole('option').first().click()
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('e', { delay: 30 })
}
