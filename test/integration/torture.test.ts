/** The short form of `npm run torture`. */
import { describe, expect, test } from 'vitest'
import { chance } from '../support/changing-people.ts'
import { postgresObstacle } from '../support/postgres.ts'
import { sendHostile } from '../torture/hostile.ts'
import { killProcesses } from '../torture/kills.ts'
import { breakStorage } from '../torture/storage.ts'
import { killTeam } from '../torture/team.ts'

// Most of the time is spent waiting for processes and locks.
describe.concurrent('a history', { timeout: 600_000 }, () => {
  test('loses nothing that was acknowledged when processes are killed at random moments', async () => {
    const tallies = await killProcesses({ kills: 22, random: chance(1) })
    expect(tallies.flatMap((tally) => tally.lost)).toEqual([])
    expect(tallies.map((tally) => tally.tried)).toEqual(tallies.map(() => 2))
  })

  test('reports a snapshot that is acknowledged before it is committed', async () => {
    const [tally] = await killProcesses({ kills: 4, random: () => 0.9, kinds: ['record'], planted: true })
    expect(tally?.lost).toContainEqual(expect.stringMatching(/^lost 1 acknowledged snapshots/))
  })

  test('reports failing storage with its code, and loses nothing that was acknowledged', async () => {
    const tallies = await breakStorage({ times: 1, random: chance(2) })
    expect(tallies.flatMap((tally) => tally.lost)).toEqual([])
    expect(tallies.reduce((sum, tally) => sum + tally.tried, 0)).toBeGreaterThan(2)
  })

  test('records hostile answers as they were sent, or refuses them', async () => {
    const tally = await sendHostile({ count: 1_000, random: chance(3) })
    expect(tally.lost).toEqual([])
    expect(tally.tried).toBe(1_000)
  })

  test.skipIf(postgresObstacle() !== null)('ends up the same on all machines of a team whose hosts and server are killed', async () => {
    // Three hosts are killed, and the server crashes once.
    const tally = await killTeam({ kills: 4, random: chance(4) })
    expect(tally.lost).toEqual([])
  })
})
