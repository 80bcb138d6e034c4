import { defineConfig } from '@playwright/test'
import { findBrowser } from './scripts/lib/browser.ts'

const browser = findBrowser()

/** `web`: every journey in Chromium on the browser host. `electron`: the few that need the desktop bundles. */
export default defineConfig({
  testDir: './test/e2e',
  // A separate folder, since Playwright empties it and screenshots of states are next to it.
  outputDir: './test-results/e2e',
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // A journey takes seconds on an idle machine, and much longer on a busy one.
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
