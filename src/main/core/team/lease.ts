/**
 * One collector for each connection of a team: before each request to a vendor, this machine takes or keeps the connection's lease and the next slot
 * of the vendor's route, both by the server's clock. The lease ends by itself when its holder is gone. While the server is out of reach, the machine
 * that had the lease last goes on alone.
 */
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { minuteMs } from '../../../shared/domain/duration.ts'
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import { laneName } from '../collector/pace.ts'
import type { ReadDb, WriterOf } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import type { Log } from '../log/log.ts'
import type { Pace } from '../vendors/http.ts'
import type { TeamDb } from './client.ts'
import { type localTeamWrites, machineName, readTeam, type TeamRow } from './local.ts'

/** A permission older than this is not used: the process was suspended since, and another machine may have the lease. */
const freshMs = 5_000
/** A machine loses the lease this long after its last turn, so that another one asks the same vendor at the earliest a minute after it. */
const holdMs = minuteMs + freshMs
/** After a failure the server is left alone for this long, so that collecting is not delayed by each request. */
const leaveAloneMs = 15_000
const refreshEveryMs = 10_000

/** What leases work with. */
export interface LeaseDeps {
  dataDir: string
  reader: ReadDb
  writer: WriterOf<typeof localTeamWrites>
  clock: Clock
  log: Log
  limitsPerKey(): boolean
  /** The server with short time-outs. */
  open(row: TeamRow): Promise<TeamDb>
  /** Called when a connection became free, or was taken by another machine. */
  onChanged(): void
}

/** The leases as one process sees them. */
export interface Leases {
  /** Connections that another machine collects now, each with the sentence for users. */
  elsewhere(): ReadonlyMap<number, string>
  /** The pace of a connection with the team's lease and limits; `local` is this machine's own. */
  paceOf(connectionId: number, local: Pace): Pace
  /** Follows the leases of other machines until the signal aborts. */
  follow(signal: AbortSignal): Promise<void>
}

interface Link {
  connectionId: number
  teamConnectionId: number
  name: string
  held: 0 | 1
}

interface Reserved {
  waitMs: number
  heldBy: string | null
  heldForMs: number | null
}

