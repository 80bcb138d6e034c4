/** Third-party software that is shipped: packages in the bundles, and packages outside them. */
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

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

function dependencyFolders(): string[] {
  const { dependencies } = readJson('package.json') as { dependencies: Record<string, string> }
  return Object.keys(dependencies).map((name) => `node_modules/${name}`)
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
