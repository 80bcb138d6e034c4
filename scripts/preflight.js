// Runs before every script: `npm ci --ignore-scripts` leaves the repository without its own Node, and an old one fails far from the cause.
import { nodeProblem } from './node-version.js'

const problem = nodeProblem(process.versions.node)
if (problem !== null) {
  console.error(problem)
  process.exit(1)
}
