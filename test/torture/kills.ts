/** Kills processes at random moments and counts what was lost. */

import { openLane } from './lane.ts'
import { type KillKind, killKinds } from './messages.ts'

/** The result for one kind of fault. */
export interface Tally {
  kind: string
  tried: number
  survived: number
  /** What the faults interrupted, in words; a fault that interrupts nothing tests nothing. */
  met: string
  /** What was wrong, in words; must be empty. */
  lost: string[]
}

/** After this many kills a history is replaced by a new one, because checking a long one takes longer than a kill. */
const killsPerHistory = 15

/** Kills each kind of process equally often, about `kills` times in total, two at once; stops early at `deadline` (ms). */
export async function killProcesses(options: {
  kills: number
  random: () => number
  deadline?: number
  planted?: boolean
  kinds?: readonly KillKind[]
}): Promise<Tally[]> {
  const { kills, random, deadline = Number.POSITIVE_INFINITY, planted = false, kinds = killKinds } = options
  const tallies = kinds.map((kind): Tally & { kind: KillKind } => ({ kind, tried: 0, survived: 0, met: '', lost: [] }))
  const reports = new Map(kinds.map((kind) => [kind, 0]))
  const perKind = Math.ceil(kills / kinds.length)
  const queue = tallies.flatMap((tally) =>
    Array.from({ length: Math.ceil(perKind / killsPerHistory) }, (_, at) => ({
      tally,
      times: Math.min(killsPerHistory, perKind - at * killsPerHistory),
      at,
    })),
  )
  queue.sort((left, right) => left.at - right.at)

  async function runQueue(): Promise<void> {
    for (let next = queue.shift(); next !== undefined && Date.now() < deadline; next = queue.shift()) {
      const { tally, times } = next
      const lane = await openLane(tally.kind, { planted })
      try {
        for (let time = 0; time < times && Date.now() < deadline; time += 1) {
          const { wrong, reported } = await lane.kill(random())
          reports.set(tally.kind, reports.get(tally.kind)! + reported)
          tally.tried += 1
          if (wrong.length === 0) tally.survived += 1
          else tally.lost.push(...wrong)
        }
      } finally {
        lane.remove()
      }
    }
  }
  await Promise.all([runQueue(), runQueue()])
  for (const tally of tallies) tally.met = `${reports.get(tally.kind)} reports of work done`
  return tallies
}
