import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, join } from 'node:path'
import { parseSync } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const out = join(root, 'out')
const read = (file: string) => readFileSync(join(out, file), 'utf8')
const filesIn = (folder: string, pattern = '**/*') =>
  globSync(pattern, { cwd: join(out, folder) }).filter((file) => statSync(join(out, folder, file)).isFile())

/** What a bundle loads at run time: static and dynamic imports, and CommonJS requires of bundled packages. */
function asked(code: string): string[] {
  const names: string[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, source, callee, arguments: args } = node as { type?: string; source?: Named; callee?: Named; arguments?: Named[] }
    if (/^(Import|Export)\w*(Declaration|Expression)$/.test(type ?? '') && typeof source?.value === 'string') names.push(source.value)
    if (type === 'CallExpression' && /^(__)?require$/.test(callee?.name ?? '') && typeof args?.[0]?.value === 'string')
      names.push(args[0].value)
    Object.values(node).forEach(visit)
  }
  visit(parseSync('bundle.js', code).program)
  return names
}

interface Named {
  name?: string
  value?: unknown
}

beforeAll(() => {
  if (!existsSync(join(out, 'built-from'))) throw new Error('There are no bundles: run "npm run build" first.')
})

describe('the bundles of the main process', () => {
  it('leave only Node, Electron and the two native packages unbundled', () => {
    const outside = new Set(filesIn('main', '*.js').flatMap((file) => asked(read(`main/${file}`))))
    const unexpected = [...outside].filter(
      (name) =>
        !name.startsWith('./') &&
        !isBuiltin(name) &&
        !/^electron(\/(main|common))?$/.test(name) &&
        !['better-sqlite3', 'keytar'].includes(name),
    )
    expect(unexpected).toEqual([])
    expect(outside).toContain('better-sqlite3')
  })

  it('are all in one folder, so that a worker is next to whichever chunk starts it', () => {
    expect(readdirSync(join(out, 'main'), { withFileTypes: true }).filter((entry) => entry.isDirectory())).toEqual([])
    for (const worker of globSync('src/main/**/*-worker.ts', { cwd: root })) {
      expect(existsSync(join(out, 'main', `${basename(worker, '.ts')}.js`)), worker).toBe(true)
    }
  })

  it('load Electron in the desktop app only', () => {
    const reached = new Set<string>()
    const follow = (file: string) => {
      if (reached.has(file)) return
      reached.add(file)
      for (const name of asked(read(`main/${file}`))) if (name.startsWith('./')) follow(basename(name))
    }
    follow('cli.js')
    for (const file of reached)
      expect(
        asked(read(`main/${file}`)).filter((name) => name.startsWith('electron')),
        file,
      ).toEqual([])
  })

  it('run as the command', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(out, 'main', 'cli.js'), '--help'], { encoding: 'utf8' })
    expect(status).toBe(0)
    expect(stdout).toContain('serve')
  })
})

describe('the preload script', () => {
  it('is one small CommonJS file that requires Electron only', () => {
    expect(filesIn('preload').toSorted()).toEqual(['index.cjs', 'third-party.json'])
    const code = read('preload/index.cjs')
    expect(asked(code).every((name) => /^electron(\/renderer)?$/.test(name))).toBe(true)
    expect(code).not.toMatch(/\bimport\s|\bzod\b/i)
    expect(code.length).toBeLessThan(10_000)
  })

  it('uses the channels that the main process listens on', () => {
    const main = readFileSync(join(root, 'src', 'main', 'shell', 'ipc.ts'), 'utf8')
    const channels = [...main.matchAll(/Channel = '([^']+)'/g)].map((match) => match[1] ?? '')
    expect(channels).toHaveLength(2)
    for (const channel of channels) expect(read('preload/index.cjs')).toContain(channel)
  })
})

describe('the page', () => {
  const index = () => read('renderer/index.html')

  it('has no inline script, and a placeholder for the nonce on every element that needs one', () => {
    const elements = index().match(/<(script|style|link)\b[^>]*>/g) ?? []
    expect(elements.length).toBeGreaterThan(0)
    for (const element of elements) {
      if (/rel="icon"/.test(element)) continue
      expect(element).toContain('nonce="__CSP_NONCE__"')
      if (element.startsWith('<script')) expect(element).toMatch(/\bsrc="\/assets\//)
    }
    expect(index()).not.toMatch(/<script[^>]*>[^<]/)
    expect(index().match(/property="csp-nonce"/g)).toHaveLength(1)
  })

  it('contains neither zod nor schemas of the contract', () => {
    for (const file of filesIn('renderer', '**/*.js')) expect(read(`renderer/${file}`), file).not.toMatch(/ZodError|strictObject/)
  })
})

describe('all bundles', () => {
  it('contain no development server and no path of the build machine', () => {
    for (const folder of ['main', 'preload', 'renderer']) {
      for (const file of filesIn(folder, '**/*.{js,cjs,html,css}')) {
        const code = read(`${folder}/${file}`)
        expect(code.includes('ELECTRON_RENDERER_URL'), file).toBe(false)
        expect(code.includes('localhost:5173'), file).toBe(false)
        expect(code.includes(`${root}/`), file).toBe(false)
      }
    }
  })
})
