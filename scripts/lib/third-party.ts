/** Third-party software that is shipped: packages in the bundles, and packages outside them. */
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

const root = join(import.meta.dirname, '..', '..')

/** A shipped package with its own licence texts. */
export interface ThirdParty {
  name: string
  version: string
  license: string
  author: string | null
  /** Its licence and notice files; empty if the package has none. */
  texts: string[]
}

interface Manifest {
  name: string
  version: string
  license?: string
  author?: string | { name: string }
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'))

/** Every shipped package, by name. Reads out/, so the bundles must be built. Throws if a package states no licence. */
export function thirdParties(): ThirdParty[] {
  const folders = new Set([...bundledFolders(), ...dependencyFolders()])
  return [...folders].map(readPackage).sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Vite's list has package names; the lockfile has each one's folder, since two versions may be installed. */
function bundledFolders(): string[] {
  const lists = globSync('out/*/third-party.json', { cwd: root })
  if (lists.length === 0) throw new Error('The bundles have no list of their packages: run "npm run build" first.')
  const { packages } = readJson('package-lock.json') as { packages: Record<string, { version: string }> }
  return lists
    .flatMap((file) => readJson(file) as { name: string; version: string }[])
    .map(({ name, version }) => {
      const folder = Object.keys(packages).find((path) => path.endsWith(`node_modules/${name}`) && packages[path]?.version === version)
      if (folder === undefined)
        throw new Error(`${name} ${version} is in a bundle but not in package-lock.json: run "npm ci" and build again.`)
      return folder
    })
}

/** The packages that stay outside the bundles, and what they need in turn. */
function dependencyFolders(): string[] {
  const { packages } = readJson('package-lock.json') as { packages: Record<string, { dependencies?: Record<string, string> }> }
  const folders = new Set<string>()
  const add = (dependencies: Record<string, string> = {}) => {
    for (const folder of Object.keys(dependencies).map((name) => `node_modules/${name}`)) {
      if (folders.has(folder)) continue
      folders.add(folder)
      add(packages[folder]?.dependencies)
    }
  }
  add(packages['']?.dependencies)
  return [...folders]
}

/** A library inside the binary of a package, which npm does not know. */
export interface ContainedLibrary extends ThirdParty {
  /** The package, as "name@version". */
  in: string
  purl: string
}

/** SQLite and its encryption, as the driver names them. */
export function containedLibraries(): ContainedLibrary[] {
  const { name, version: driver } = readJson('node_modules/better-sqlite3/package.json') as Manifest
  const db = new Database(':memory:')
  const { ciphers, sqlite } = db.prepare('select sqlite3mc_version() ciphers, sqlite_version() sqlite').get() as Record<string, string>
  db.close()
  const version = /^SQLite3 Multiple Ciphers ([\d.]+)$/.exec(ciphers ?? '')?.[1]
  if (version === undefined || sqlite === undefined) throw new Error(`SQLite names an unknown library: ${ciphers}.`)
  return [
    {
      name: 'SQLite3 Multiple Ciphers',
      version,
      license: 'MIT AND BSD-3-Clause',
      author: 'Ulrich Telle',
      texts: [readFileSync(join(import.meta.dirname, 'sqlite3-multiple-ciphers.txt'), 'utf8').trim()],
      in: `${name}@${driver}`,
      purl: `pkg:github/utelle/SQLite3MultipleCiphers@v${version}`,
    },
    {
      name: 'SQLite',
      version: sqlite,
      license: 'blessing',
      author: null,
      texts: ['SQLite is in the public domain.'],
      in: `${name}@${driver}`,
      purl: `pkg:generic/sqlite@${sqlite}`,
    },
  ]
}

function readPackage(folder: string): ThirdParty {
  const { name, version, license, author } = readJson(`${folder}/package.json`) as Manifest
  if (license === undefined) throw new Error(`${name} ${version} names no licence: find out under which terms it may ship.`)
  const files = readdirSync(join(root, folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
  return {
    name,
    version,
    license,
    author: typeof author === 'object' ? author.name : (author ?? null),
    texts: files.sort().map((file) =>
      readFileSync(join(root, folder, file), 'utf8')
        .replaceAll('\r\n', '\n')
        .trim(),
    ),
  }
}
