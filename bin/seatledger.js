#!/usr/bin/env node
// Plain JavaScript that any Node reads, so that a wrong Node is named before anything crashes.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { nodeProblem } from '../scripts/node-version.js'

const problem = nodeProblem(process.versions.node)
if (problem !== null) {
  console.error(problem)
  process.exit(1)
}

// A third of a short command's time would go into compiling what has not changed. In the user's own folder: a shared one could be tampered with.
if (process.platform !== 'win32') module.enableCompileCache(join(homedir(), '.cache', 'seatledger'))

// A checkout has the sources and Node runs them as they are; a package has only the bundles.
const source = fileURLToPath(new URL('../src/main/cli.ts', import.meta.url))
const bundle = fileURLToPath(new URL('../out/main/cli.js', import.meta.url))
const page = fileURLToPath(new URL('../out/renderer/index.html', import.meta.url))
if (!existsSync(source) && !existsSync(bundle)) {
  console.error('This package of Seatledger was made without its bundles: make it with "npm run pack" in the repository.')
  process.exit(1)
}
const args = process.argv.slice(2)
if (existsSync(source) && !existsSync(page) && (args.includes('serve') || args.includes('--serve')) && !args.includes('--help')) {
  // A fresh checkout has no page yet. Standard output belongs to the address.
  console.error('Building the page first; this happens once …')
  spawnSync(process.execPath, [fileURLToPath(new URL('../scripts/build.ts', import.meta.url)), '--if-stale'], { stdio: ['ignore', 2, 2] })
}
if (existsSync(source)) await import('../scripts/resolve-drizzle.js')
await import(pathToFileURL(existsSync(source) ? source : bundle).href)
