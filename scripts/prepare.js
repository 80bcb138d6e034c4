// After `npm ci` the bundles exist, so that the first `npm start` is quick. An install never fails for their sake: whatever is wrong,
// `npm run build` and `npm start` say again.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { nodeProblem } from './node-version.js'

const problem = nodeProblem(process.versions.node)
if (problem !== null) {
  console.error(problem)
} else {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('./build.ts', import.meta.url)), '--if-stale'], {
    stdio: 'inherit',
  })
  if (status !== 0) console.error('The bundles in out/ could not be built: run "npm run build" to see why.')
}
