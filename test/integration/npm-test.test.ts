/** `npm test` and the reports that it reads, with the real runners over small repositories. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { filesNotRun, readPlaywrightReport, readVitestReport } from '../../scripts/lib/test-reports.ts'
import { tempFolder } from '../support/temp-folder.ts'

const repository = join(import.meta.dirname, '..', '..')

/** A small repository with the installed packages of ours. */
function repositoryOf(files: Record<string, string>): string {
  const root = tempFolder()
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction')
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}

function run(root: string, file: string, args: string[], env: Record<string, string> = {}): { status: number | null; stdout: string } {
  const { NODE_OPTIONS: _, SEATLEDGER_MAY_SKIP: __, ...clean } = process.env
  return spawnSync(process.execPath, [join(root, file), ...args], { cwd: root, encoding: 'utf8', env: { ...clean, NO_COLOR: '1', ...env } })
}

it('vitest’s report gives counts, the skipped tests by name, and the files that were run', { timeout: 120_000 }, () => {
  const root = repositoryOf({
    'test/unit/some.test.ts': `
      import { describe, expect, it } from 'vitest'
      it('passes', () => {})
      it('fails', () => expect(1).toBe(2))
      describe.skipIf(true)('a group', () => { it('is left out', () => {}) })
      it('leaves itself out', ({ skip }) => skip())
      it.todo('comes later')`,
    'test/unit/none.test.ts': `import { it } from 'vitest'\nit.skip('one', () => {})`,
    'test/elsewhere/forgotten.test.ts': `import { it } from 'vitest'\nit('one', () => {})`,
  })
  const file = join(root, 'report.json')
  run(root, 'node_modules/vitest/vitest.mjs', ['run', '--dir', 'test/unit', '--reporter=json', `--outputFile=${file}`])
  const report = readVitestReport(root, file)
  expect(report).toMatchObject({ passed: 1, failed: 1 })
  expect(report.skipped.toSorted()).toEqual([
    'test/unit/none.test.ts: one',
    'test/unit/some.test.ts: a group is left out',
    'test/unit/some.test.ts: comes later',
    'test/unit/some.test.ts: leaves itself out',
  ])
  expect(report.files.toSorted()).toEqual(['test/unit/none.test.ts', 'test/unit/some.test.ts'])
  expect(filesNotRun(root, [report])).toEqual(['test/elsewhere/forgotten.test.ts'])
})

it('Playwright’s report has the same facts', { timeout: 120_000 }, () => {
  const root = repositoryOf({
    'playwright.config.ts': `export default { testDir: './test/e2e', projects: [{ name: 'a', testDir: './test/e2e/a' }, { name: 'b', testDir: './test/e2e/b' }] }`,
    'test/e2e/a/some.spec.ts': `
      import { expect, test } from '@playwright/test'
      test('passes', () => {})
      test('fails', () => expect(1).toBe(2))
      test.describe('a group', () => { test.skip(true, 'why'); test('is left out', () => {}) })`,
    'test/e2e/b/all.spec.ts': `import { test } from '@playwright/test'\ntest.skip(true, 'why')\ntest('one', () => {})`,
  })
  const file = join(root, 'report.json')
  run(root, 'node_modules/@playwright/test/cli.js', ['test', '--reporter=json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file })
  const report = readPlaywrightReport(root, file)
  expect(report).toMatchObject({ passed: 1, failed: 1 })
  expect(report.skipped.toSorted()).toEqual(['test/e2e/a/some.spec.ts: a group is left out', 'test/e2e/b/all.spec.ts: one'])
  expect(filesNotRun(root, [report])).toEqual([])
})

it('npm test names what is skipped, and fails where that may not be or where a file was not run', { timeout: 240_000 }, () => {
  const copies = ['scripts/test.ts', 'scripts/lib/npm.ts', 'scripts/lib/test-reports.ts']
  const root = repositoryOf({
    ...Object.fromEntries(copies.map((file) => [file, readFileSync(join(repository, file), 'utf8')])),
    // What has no report is left out.
    ...Object.fromEntries(['npm.js', 'scripts/build.ts', 'scripts/ensure-browser.ts'].map((file) => [file, ''])),
    'vitest.config.ts': `
      const project = (name) => ({ test: { name, include: ['test/' + name + '/*.test.ts'] } })
      export default { test: { projects: ['unit', 'integration', 'shell', 'renderer', 'build'].map(project) } }`,
    'playwright.config.ts': `export default { testDir: './test/e2e', reporter: [['json', { outputFile: process.env.SEATLEDGER_E2E_REPORT }]] }`,
    'test/unit/some.test.ts': `import { it } from 'vitest'\nit('passes', () => {})\nit.skip('needs a keyring', () => {})`,
    'test/e2e/some.spec.ts': `import { test } from '@playwright/test'\ntest('passes', () => {})`,
  })
  const npmTest = (env: Record<string, string>) => run(root, 'scripts/test.ts', [], { npm_execpath: join(root, 'npm.js'), ...env })

  const allowed = npmTest({ SEATLEDGER_MAY_SKIP: 'needs a keyring$' })
  expect(allowed.stdout).toContain('Skipped:\n  test/unit/some.test.ts: needs a keyring\n\n2 passed, 0 failed, 1 skipped\n')
  expect(allowed.status).toBe(0)

  writeFileSync(join(root, 'test', 'forgotten.test.ts'), '')
  const refused = npmTest({ SEATLEDGER_MAY_SKIP: 'needs an office$' })
  expect(refused.stdout).toContain('Test files that no runner found:\n  test/forgotten.test.ts\n')
  expect(refused.stdout).toContain('does not allow it:\n  test/unit/some.test.ts: needs a keyring\n\n2 passed, 2 failed, 1 skipped\n')
  expect(refused.status).toBe(1)
})
