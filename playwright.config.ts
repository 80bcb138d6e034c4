import { defineConfig } from '@playwright/test'
import { findBrowser } from './scripts/lib/browser.ts'

const browser = findBrowser()

/** `web`: every journey in real Chromium on the browser host. `electron`: the few that need the desktop bundles. */
export default defineConfig({
  testDir: './test/e2e',
  // A folder of its own: Playwright empties it, and the pictures of states lie beside it.
  outputDir: './test-results/e2e',
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // Generous: a journey takes seconds on a free machine, and much longer beside seven other processes.
  timeout: 150_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: process.env.SEATLEDGER_E2E_REPORT ?? './test-results/e2e.json' }]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: browser === null ? {} : { executablePath: browser },
  },
  projects: [
    { name: 'web', testDir: './test/e2e/web', use: { browserName: 'chromium' } },
    { name: 'electron', testDir: './test/e2e/electron', workers: 1 },
  ],
})
