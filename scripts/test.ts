/**
 * `npm test`: runs all steps, and continues after a failure so that one run shows every failure.
 * Skipped tests are listed; the last line has the number of tests that the runners counted. It fails if any step failed, or if no runner found
 * a test file. With SEATLEDGER_MAY_SKIP, a regular expression, it also fails if a skipped test does not match.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { npmFile } from './lib/npm.ts'
import { filesNotRun, readPlaywrightReport, readVitestReport, type TestReport } from './lib/test-reports.ts'

const root = join(import.meta.dirname, '..')
const reports = join(root, 'test-results', 'reports')
/** Tools are started as files for Node, because the commands in node_modules/.bin are batch files on Windows, which need a shell. */
const vitestFile = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const playwrightFile = join(root, 'node_modules', '@playwright', 'test', 'cli.js')

interface Step {
  name: string
  /** Arguments for Node. */
  args: string[]
  env?: Record<string, string>
  report?: () => TestReport
}

const vitest = (name: string, projects: string[]): Step => {
  const file = join(reports, `${name}.json`)
  const choice = projects.flatMap((project) => ['--project', project])
  return {
    name,
    args: [vitestFile, 'run', ...choice, '--allowOnly=false', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    report: () => readVitestReport(root, file),
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
    args: [playwrightFile, 'test', '--forbid-only'],
    env: { SEATLEDGER_E2E_REPORT: e2eReport },
    report: () => readPlaywrightReport(root, e2eReport),
  },
]

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

const read: TestReport[] = []
const broken: string[] = []
for (const step of steps) {
  const startedAt = Date.now()
  console.log(`\n== ${step.name}`)
  const { status } = spawnSync(process.execPath, step.args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...step.env } })
  console.log(`== ${step.name}: ${status === 0 ? 'done' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  if (status !== 0) broken.push(step.name)
  if (step.report === undefined) continue
  try {
    read.push(step.report())
  } catch {
    // The runner ended before it wrote a report; a failed step is already listed.
    if (status === 0) broken.push(`${step.name} (no report)`)
  }
}

const sum = (of: (report: TestReport) => number) => read.reduce((total, report) => total + of(report), 0)
const skipped = read.flatMap((report) => report.skipped)
const notRun = filesNotRun(root, read)
const maySkip = process.env.SEATLEDGER_MAY_SKIP
const mustRun = maySkip === undefined ? [] : skipped.filter((test) => !new RegExp(maySkip).test(test))
const list = (heading: string, lines: string[]) => {
  if (lines.length > 0) console.log(`\n${heading}:\n${lines.map((line) => `  ${line}`).join('\n')}`)
}
list('Skipped', skipped)
list('Test files that no runner found', notRun)
list('Skipped, though SEATLEDGER_MAY_SKIP does not allow it', mustRun)
list('Failed', broken)
const passed = sum((report) => report.passed)
const failed = Math.max(sum((report) => report.failed) + notRun.length + mustRun.length, broken.length)
console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
