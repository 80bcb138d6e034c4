/**
 * `npm start`: the desktop window where Electron can be had, else the same product in the browser.
 * Everything after `--` goes to the host (`npm start -- --no-open --port 4000` for the browser host).
 * `SEATLEDGER_HOST=browser` chooses the browser without asking for Electron.
 */
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type ElectronFound, electronObstacle, fetchElectron, findElectron } from './lib/electron.ts'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)

async function chooseElectron(): Promise<ElectronFound> {
  if (process.env.SEATLEDGER_HOST === 'browser') return { missing: 'SEATLEDGER_HOST=browser asks for the browser' }
  const obstacle = electronObstacle()
  if (obstacle !== null) return { missing: obstacle }
  const found = findElectron()
  return 'executable' in found || process.env.ELECTRON_OVERRIDE_DIST_PATH ? found : await fetchElectron()
}

const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts'), '--if-stale'], { stdio: 'inherit' })
if (built.status !== 0) {
  console.error('The bundles could not be built, see above: nothing was started.')
  process.exit(1)
}

const choice = await chooseElectron()
if ('missing' in choice) console.error(`Electron is not used (${choice.missing}): Seatledger opens in the browser instead.`)
const child =
  'executable' in choice
    ? spawn(choice.executable, [root, ...args], { stdio: 'inherit' })
    : spawn(process.execPath, [join(root, 'out', 'main', 'cli.js'), 'serve', ...args], { stdio: 'inherit' })

// Ctrl-C reaches the whole terminal group by itself; what is sent to us alone is passed on. Either way the host ends in its own time.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1)))
