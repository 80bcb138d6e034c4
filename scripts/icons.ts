/** Renders the PNG icons in resources/ from resources/icon.svg: the app's, and the tray's for each state. Run it manually after changing the SVG. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findBrowser } from './lib/browser.ts'

const resources = join(import.meta.dirname, '..', 'resources')
const svg = readFileSync(join(resources, 'icon.svg'), 'utf8')
const marks = { fine: null, collecting: '#3b82f6', attention: '#dc2626' } as const

const withMark = (colour: string | null) =>
  colour === null
    ? svg
    : svg.replace('</svg>', `<circle cx="18.5" cy="18.5" r="4.8" fill="${colour}" stroke="#fff" stroke-width="1.4"/></svg>`)

const executablePath = findBrowser()
if (executablePath === null) throw new Error('No Chromium: run "node scripts/ensure-browser.ts" first.')
const browser = await chromium.launch({ executablePath })
const page = await browser.newPage()

async function draw(file: string, source: string, size: number): Promise<void> {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>*{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}</style>${source}`)
  writeFileSync(join(resources, file), await page.screenshot({ omitBackground: true }))
}

await draw('icon.png', svg, 512)
for (const [state, colour] of Object.entries(marks)) {
  await draw(`tray-${state}.png`, withMark(colour), 24)
  await draw(`tray-${state}@2x.png`, withMark(colour), 48)
}
await browser.close()
