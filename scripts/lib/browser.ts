/** The Chromium that tests and screenshots use. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The path of a Chromium: the one on PATH, else Playwright's; null if there is neither. */
export function findBrowser(): string | null {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const file = join(folder, name)
      try {
        accessSync(file, constants.X_OK)
        return file
      } catch {
        // Try the next folder.
      }
    }
  }
  const own = chromium.executablePath()
  return existsSync(own) ? own : null
}
