import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const sources = (folder: string) => globSync('src/**/*.{ts,tsx}', { cwd: folder })

interface Report {
  modules: { source: string }[]
  summary: { violations: { from: string; to: string; rule: { name: string } }[] }
}

function cruise(cwd: string): Report {
  const depcruise = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const { stdout } = spawnSync(process.execPath, [depcruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  return JSON.parse(stdout) as Report
}

/** A violation of each import rule, in .ts and .tsx files. Entries without a rule are imported by others. */
const planted: { file: string; text: string; rule: string }[] = [
  { file: 'src/renderer/planted/a.tsx', text: "export * from '../../main/core/base/errors.ts'", rule: 'page-knows-shared-only' },
  { file: 'src/renderer/planted/b.tsx', text: "export { readFileSync } from 'node:fs'", rule: 'page-without-node' },
  { file: 'src/renderer/features/planted.ts', text: "export { theme } from '../app/theme.ts'", rule: 'page-inwards' },
  {
    file: 'src/renderer/components/planted.ts',
    text: "export { something } from '../features/planted.ts'",
    rule: 'page-components-inwards',
  },
  { file: 'src/renderer/lib/planted.ts', text: "export { screens } from '../components/screens.ts'", rule: 'page-lib-inwards' },
  {
    file: 'src/renderer/planted/c.ts',
    text: "import { routes } from '../../shared/contract/routes.ts'\nexport const names = Object.keys(routes)",
    rule: 'routes-are-types-outside-main',
  },
  { file: 'src/preload/planted.ts', text: "export { z } from 'zod'", rule: 'preload-requires-electron-only' },
  { file: 'src/preload/planted-b.ts', text: "export { AppError } from '../main/core/base/errors.ts'", rule: 'preload-knows-shared-only' },
  { file: 'src/main/core/planted.ts', text: "export { app } from 'electron/main'", rule: 'electron-in-the-shell-only' },
  { file: 'src/main/core/planted-b.ts', text: "export { Hono } from 'hono'", rule: 'core-without-host' },
  { file: 'src/main/core/planted-c.ts', text: "export { something } from '../web/planted.ts'", rule: 'core-inwards' },
  { file: 'src/main/web/planted.ts', text: "export { something } from '../shell/planted.ts'", rule: 'browser-host-inwards' },
  { file: 'src/main/shell/planted.ts', text: 'export const something = 1', rule: '' },
  { file: 'src/main/shell/planted-b.ts', text: "export { something } from '../web/planted.ts'", rule: 'hosts-do-not-meet' },
  { file: 'src/main/bridge/planted.ts', text: "export { something } from '../shell/planted.ts'", rule: 'bridge-inwards' },
  { file: 'src/shared/domain/planted.ts', text: "export { join } from 'node:path'", rule: 'shared-without-platform' },
  { file: 'src/shared/domain/planted-b.ts', text: "export { z } from 'zod'", rule: 'zod-in-the-contract-only' },
  { file: 'src/shared/domain/planted-c.ts', text: "export { something } from '../../main/shell/planted.ts'", rule: 'shared-stands-alone' },
  { file: 'src/main/web/planted-d.ts', text: "export { nowhere } from './not-there.ts'", rule: 'resolvable' },
  { file: 'src/main/web/circle-a.ts', text: "import { b } from './circle-b.ts'\nexport const a = () => b", rule: 'no-circles' },
  { file: 'src/main/web/circle-b.ts', text: "import { a } from './circle-a.ts'\nexport const b = () => a", rule: '' },
]

/** The core's folders, innermost first, as listed in docs/architecture.md. */
const coreFolders = [...readFileSync(join(root, 'docs', 'architecture.md'), 'utf8').matchAll(/^\| `core\/([a-z-]+)\/` \|/gm)].map(
  ([, folder]) => folder!,
)
// A file in the folder itself, and an import of the next folder outwards.
for (const [index, folder] of coreFolders.entries()) {
  const outer = coreFolders[index + 1]
  planted.push({ file: `src/main/core/${folder}/planted-inner.ts`, text: 'export const something = 1', rule: '' })
  planted.push({
    file: `src/main/core/${folder}/planted-outwards.ts`,
    text: `export { something } from '${outer === undefined ? '../planted-d.ts' : `../${outer}/planted-inner.ts`}'`,
    rule: `core-${folder}-inwards`,
  })
}
planted.push(
  { file: 'src/main/core/planted-d.ts', text: 'export const something = 1', rule: '' },
  { file: 'src/main/core/elsewhere/planted.ts', text: "export { something } from '../planted-d.ts'", rule: 'core-folder-has-a-place' },
)

describe('the import rules', () => {
  let copy: string
  let report: Report

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'seatledger-arrows-'))
    for (const file of ['src', 'package.json', 'tsconfig.base.json', '.dependency-cruiser.cjs']) {
      cpSync(join(root, file), join(copy, file), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    for (const { file, text } of planted) {
      mkdirSync(dirname(join(copy, file)), { recursive: true })
      writeFileSync(join(copy, file), `${text}\n`)
    }
    report = cruise(copy)
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  it.each(planted.filter(({ rule }) => rule !== ''))('report $rule in $file', ({ file, rule }) => {
    expect(report.summary.violations.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule)
  })

  it('cover every source file', () => {
    const read = new Set(report.modules.map(({ source }) => source))
    expect(sources(copy).filter((file) => !read.has(file.replaceAll('\\', '/')))).toEqual([])
    expect(sources(copy).length).toBeGreaterThanOrEqual(sources(root).length + planted.length)
  })

  it('report nothing else', () => {
    const files = new Set(planted.map(({ file }) => file))
    expect(report.summary.violations.filter(({ from }) => !files.has(from))).toEqual([])
  })

  it('each have a planted violation', () => {
    const rules = JSON.parse(
      execFileSync(process.execPath, ['-p', "JSON.stringify(require('./.dependency-cruiser.cjs').forbidden.map((rule) => rule.name))"], {
        cwd: root,
        encoding: 'utf8',
      }),
    ) as string[]
    expect(rules.filter((name) => name !== 'nothing-from-tests' && !planted.some(({ rule }) => rule === name))).toEqual([])
  })
})
