import { describe, expect, it } from 'vitest'
import { nodeProblem } from '../../scripts/node-version.js'

describe('the Node version', () => {
  it.each(['24.0.0', '24.21.0', '26.1.0'])('%s is new enough', (version) => {
    expect(nodeProblem(version)).toBeNull()
  })
  it.each(['20.20.2', '22.22.1', '8.17.0'])('%s is refused in one sentence', (version) => {
    expect(nodeProblem(version)).toMatch(
      new RegExp(`^Seatledger needs Node 24 or newer and this is Node ${version.replaceAll('.', '\\.')}:.*\\.$`),
    )
  })
})
