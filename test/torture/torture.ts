/** The body of `npm run torture`, run from the bundle that `run.ts` makes. */
import { parseArgs } from 'node:util'
import { chance } from '../support/changing-people.ts'
import { postgresObstacle } from '../support/postgres.ts'
import { sendHostile } from './hostile.ts'
import { killProcesses } from './kills.ts'
import { breakStorage } from './storage.ts'
import { killTeam } from './team.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    seed: { type: 'string' },
    plant: { type: 'boolean', default: false },
    team: { type: 'string' },
  },
})
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const random = chance(seed)
console.log(`Seed ${seed}: the same seed sends the same answers and kills after the same shares of the usual time.`)

const obstacle = postgresObstacle()
if (obstacle !== null) console.log(`A team is not tortured here: ${obstacle}.`)
const startedAt = performance.now()

const kills = values.team !== undefined ? 0 : values.plant ? 20 : Number(values.kills)
const isWhole = kills > 0 && !values.plant
const hostile = isWhole ? [await sendHostile({ count: kills * 20, random: chance(seed + 1) })] : []
// These mostly wait.
const [team, storage, killed] = await Promise.all([
  values.plant || obstacle !== null
    ? []
    : killTeam({ kills: Number(values.team ?? 60), random: chance(seed + 3) }).then((tally) => [tally]),
  isWhole ? breakStorage({ times: Math.ceil(kills / 25), random: chance(seed + 2) }) : [],
  kills === 0 ? [] : killProcesses({ kills, random, planted: values.plant, ...(values.plant ? { kinds: ['record'] as const } : {}) }),
])
const tallies = [...team, ...killed, ...storage, ...hostile]
const lost = tallies.reduce((sum, tally) => sum + tally.tried - tally.survived, 0)
console.table(Object.fromEntries(tallies.map(({ kind, tried, survived, met }) => [kind, { tried, survived, lost: tried - survived, met }])))
for (const { kind, lost } of tallies) for (const line of new Set(lost)) console.log(`${kind}: ${line}`)
console.log(`${Math.round((performance.now() - startedAt) / 1000)} s`)
console.log(`lost: ${lost}`)
process.exit(tallies.every((tally) => tally.lost.length === 0) ? 0 : 1)