/** Makes them. Without a team they change nothing. */
export function createLeases(deps: LeaseDeps): Leases {
  const { reader, writer, clock, log } = deps
  /** By our connection, on the monotonic clock. */
  const others = new Map<number, { machine: string; until: number }>()
  let aloneUntil = Number.NEGATIVE_INFINITY

  const links = (): Link[] =>
    prepared<[], Link>(
      reader.sqlite,
      `SELECT k.connection_id connectionId, k.team_connection_id teamConnectionId, c.name, k.held FROM team_connection k
       JOIN connection c ON c.id = k.connection_id WHERE k.erased = 0`,
    ).all()

  /** A copy of the data folder on another machine is another holder. */
  const holderOf = ({ machineId }: TeamRow) =>
    `${machineId} ${createHash('sha256').update(`${hostname()}\n${deps.dataDir}`).digest('hex').slice(0, 12)}`

  /** Runs a statement; null if the server is out of reach, or was a moment ago. */
  async function tryQuery<Row extends object>(row: TeamRow, text: string, values: unknown[]): Promise<Row[] | null> {
    if (clock.elapsed() < aloneUntil) return null
    try {
      const db = await deps.open(row)
      return await db.query<Row>(text, values)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      aloneUntil = clock.elapsed() + leaveAloneMs
      return null
    }
  }

  async function noteOther({ connectionId, held }: Link, machine: string, forMs: number): Promise<void> {
    others.set(connectionId, { machine, until: clock.elapsed() + forMs })
    if (held === 1) await writer.call('team.held', { connectionId, held: false })
  }

  async function noteOwn({ connectionId, held }: Link): Promise<void> {
    others.delete(connectionId)
    if (held === 0) await writer.call('team.held', { connectionId, held: true })
  }

  async function refresh(row: TeamRow): Promise<void> {
    const known = links()
    const leases = await tryQuery<{ id: number; holder: string; machine: string; forMs: number }>(
      row,
      `SELECT connection_id AS id, holder, holder_name AS machine, ceil(extract(epoch FROM until - clock_timestamp()) * 1000)::bigint AS "forMs"
       FROM seatledger.lease WHERE until > clock_timestamp()`,
      [],
    )
    if (leases === null) return
    const before = JSON.stringify([...others.keys()])
    const mine = holderOf(row)
    for (const link of known) {
      const lease = leases.find(({ id }) => id === link.teamConnectionId)
      if (lease === undefined) others.delete(link.connectionId)
      else if (lease.holder === mine) await noteOwn(link)
      else await noteOther(link, lease.machine, lease.forMs)
    }
    if (JSON.stringify([...others.keys()]) !== before) deps.onChanged()
  }

  return {
    elsewhere() {
      if (readTeam(reader) === null) return new Map()
      const now = clock.elapsed()
      const isAlone = now < aloneUntil
      return new Map(
        links().flatMap(({ connectionId, name, held }) => {
          const other = others.get(connectionId)
          if (other !== undefined && other.until > now) return [[connectionId, elsewhereText(name, other.machine)] as const]
          return isAlone && held === 0 ? [[connectionId, outOfReachText(name)] as const] : []
        }),
      )
    },

    paceOf: (connectionId, local) => ({
      async reserve(route, spacingMs, signal) {
        await local.reserve(route, spacingMs, signal)
        for (;;) {
          signal.throwIfAborted()
          const team = readTeam(reader)
          const link = team === null ? undefined : links().find((each) => each.connectionId === connectionId)
          if (team === null || link === undefined) return
          const askedAt = clock.elapsed()
          const lane = laneName(route, deps.limitsPerKey() ? link.teamConnectionId : null)
          const [answer] =
            (await tryQuery<Reserved>(
              team,
              `SELECT wait_ms AS "waitMs", held_by AS "heldBy", held_for_ms AS "heldForMs" FROM seatledger.reserve($1, $2, $3, $4, $5, $6)`,
              [link.teamConnectionId, lane, Math.ceil(spacingMs), holderOf(team), machineName(), holdMs],
            )) ?? []
          if (answer === undefined) return
          if (answer.heldBy !== null) {
            await noteOther(link, answer.heldBy, answer.heldForMs ?? holdMs)
            deps.onChanged()
            throw new AppError('COLLECTED_ELSEWHERE', elsewhereText(link.name, answer.heldBy))
          }
          await noteOwn(link)
          if (answer.waitMs > 0) await clock.sleep(Math.min(answer.waitMs, holdMs), signal)
          else if (clock.elapsed() - askedAt <= freshMs) return
        }
      },

      async limited(route, at) {
        await local.limited(route, at)
        const team = readTeam(reader)
        const link = links().find((each) => each.connectionId === connectionId)
        if (team === null || link === undefined) return
        const lane = laneName(route, deps.limitsPerKey() ? link.teamConnectionId : null)
        await tryQuery(
          team,
          `INSERT INTO seatledger.pace AS p (lane, next_at) VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')
           ON CONFLICT (lane) DO UPDATE SET next_at = greatest(p.next_at, EXCLUDED.next_at)`,
          [lane, Math.max(0, Math.ceil(at - clock.now()))],
        )
      },
    }),

    async follow(signal) {
      try {
        for (;;) {
          const team = readTeam(reader)
          if (team !== null) await refresh(team)
          await clock.sleep(refreshEveryMs, signal)
        }
      } catch (error) {
        if (!signal.aborted) log.error({ err: error }, 'the leases of other machines are no longer followed')
      }
    },
  }
}

const elsewhereText = (name: string, machine: string) =>
  `"${name}" is being collected by another machine of the team (${machine}). Its answers come here by themselves; try again when it has finished.`

const outOfReachText = (name: string) =>
  `The team’s database is out of reach, and another machine was the last to collect "${name}". That machine goes on; this one collects it when the database is back.`
