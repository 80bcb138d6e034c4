/**
 * Ensures a Chromium for the tests: finds one on PATH or Playwright's own, else downloads Playwright's, else (root on Debian) installs
 * the `chromium` package, else fails with the command to run. Prints its path.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from './lib/browser.ts'

const root = join(import.meta.dirname, '..')

function run(command: string, args: string[], timeoutMs: number): boolean {
  console.error(`> ${command} ${args.join(' ')}`)
  // The command writes to standard error, because standard output is only for the path.
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], timeout: timeoutMs }).status === 0
}

const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version')

/** Checks the download host first, so that an offline machine does not wait for the download's time-outs. */
async function downloadsAnswer(): Promise<boolean> {
  const source = process.env.PLAYWRIGHT_DOWNLOAD_HOST || 'https://cdn.playwright.dev'
  return await fetch(source, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(3_000) }).then(
    () => true,
    () => false,
  )
}

async function fetchBrowser(): Promise<string | null> {
  if (
    (await downloadsAnswer()) &&
    run(process.execPath, [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'], 300_000)
  ) {
    const found = findBrowser()
    if (found !== null) return found
  }
  if (canInstall) {
    const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], 600_000)
    if (install() || (run('apt-get', ['update'], 300_000) && install())) return findBrowser()
  }
  return null
}

const browser = findBrowser() ?? (await fetchBrowser())
if (browser === null) {
  console.error(
    existsSync('/etc/debian_version')
      ? 'The tests need a browser: run "sudo apt-get install -y chromium".'
      : 'The tests need a browser: run "npx playwright install chromium".',
  )
  process.exit(1)
}
console.log(browser)
