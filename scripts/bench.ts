/** `npm run bench [-- NAME]`: runs test/bench/*.bench.ts in order, each in its own process so that they share no heap or JIT state. */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const files = globSync('test/bench/*.bench.ts', { cwd: root })
  .sort()
  .filter((file) => wanted.length === 0 || wanted.some((name) => basename(file).startsWith(name)))

if (files.length === 0) {
  console.error(`No benchmark is named ${wanted.join(' or ')}. Benchmarks are the files test/bench/*.bench.ts.`)
  process.exit(2)
}
let failed = false
for (const file of files) {
  console.log(`\n== ${basename(file, '.bench.ts')}`)
  if (spawnSync(process.execPath, ['--expose-gc', join(root, file)], { cwd: root, stdio: 'inherit' }).status !== 0) failed = true
}
process.exit(failed ? 1 : 0)
