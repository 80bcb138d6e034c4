/** The command as users install it: from the packed file, in an empty folder, without a compiler. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { simulatePetra } from '../support/simulated-petra.ts'
import { petraUser, staticPetraWorld } from '../support/static-petra-world.ts'

const root = join(import.meta.dirname, '..', '..')
const place = mkdtempSync(join(tmpdir(), 'seatledger-package-'))
const empty = join(place, 'empty')
const dataDir = join(place, 'data')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const packageFile = join(place, `seatledger-${version}.tgz`)
const run = promisify(execFile)

/** An environment without compilers, this repository's binaries, and the settings that `npm run` passes to child processes. */
function strangersEnv(): NodeJS.ProcessEnv {
  const stubs = join(place, 'stubs')
  mkdirSync(stubs)
  for (const tool of ['python', 'python3', 'make', 'cc', 'c++', 'gcc', 'g++', 'clang', 'clang++']) {
    writeFileSync(join(stubs, tool), `#!/bin/sh\necho "${tool}: not on this machine" >&2\nexit 127\n`, { mode: 0o755 })
  }
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_(cache|registry)$)|NODE_ENV$|NODE_OPTIONS$|VITEST|TEST$)/i.test(name),
  )
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(root))
  return { ...Object.fromEntries(kept), PATH: [stubs, dirname(process.execPath), ...folders].join(delimiter) }
}

const env = strangersEnv()
const npx = (args: string[], extra: NodeJS.ProcessEnv = {}) =>
  run('npx', ['--no-install', 'seatledger', ...args], { cwd: empty, env: { ...env, SEATLEDGER_DATA_DIR: dataDir, ...extra } })

beforeAll(async () => {
  if (!existsSync(join(root, 'out', 'built-from'))) throw new Error('There are no bundles: run "npm run build" first.')
  mkdirSync(empty)
  await run('npm', ['pack', '--pack-destination', place], { cwd: root, env })
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', packageFile], { cwd: empty, env })
}, 300_000)

afterAll(() => rmSync(place, { recursive: true, force: true }))

describe('the packed command', () => {
  it('is one file under 2 MB', () => {
    expect(statSync(packageFile).size).toBeLessThan(2_000_000)
  })

  it('contains what it needs to run, and no sources, tests, source maps or desktop files', () => {
    const files = globSync('**/*', { cwd: join(empty, 'node_modules', 'seatledger') })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.includes('.') && !/^out\/(main|renderer)\/|^drizzle(-pg)?\/\w+\.sql$|^[A-Z-]+\.(md|txt)$/.test(file))
    expect(files.sort()).toEqual([
      'bin/seatledger.js',
      'drizzle-pg/meta/_journal.json',
      'drizzle/meta/_journal.json',
      'package.json',
      'scripts/node-version.js',
    ])
    expect(globSync('**/{*.{map,ts,tsx,test.*},third-party.json}', { cwd: join(empty, 'node_modules', 'seatledger') })).toEqual([])
  })

  it('installs the two native packages with their dependencies, and no development dependencies', () => {
    const installed = readdirSync(join(empty, 'node_modules')).filter((name) => !name.startsWith('.'))
    expect(installed.sort()).toEqual(['better-sqlite3', 'keytar', 'node-addon-api', 'seatledger'])
    // Nothing was compiled: the driver's prebuilt binary is used.
    expect(existsSync(join(empty, 'node_modules', 'better-sqlite3', 'build'))).toBe(false)
  })

  it('reports a too old Node in one sentence', async () => {
    const older = join(place, 'older.cjs')
    writeFileSync(older, `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })\n`)
    const command = join(empty, 'node_modules', 'seatledger', 'bin', 'seatledger.js')
    await expect(run(process.execPath, ['--require', older, command, '--version'], { env })).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Seatledger needs Node 24 or newer and this is Node 20\.20\.2: [^\n]+\.\n$/),
    })
  })

  it('serves the demo with its page, and its history verifies', async () => {
    const host = spawn('npx', ['--no-install', 'seatledger', 'demo', '--serve', '--no-open', '--data-dir', dataDir], {
      cwd: empty,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A separate process group, so that npx, its shell and the command end together.
      detached: true,
    })
    try {
      const address = await firstLine(host)
      const page = await fetch(new URL('/', address))
      expect(page.status).toBe(200)
      const script = /<script[^>]+src="([^"]+\.js)"/.exec(await page.text())?.[1]
      expect((await fetch(new URL(script!, address))).status).toBe(200)
      const { stdout } = await npx(['tenants', '--json'])
      const tenants = JSON.parse(stdout) as { provider: string; lastSnapshotAt: string | null }[]
      expect(tenants.filter(({ provider, lastSnapshotAt }) => provider === 'petra' && lastSnapshotAt !== null)).toHaveLength(24)
    } finally {
      const ended = once(host, 'exit')
      process.kill(-host.pid!, 'SIGINT')
      await ended
    }
    // The exit code is not 0 if a snapshot cannot be rebuilt.
    await npx(['verify'])
  })
})

it('the packed command collects from a vendor, and exports and verifies what it has', async () => {
  const world = staticPetraWorld({ north: [petraUser('u1'), petraUser('u2')] })
  const petra = await simulatePetra({
    clock: systemClock,
    requestsPerMinute: 6000,
    world,
    keys: [{ secret: 'key', tenants: true, usage: true }],
  })
  onTestFinished(() => petra.close())
  const ours = { PETRA_KEY: 'key', SEATLEDGER_DATA_DIR: join(place, 'collected') }
  await npx(['connect', 'petra', 'MSP', '--base-url', petra.origin, '--requests-per-minute', '6000', '--secret-env', 'PETRA_KEY'], ours)
  await npx(['collect'], ours)
  const month = new Date().toISOString().slice(0, 7)
  await npx(['export', 'month', '--month', month, '--format', 'xlsx', '--out', join(place, 'month.xlsx')], ours)
  expect(statSync(join(place, 'month.xlsx')).size).toBeGreaterThan(5_000)
  const { stdout } = await npx(['verify', '--json'], ours)
  expect(JSON.parse(stdout)).toMatchObject({ snapshots: 2, verified: 2, damaged: [] })
})

it('the packed command can be installed again from the lock file that its installation made', async () => {
  await run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: empty, env })
  expect((await npx(['--version'])).stdout.trim()).toBe(version)
})

/** The first line of standard output. Rejects with standard error if the process ends first. */
function firstLine(child: ChildProcess): Promise<string> {
  let stderr = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve)
    child.once('exit', () => reject(new Error(`The command ended before it gave its address. ${stderr}`)))
  })
}
