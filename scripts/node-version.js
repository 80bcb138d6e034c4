// Plain JavaScript that any Node reads: it is what names a wrong Node.

/** The oldest Node that runs the sources as they are and that the database driver supports. */
const oldestNode = 24

/**
 * One sentence with the next step where this Node is too old, else null.
 * @param {string} version as in `process.versions.node`
 * @returns {string | null}
 */
export function nodeProblem(version) {
  if (Number(version.split('.')[0]) >= oldestNode) return null
  return `Seatledger needs Node ${oldestNode} or newer and this is Node ${version}: install Node ${oldestNode}, or in the repository run it through npm (npm start, npm run seatledger), which uses the Node that npm ci installed.`
}
