/**
 * `npm start`: opens the desktop app if Electron is available, otherwise the same app in the browser.
 * Arguments after `--` go to the host (`npm start -- --no-open --port 4000` for the browser host).
 * `SEATLEDGER_HOST=browser` selects the browser without looking for Electron.
 */
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type ElectronFound, electronObstacle, fetchElectron, findElectron } from './lib/electron.ts'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)

async function chooseElectron(): Promise<ElectronFound> {
  if (process.env.SEATLEDGER_HOST === 'browser') return { missing: 'SEATLEDGER_HOST=browser is set' }
  const obstacle = electronObstacle()
  if (obstacle !== null) return { missing: obstacle }
  const found = findElectron()
  return 'executable' in found || process.env.ELECTRON_OVERRIDE_DIST_PATH ? found : await fetchElectron()
}

const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts'), '--if-stale'], { stdio: 'inherit' })
if (built.status !== 0) {
  console.error('Building the bundles failed (see above). Nothing was started.')
  process.exit(1)
}

const choice = await chooseElectron()
if ('missing' in choice) console.error(`Electron is not used (${choice.missing}): Seatledger opens in the browser instead.`)
const child =
  'executable' in choice
    ? spawn(choice.executable, [root, ...args], { stdio: 'inherit' })
    : spawn(process.execPath, [join(root, 'out', 'main', 'cli.js'), 'serve', ...args], { stdio: 'inherit' })

// The terminal sends Ctrl-C to the host itself, as part of the process group; SIGTERM is forwarded. This process waits for the host to exit.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1)))
