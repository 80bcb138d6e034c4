/** The contents of an installer: electron-builder packages the real bundles with the real configuration, around a fake Electron. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll, getRawHeader } from '@electron/asar'
import { Arch, build, type Configuration, Platform } from 'electron-builder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import config from '../../electron-builder.config.ts'
import { writeFakeElectron } from '../support/fake-electron.ts'
import { tempFolder } from '../support/temp-folder.ts'

const root = join(import.meta.dirname, '..', '..')
const nativeModules = () => globSync('node_modules/{better-sqlite3,keytar}/**/*.node', { cwd: root }).sort()

interface Case {
  platform: 'linux' | 'darwin' | 'win32'
  target: Platform
  arch: Arch
  resources: string
  licences: string
  /** Leaves out what needs a real binary, a platform's own tool or a download, and does not affect the packaged files. */
  offline: (folder: string) => Configuration
}

const cases: Case[] = [
  {
    platform: 'linux',
    target: Platform.LINUX,
    arch: process.arch === 'arm64' ? Arch.arm64 : Arch.x64,
    resources: 'linux*-unpacked/resources',
    licences: 'linux*-unpacked/{LICENSE.electron.txt,LICENSES.chromium.html}',
    offline: () => ({}),
  },
  {
    platform: 'win32',
    target: Platform.WINDOWS,
    arch: Arch.x64,
    resources: 'win-unpacked/resources',
    licences: 'win-unpacked/{LICENSE.electron.txt,LICENSES.chromium.html}',
    offline: () => ({ disableAsarIntegrity: true, win: { ...config.win, signAndEditExecutable: false } }),
  },
  {
    platform: 'darwin',
    target: Platform.MAC,
    arch: Arch.arm64,
    resources: 'mac-arm64/Seatledger.app/Contents/Resources',
    licences: 'mac-arm64/Seatledger.app/Contents/Resources/{LICENSE.electron.txt,LICENSES.chromium.html}',
    offline: (folder) => ({
      electronFuses: { ...config.electronFuses, resetAdHocDarwinSignature: false },
      mac: { ...config.mac, identity: null, icon: emptyIcon(folder) },
    }),
  },
]

/** electron-builder makes an .icns file from the PNG with a tool that it downloads. */
function emptyIcon(folder: string): string {
  const file = join(folder, 'icon.icns')
  writeFileSync(file, '')
  return file
}

async function packageFor(folder: string, { platform, target, arch, offline }: Case, more: Configuration = {}): Promise<void> {
  const electronDist = join(folder, 'electron.zip')
  await writeFakeElectron(electronDist, platform)
  await build({
    projectDir: root,
    targets: target.createTarget('dir', arch),
    config: { ...config, ...offline(folder), ...more, electronDist, directories: { output: join(folder, 'dist') } },
  })
}

interface Entry {
  files?: Record<string, Entry>
  unpacked?: boolean
}

/** The files in the archive, and which of them are next to it. */
function archived(asar: string): { path: string; unpacked: boolean }[] {
  const walk = (entry: Entry, path: string): { path: string; unpacked: boolean }[] =>
    entry.files === undefined
      ? [{ path, unpacked: entry.unpacked === true }]
      : Object.entries(entry.files).flatMap(([name, child]) => walk(child, path === '' ? name : `${path}/${name}`))
  return walk(getRawHeader(asar).header as Entry, '')
}

