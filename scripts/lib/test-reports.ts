/** Reads the JSON reports of the test runners. */
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter'

export interface TestReport {
  passed: number
  failed: number
  /** In the form "file: title". */
  skipped: string[]
  /** The files whose tests were run or skipped, relative to the repository. */
  files: string[]
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[]
}

const posix = (path: string) => path.replaceAll('\\', '/')
const parsed = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T

/** Vitest's JSON report of the repository in `root`. */
export function readVitestReport(root: string, file: string): TestReport {
  const { numPassedTests, numFailedTests, testResults } = parsed<VitestReport>(file)
  const results = testResults.map(({ name, assertionResults }) => ({ file: posix(relative(root, name)), assertionResults }))
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: results.flatMap((each) =>
      each.assertionResults
        .filter(({ status }) => status !== 'passed' && status !== 'failed')
        .map(({ fullName }) => `${each.file}: ${fullName}`),
    ),
    files: results.map((each) => each.file),
  }
}

/** Playwright's JSON report of the repository in `root`. */
export function readPlaywrightReport(root: string, file: string): TestReport {
  const { config, suites, stats } = parsed<JSONReport>(file)
  const specs = suites.flatMap((suite) => specsIn(suite)).map(({ spec, title }) => ({ ...spec, title }))
  const fileOf = (spec: JSONReportSpec) => posix(relative(root, join(config.rootDir, spec.file)))
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: specs.filter(({ tests }) => tests.some(({ status }) => status === 'skipped')).map((spec) => `${fileOf(spec)}: ${spec.title}`),
    files: [...new Set(specs.map(fileOf))],
  }
}

function specsIn(suite: JSONReportSuite, outer: string[] = []): { spec: JSONReportSpec; title: string }[] {
  // The outermost suite is the file.
  const titles = suite.title === suite.file ? outer : [...outer, suite.title]
  return [
    ...suite.specs.map((spec) => ({ spec, title: [...titles, spec.title].join(' ') })),
    ...(suite.suites ?? []).flatMap((inner) => specsIn(inner, titles)),
  ]
}

/** Test files that are in no report, because a runner reports nothing for a project in which it finds no file. */
export function filesNotRun(root: string, reports: readonly Pick<TestReport, 'files'>[]): string[] {
  const run = new Set(reports.flatMap(({ files }) => files))
  return globSync('test/**/*.{test,spec}.{ts,tsx}', { cwd: root })
    .map(posix)
    .filter((file) => !run.has(file))
    .sort()
}
