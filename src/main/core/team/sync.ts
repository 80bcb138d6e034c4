/** One round of exchange with the team: connections and tenants, then publishing, then pulling, then decisions. */
import type { TeamSynced } from '../../../shared/contract/team-answers.ts'
import type { ReadDb, WriterOf } from '../database/db.ts'
import type { Log } from '../log/log.ts'
import type { TeamDb } from './client.ts'
import type { teamDecisionWrites } from './decisions.ts'
import type { directoryWrites } from './directory.ts'
import { exchangeDecisions } from './exchange-decisions.ts'
import type { incomingWrites } from './incoming.ts'
import { type localTeamWrites, readTeam } from './local-state.ts'
import { requireCurrent } from './migrate.ts'
import type { outgoingWrites } from './outgoing.ts'
import { publish } from './publish.ts'
import { hasMarks, pull } from './pull.ts'
import { directoryState, readDirectory, sendDirectory } from './server-directory.ts'
import { enterTeam } from './session.ts'

/** The writes that a round needs. */
export type SyncWrites = typeof localTeamWrites &
  typeof teamDecisionWrites &
  typeof directoryWrites &
  typeof outgoingWrites &
  typeof incomingWrites

/** The dependencies of a round. */
export interface SyncDeps {
  reader: ReadDb
  writer: WriterOf<SyncWrites>
  now(): number
  log: Log
  signal: AbortSignal
  onProgress(done: TeamSynced): void
}

/** State kept between rounds while one database is open. */
export interface SyncMemory {
  entered: boolean
  sent: string
  taken: string
  /** Whether the figures for BI were written since the database was opened. */
  figured: boolean
}

/** The state for a newly opened database. */
export const emptyMemory = (): SyncMemory => ({ entered: false, sent: '', taken: '', figured: false })

/** Runs one round. Throws errors of the server and the history; the next round continues where this one ended. */
export async function runRound(db: TeamDb, memory: SyncMemory, deps: SyncDeps): Promise<TeamSynced> {
  const { reader, writer, now, log, signal, onProgress } = deps
  const team = readTeam(reader)
  if (team === null) return { published: 0, pulled: 0, decided: 0 }
  // The server may be updated while the connection is open, so this is checked in each round.
  if (memory.entered) await requireCurrent(db.query)
  else await enterTeam(db, team)
  memory.entered = true
  let from = team.pulledSeq
  if (!(await hasMarks(db.query, team))) {
    log.warn({ pulledSeq: from }, 'the team’s database lacks what it had: it was restored from a backup, and gets again what is missing')
    await writer.call('team.startOver', {})
    Object.assign(memory, { ...emptyMemory(), entered: true })
    await enterTeam(db, team)
    from = 0
  }
  await sendOwnDirectory(db, memory, deps)
  const pullDirectory = () => takeDirectory(db, memory, deps)
  await pullDirectory()
  const done = { published: 0, pulled: 0, decided: 0 }
  await publish({
    db,
    reader,
    writer,
    machineId: team.machineId,
    signal,
    onBatch: (count) => {
      done.published += count
      onProgress(done)
    },
  })
  await pull(
    {
      db,
      writer,
      now,
      signal,
      pullDirectory,
      onBatch: (recorded) => {
        done.pulled += recorded
        onProgress(done)
      },
    },
    from,
  )
  // After the snapshots, since some decisions refer to them.
  const decisions = await exchangeDecisions({ db, writer, machineId: team.machineId, signal }, readTeam(reader)?.decidedSeq ?? 0)
  return { ...done, decided: decisions.taken + decisions.sent }
}

async function sendOwnDirectory(db: TeamDb, memory: SyncMemory, { reader, writer }: SyncDeps): Promise<void> {
  const ours = directoryState(reader)
  if (ours === memory.sent) return
  const { links, tenantLinks } = await db.inTransaction((query) => sendDirectory(query, reader))
  await writer.call('team.linkConnections', { links })
  await writer.call('team.linkTenants', { links: tenantLinks })
  memory.sent = ours
}

async function takeDirectory(db: TeamDb, memory: SyncMemory, { writer, now }: SyncDeps): Promise<void> {
  const theirs = await readDirectory(db)
  const text = JSON.stringify(theirs)
  if (text === memory.taken) return
  await writer.call('team.directory', { ...theirs, at: now() })
  memory.taken = text
}
