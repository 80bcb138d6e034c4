import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { noticesText } from '../../scripts/lib/notices-text.ts'
import { containedLibraries, type ThirdParty, thirdParties } from '../../scripts/lib/third-party.ts'

const root = join(import.meta.dirname, '..', '..')
const packages = thirdParties()
const contained = containedLibraries()
const names = packages.map(({ name }) => name)

const one: ThirdParty = { name: 'one', version: '1.0.0', license: 'MIT', author: 'Ada <ada@example.org>', texts: ['MIT text'] }

describe('third-party software', () => {
  it('consists of the bundled packages and the unbundled ones', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        'react',
        'zod',
        '@fontsource-variable/inter',
        'better-sqlite3-multiple-ciphers',
        '@github/keytar',
        'node-addon-api',
      ]),
    )
    // Tools, and a library that only tests use.
    for (const tool of ['vite', 'typescript', 'vitest', 'purecloud-platform-client-v2']) expect(names).not.toContain(tool)
  })

  it('is named in THIRD-PARTY-NOTICES.md with its licences (if this fails: npm run notices)', () => {
    expect(readFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), 'utf8')).toBe(noticesText([...packages, ...contained]))
  })

  it('is named with everyone whom the source of the database library names with a copyright', () => {
    const source = readFileSync(join(root, 'node_modules/better-sqlite3/deps/sqlite3/sqlite3.c'), 'latin1')
    const people = new Set([...source.matchAll(/copyright:?\s+\(c\)\s+[\d, -]+([A-Z]\w+ [A-Z]\w+)/gi)].map((match) => match[1] ?? ''))
    expect(people.size).toBeGreaterThan(3)
    const notices = noticesText(contained).replaceAll('\n', ' ')
    expect([...people].filter((name) => !notices.includes(name))).toEqual([])
  })

  it('has only licences that a proprietary product may include', () => {
    const fine = ['MIT', 'ISC', '0BSD', 'Apache-2.0', 'OFL-1.1', 'MIT AND ISC AND BSD-3-Clause', 'MIT AND BSD-3-Clause', 'blessing']
    expect(
      [...packages, ...contained].filter(({ license }) => !fine.includes(license)).map(({ name, license }) => `${name}: ${license}`),
    ).toEqual([])
  })
})

describe('the notices', () => {
  it('print a text once for all packages that share it', () => {
    expect(noticesText([one, { ...one, name: 'two' }])).toContain('## one 1.0.0 (MIT), two 1.0.0 (MIT)\n\n```text\nMIT text\n```')
  })

  it('refer a package without a licence file to another one with the same licence', () => {
    expect(noticesText([one, { ...one, name: 'bare', texts: [] }])).toContain('Author: Ada. Terms: MIT, as printed above for one.')
  })

  it('are refused if no text of a licence is available', () => {
    expect(() => noticesText([one, { ...one, name: 'bare', license: 'Zlib', texts: [] }])).toThrow(/bare brings no text of its licence/)
  })

  it('put a text that contains fences inside a longer fence', () => {
    expect(noticesText([{ ...one, texts: ['a\n```\nb'] }])).toContain('````text\na\n```\nb\n````')
  })
})

it('npm run sbom lists the shipped packages with their hashes, and no tools', () => {
  const run = spawnSync('npm', ['run', '-s', 'sbom'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
  expect(run).toMatchObject({ status: 0, stderr: '' })
  const sbom = JSON.parse(readFileSync(join(root, 'dist', 'seatledger.cdx.json'), 'utf8')) as {
    bomFormat: string
    metadata: { component: { name: string; type: string } }
    components: {
      'bom-ref': string
      scope: string
      hashes: unknown[]
      properties: unknown[]
      components?: { name: string }[]
    }[]
    dependencies: { ref: string; dependsOn: string[] }[]
  }
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'seatledger', type: 'application' } } })
  const refs = sbom.components.map((component) => component['bom-ref'])
  expect(refs.filter((ref) => !ref.startsWith('electron@')).toSorted()).toEqual(
    packages.map(({ name, version }) => `${name}@${version}`).toSorted(),
  )
  expect(refs.some((ref) => ref.startsWith('electron@'))).toBe(true)
  for (const component of sbom.components)
    expect(component).toMatchObject({ scope: 'required', properties: [], hashes: [{ alg: 'SHA-512' }] })
  const driver = sbom.components.find((component) => component['bom-ref'].startsWith('better-sqlite3-multiple-ciphers@'))
  expect(driver?.components).toMatchObject(contained.map(({ name, version }) => ({ name, version })))
  const known = new Set([...refs, 'seatledger@0.1.0'])
  expect(sbom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !known.has(ref))).toEqual([])
})