describe.each(cases)('an installer for $platform', (each) => {
  const { platform, arch } = each
  const own = `${platform}-${Arch[arch]}`
  let folder: string
  let files: { path: string; unpacked: boolean }[]
  let nativeBefore: string[]
  const resources = () => join(folder, 'dist', globSync(each.resources, { cwd: join(folder, 'dist') })[0] ?? 'nothing was packaged')

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seatledger-installer-'))
    nativeBefore = nativeModules()
    await packageFor(folder, each)
    files = archived(join(resources(), 'app.asar'))
  }, 180_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has only the native code of its own platform, as files outside the archive', () => {
    const native = files.filter(({ path }) => path.endsWith('.node'))
    expect(native).toEqual([
      { path: `node_modules/better-sqlite3/prebuilds/${own}.node`, unpacked: true },
      { path: `node_modules/keytar/prebuilds/${own}/keytar.node`, unpacked: true },
    ])
  })

  it('has the prebuilt native code unchanged, and compiled none', () => {
    for (const path of [`node_modules/better-sqlite3/prebuilds/${own}.node`, `node_modules/keytar/prebuilds/${own}/keytar.node`]) {
      expect(readFileSync(join(resources(), 'app.asar.unpacked', path)).equals(readFileSync(join(root, path))), path).toBe(true)
    }
    expect(nativeModules()).toEqual(nativeBefore)
  })

  it('has the bundles, the migrations, the icons and the licences', () => {
    const paths = files.map(({ path }) => path)
    const expected = [
      'out/{main,preload,renderer}/**/*.{js,cjs,css,html,woff2,svg}',
      'drizzle{,-pg}/*.sql',
      'drizzle{,-pg}/meta/_journal.json',
      'resources/*.png',
    ]
      .flatMap((pattern) => globSync(pattern, { cwd: root }))
      .map((path) => path.replaceAll('\\', '/'))
    expect(expected.length).toBeGreaterThan(100)
    expect(expected.filter((path) => !paths.includes(path))).toEqual([])
    expect(paths).toEqual(
      expect.arrayContaining([
        'package.json',
        'LICENSE',
        'THIRD-PARTY-NOTICES.md',
        'node_modules/better-sqlite3/LICENSE',
        'node_modules/keytar/LICENSE.md',
      ]),
    )
    expect(globSync(each.licences, { cwd: join(folder, 'dist') })).toHaveLength(2)
  })

  it('has nothing else: no sources, tests, source maps or tools', () => {
    const allowed =
      /^(out\/(main|preload|renderer)\/|drizzle(-pg)?\/(\d+_\w+\.sql|meta\/_journal\.json)$|resources\/[\w@-]+\.png$|LICENSE$|THIRD-PARTY-NOTICES\.md$|package\.json$|node_modules\/(better-sqlite3|keytar)\/(lib\/|prebuilds\/|package\.json$|LICENSE))/
    const unwanted = /\.(map|tsx?|mts|cc|cpp|h|hpp|gyp|gypi)$|third-party\.json$/
    expect(files.map(({ path }) => path).filter((path) => !allowed.test(path) || unwanted.test(path))).toEqual([])
  })

  it('has every fuse as configured, and the fuse check reports one that is not', () => {
    const verify = () => spawnSync(process.execPath, [join(root, 'scripts', 'verify-fuses.ts'), join(folder, 'dist')], { encoding: 'utf8' })
    expect(verify()).toMatchObject({ status: 0, stderr: '' })
    const binary = join(
      folder,
      'dist',
      globSync(
        ['linux*-unpacked/seatledger', 'win-unpacked/Seatledger.exe', 'mac*/Seatledger.app/Contents/Frameworks/*/Electron Framework'],
        {
          cwd: join(folder, 'dist'),
        },
      )[0] ?? 'no binary',
    )
    const bytes = readFileSync(binary)
    // Directly after the sentinel, the version and the length: the first fuse is runAsNode.
    bytes[bytes.indexOf('dL7pKGdn') + 34] = '1'.charCodeAt(0)
    writeFileSync(binary, bytes)
    expect(verify()).toMatchObject({ status: 1, stderr: expect.stringContaining('the fuse runAsNode is not off') })
  })

  it.runIf(own === `${process.platform}-${process.arch}`)('is complete: what it contains runs on its own', () => {
    const app = tempFolder()
    extractAll(join(resources(), 'app.asar'), app)
    const command = (...args: string[]) =>
      spawnSync(process.execPath, [join(app, 'out', 'main', 'cli.js'), ...args, '--data-dir', join(app, 'data')], {
        encoding: 'utf8',
        cwd: app,
      })
    expect(command('verify', '--json')).toMatchObject({ status: 0, stdout: expect.stringContaining('{') })
    expect(existsSync(join(app, 'data', 'history.db'))).toBe(true)
  })
})

it('electron-builder checks the configuration against its schema', async () => {
  const [linux] = cases
  await expect(packageFor(tempFolder(), linux!, { asarUnpacked: ['**/*.node'] } as Configuration)).rejects.toThrow(
    /unknown property 'asarUnpacked'/,
  )
})
