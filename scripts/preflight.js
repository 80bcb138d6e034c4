// Runs before every script and is read by any Node. What follows it in the script then runs on the repository's own Node.
import { fileURLToPath } from 'node:url'
import { linkNode } from './link-node.js'
import { nodeProblem } from './node-version.js'

const linked = linkNode(fileURLToPath(new URL('../node_modules', import.meta.url)))
const problem = linked ? null : nodeProblem(process.versions.node)
if (problem !== null) {
  console.error(problem)
  process.exit(1)
}
