/**
 * `npm run sbom`: a CycloneDX SBOM of what is shipped, in dist/seatledger.cdx.json. npm knows every installed package but not which of them are
 * bundled, so its SBOM is reduced to the packages in the bundles, the runtime dependencies and Electron. SQLite stands inside its driver.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { npmFile } from './lib/npm.ts'
import { containedLibraries, thirdParties } from './lib/third-party.ts'

interface Component {
  'bom-ref': string
  type: string
  name: string
  scope: string
  properties: unknown[]
}

interface Sbom {
  metadata: { component: Component }
  components: Component[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

const root = join(import.meta.dirname, '..')
const { name, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string
  devDependencies: { electron: string }
}
const shipped = new Set([
  ...thirdParties().map((each) => `${each.name}@${each.version}`),
  // Only contained in the installers.
  `electron@${devDependencies.electron}`,
])

const sbom = JSON.parse(
  execFileSync(process.execPath, [npmFile(), 'sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  }),
) as Sbom

const known = new Set(sbom.components.map((component) => component['bom-ref']))
const missing = [...shipped].filter((ref) => !known.has(ref))
if (missing.length > 0) throw new Error(`npm’s SBOM lacks what ships: ${missing.join(', ')}. Run "npm ci" and build again.`)

// npm uses the folder's name as the project's name.
const product = { ...sbom.metadata.component, name, type: 'application' }
const kept = new Set([...shipped, product['bom-ref']])
const document: Sbom = {
  ...sbom,
  metadata: { ...sbom.metadata, component: product },
  components: sbom.components
    .filter((component) => shipped.has(component['bom-ref']))
    .map((component) => ({
      ...component,
      scope: 'required',
      // They describe the installation on this machine, differently in each version of npm.
      properties: [],
      ...contained(component['bom-ref']),
    })),
  dependencies: sbom.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) })),
}

/** The libraries in a package's binary: advisories name them, not the package. */
function contained(ref: string): { components?: object[] } {
  const components = containedLibraries()
    .filter((library) => library.in === ref)
    .map(({ name, version, license, purl }) => ({
      'bom-ref': `${name}@${version}`,
      type: 'library',
      name,
      version,
      scope: 'required',
      licenses: [{ expression: license }],
      purl,
    }))
  return components.length === 0 ? {} : { components }
}

const file = join(root, 'dist', 'seatledger.cdx.json')
mkdirSync(join(root, 'dist'), { recursive: true })
writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`)
console.log(`${relative(root, file)} lists ${document.components.length} packages.`)
