/**
 * `npm test`: runs all steps, and continues after a failure so that one run shows every failure.
 * The last line has the number of tests that the runners counted. It fails if any step failed.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { npmFile } from './lib/npm.ts'

const root = join(import.meta.dirname, '..')
const reports = join(root, 'test-results', 'reports')
/** Tools are started as files for Node, because the commands in node_modules/.bin are batch files on Windows, which need a shell. */
const vitestFile = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const playwrightFile = join(root, 'node_modules', '@playwright', 'test', 'cli.js')

interface Counts {
  passed: number
  failed: number
  skipped: number
}

function vitestCounts(file: string): Counts {
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTodoTests: number
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests }
}

function playwrightCounts(file: string): Counts {
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  }
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
}

interface Step {
  name: string
  /** Arguments for Node. */
  args: string[]
  env?: Record<string, string>
  counts?: () => Counts
}

const vitest = (name: string, projects: string[]): Step => {
  const file = join(reports, `${name}.json`)
  const choice = projects.flatMap((project) => ['--project', project])
  return {
    name,
    args: [vitestFile, 'run', ...choice, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    counts: () => vitestCounts(file),
  }
}

const e2eReport = join(reports, 'e2e.json')
const steps: Step[] = [
  { name: 'check', args: [npmFile(), 'run', '-s', 'check'] },
  { name: 'build', args: [join(root, 'scripts', 'build.ts'), '--if-stale'] },
  vitest('tests', ['unit', 'integration', 'shell', 'renderer', 'build']),
  { name: 'browser', args: [join(root, 'scripts', 'ensure-browser.ts')] },
  {
    name: 'e2e',
    args: [playwrightFile, 'test'],
    env: { SEATLEDGER_E2E_REPORT: e2eReport },
    counts: () => playwrightCounts(e2eReport),
  },
]

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const broken: string[] = []
for (const step of steps) {
  const startedAt = Date.now()
  console.log(`\n== ${step.name}`)
  const { status } = spawnSync(process.execPath, step.args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...step.env } })
  console.log(`== ${step.name}: ${status === 0 ? 'done' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  if (status !== 0) broken.push(step.name)
  if (step.counts === undefined) continue
  try {
    const counts = step.counts()
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
  } catch {
    // The runner ended before it wrote a report; a failed step is already listed.
    if (status === 0) broken.push(`${step.name} (no report)`)
  }
}

if (broken.length > 0) console.log(`\nFailed: ${broken.join(', ')}`)
console.log(`${total.passed} passed, ${Math.max(total.failed, broken.length)} failed, ${total.skipped} skipped`)
process.exit(broken.length === 0 && total.failed === 0 && total.passed > 0 ? 0 : 1)
