/**
 * Builds the bundles in out/ (main, preload, renderer) with electron-vite, and stores a stamp of their sources.
 *
 *   npm run build                 always builds
 *   npm run build -- --if-stale   builds only if a source, a configuration file or the lockfile has changed
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'electron-vite'

const root = join(import.meta.dirname, '..')
const stampFile = join(root, 'out', 'built-from')

/** Changes whenever a source file of the bundles is added, removed or modified. */
function stampOfSources(): string {
  const files = [
    'package-lock.json',
    'package.json',
    'electron.vite.config.ts',
    'tsconfig.base.json',
    ...globSync('src/**/*', { cwd: root }),
  ].sort()
  const hash = createHash('sha256')
  for (const file of files) {
    const stats = statSync(join(root, file))
    if (stats.isFile()) hash.update(`${file}\0${stats.size}\0${stats.mtimeMs}\n`)
  }
  return hash.digest('hex')
}

const { values } = parseArgs({ options: { 'if-stale': { type: 'boolean', default: false } } })
const stamp = stampOfSources()
if (!values['if-stale'] || !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  await build({ root, logLevel: 'warn' })
  writeFileSync(stampFile, stamp)
}
