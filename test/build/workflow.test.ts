import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import config from '../../electron-builder.config.ts'
import { repository } from '../support/markdown.ts'
import { commandsIn, problemOf } from '../support/shell-commands.ts'

interface Step {
  name?: string
  uses?: string
  run?: string
  if?: string
  with?: Record<string, string>
}

interface Workflow {
  jobs: Record<string, { 'runs-on': string; strategy: { matrix: { os: string[] } }; steps: Step[] }>
}

// `strict` refuses what a runner would refuse too, such as a duplicate key.
const workflow = parse(readFileSync(join(repository, '.github', 'workflows', 'ci.yml'), 'utf8'), { strict: true }) as Workflow
const [job] = Object.values(workflow.jobs)
const steps = job?.steps ?? []
const runs = steps.flatMap(({ run }) => (run === undefined ? [] : commandsIn(run)))

describe('the workflow', () => {
  it('runs on Linux, Windows and macOS', () => {
    expect(job?.['runs-on']).toMatch(/matrix\.os/)
    expect(job?.strategy.matrix.os.map((os) => os.split('-')[0])).toEqual(['ubuntu', 'windows', 'macos'])
  })

  it('refers only to existing scripts, tools and files', () => {
    expect(runs.map(problemOf).filter((problem) => problem !== null)).toEqual([])
    const named = steps.flatMap((step) => step.with?.['node-version-file'] ?? [])
    expect(named.map((file) => existsSync(join(repository, file)))).toEqual([true])
  })

  it('installs, fetches Electron, tests and packages, in that order and on every system', () => {
    const order = ['npm ci', 'npx electron --version', 'npm test', 'npm run package', 'npm run sbom'].map((command) =>
      steps.findIndex(({ run }) => run?.includes(command)),
    )
    expect(order).not.toContain(-1)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    const conditional = steps.filter((step) => step.run?.includes('npm test')).map((step) => step.if)
    expect(conditional).toEqual(["runner.os == 'Linux'", "runner.os != 'Linux'"])
  })

  it('stores every kind of installer that the configuration builds', () => {
    const endings: Record<string, string> = { AppImage: 'AppImage', deb: 'deb', dmg: 'dmg', nsis: 'exe' }
    const targets = [config.linux, config.mac, config.win].flatMap((platform) => platform?.target as string[])
    const kept = steps
      .find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))
      ?.with?.path?.trim()
      .split('\n')
    expect(kept).toEqual([...targets.map((target) => `dist/*.${endings[target]}`), 'dist/seatledger.cdx.json'])
  })

  it('uses GitHub’s own actions only, in versions that run on a Node which runners still have, with inputs that they know', () => {
    // From each action's action.yml at that version; v4 of all three runs on Node 20, which GitHub has retired.
    const known: Record<string, string[]> = {
      'actions/checkout@v7': [],
      'actions/setup-node@v7': ['node-version-file', 'cache'],
      'actions/upload-artifact@v7': ['name', 'path', 'if-no-files-found'],
    }
    const used = steps.flatMap(({ uses, with: inputs = {} }) => (uses === undefined ? [] : [[uses, Object.keys(inputs)] as const]))
    expect(Object.fromEntries(used)).toEqual(known)
  })

  it('installs on Ubuntu what the tests need, as .ci/run does on Debian', () => {
    const ci = readFileSync(join(repository, '.ci', 'run'), 'utf8')
    const packages = /^ {2}packages=\((.*)\)$/m.exec(ci)?.[1]?.split(' ') ?? []
    // The workflow takes Playwright's Chromium, as people do.
    const needed = packages.filter((name) => name !== 'chromium')
    expect(needed).toContain('postgresql')
    expect(runs.find((words) => words.includes('apt-get') && words.includes('install'))).toEqual(expect.arrayContaining(needed))
  })
})
