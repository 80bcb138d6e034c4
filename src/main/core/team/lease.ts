/**
 * One collector per connection of a team: before each request to a vendor, this machine takes or renews the connection's lease and reserves the next
 * slot of the vendor's route, both by the server's clock. A lease expires unless it is renewed. While the server is unreachable, its holder
 * stops when the lease expires, since another machine may then take it. After a longer outage, the machine that had it last continues without the server.
 */
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { hourMs, minuteMs } from '../../../shared/domain/duration.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import { laneName } from '../collector/pace.ts'
import type { ReadDb, WriterOf } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import type { Log } from '../log/log.ts'
import type { Pace } from '../vendors/http.ts'
import type { TeamDb } from './client.ts'
import { type localTeamWrites, machineName, readTeam, type TeamRow } from './local-state.ts'

/** A lease granted longer ago is not used: the process was suspended meanwhile, and another machine may have the lease. */
const freshMs = 5_000
/** A lease lasts this long after the last request, so that another machine's request to the same vendor is at least a minute later. */
const holdMs = minuteMs + freshMs
/**
 * After this long without the server, the machine that collected last continues without it: the server is probably unreachable for all, and a missed
 * day cannot be collected later, which is worse than two machines asking one vendor.
 */
const aloneAfterMs = 4 * hourMs
/** How often it is recorded that the server answers. */
const noteReachedEveryMs = 10 * minuteMs
/** After a failure, the server is not tried again for this long, so that it does not delay every request. */
const leaveAloneMs = 15_000
const refreshEveryMs = 10_000

/** The dependencies of leases. */
export interface LeaseDeps {
  dataDir: string
  reader: ReadDb
  writer: WriterOf<typeof localTeamWrites>
  clock: Clock
  log: Log
  limitsPerKey(): boolean
  /** The server with short time-outs. */
  open(row: TeamRow): Promise<TeamDb>
  /** Called when a connection's lease becomes free or is taken by another machine. */
  onChanged(): void
}

/** The leases as one process sees them. */
export interface Leases {
  /** Connections that another machine currently collects, each with the text for users. */
  elsewhere(): ReadonlyMap<number, string>
  /** A connection's pace with the team's lease and limits; `local` is this machine's own pace. */
  paceOf(connectionId: number, local: Pace): Pace
  /** Watches the leases of other machines until the signal aborts. */
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

/** Creates the leases. Without a team they have no effect. */
export function createLeases(deps: LeaseDeps): Leases {
  const { reader, writer, clock, log } = deps
  /** By our connection id, on the monotonic clock. */
  const others = new Map<number, { machine: string; until: number }>()
  /** The earliest expiry of our own leases, by our connection id, on the monotonic clock. */
  const own = new Map<number, number>()
  /** The server is not tried again before this. */
  let unreachableUntil = Number.NEGATIVE_INFINITY
  let reachedAt = Number.NEGATIVE_INFINITY
  /** When the server last answered this process. */
  let answeredAt: number | null = null

  const links = (): Link[] =>
    prepared<[], Link>(
      reader.sqlite,
      `SELECT k.connection_id connectionId, k.team_connection_id teamConnectionId, c.name, k.held FROM team_connection k
       JOIN connection c ON c.id = k.connection_id WHERE k.erased = 0`,
    ).all()

  /** The server's ids of a connection and a route; null if there is no team or it does not have the connection. */
  function placeOf(connectionId: number, route: string): { team: TeamRow; link: Link; lane: string } | null {
    const team = readTeam(reader)
    const link = team === null ? undefined : links().find((each) => each.connectionId === connectionId)
    if (team === null || link === undefined) return null
    return { team, link, lane: laneName(route, deps.limitsPerKey() ? link.teamConnectionId : null) }
  }

  /** Includes a hash of host and folder, so that a copy of the data folder on another machine is a different holder. */
  const holderOf = ({ machineId }: TeamRow) =>
    `${machineId} ${createHash('sha256').update(`${hostname()}\n${deps.dataDir}`).digest('hex').slice(0, 12)}`

  /** Runs a statement; null if the server is or recently was unreachable. */
  async function tryQuery<Row extends object>(row: TeamRow, text: string, values: unknown[]): Promise<Row[] | null> {
    if (clock.elapsed() < unreachableUntil) return null
    try {
      const db = await deps.open(row)
      const rows = await db.query<Row>(text, values)
      answeredAt = clock.elapsed()
      if (clock.elapsed() - reachedAt > noteReachedEveryMs) {
        await writer.call('team.reached', { at: clock.now() })
        reachedAt = clock.elapsed()
      }
      return rows
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      unreachableUntil = clock.elapsed() + leaveAloneMs
      // Noted while the clock was ahead: when it was is unknown, so the hours count from now.
      if ((row.reachedAt ?? row.connectedAt) > clock.now()) await writer.call('team.reached', { at: clock.now() })
      return null
    }
  }

  /** Why this machine may not request while the server is unreachable; null if it may. */
  function waitWithoutServer(team: TeamRow, { connectionId, name, held }: Link): string | null {
    if (held === 0) return outOfReachText(name)
    // Within a process the hours that have passed count, not the clock, which may be set.
    const now = clock.now()
    const aloneFrom = (answeredAt === null ? (team.reachedAt ?? team.connectedAt) : now - (clock.elapsed() - answeredAt)) + aloneAfterMs
    if (clock.elapsed() < (own.get(connectionId) ?? Number.NEGATIVE_INFINITY) || now >= aloneFrom) return null
    return cutOffText(name, aloneFrom)
  }

  async function noteOther({ connectionId, held }: Link, machine: string, forMs: number): Promise<void> {
    others.set(connectionId, { machine, until: clock.elapsed() + forMs })
    own.delete(connectionId)
    if (held === 1) await writer.call('team.held', { connectionId, held: false })
  }

  /** Records our own lease. `until` is computed from the time before the query, so that it is never later than the server's. */
  async function noteOwn({ connectionId, held }: Link, until: number): Promise<void> {
    others.delete(connectionId)
    own.set(connectionId, until)
    if (held === 0) await writer.call('team.held', { connectionId, held: true })
  }

  async function refresh(row: TeamRow): Promise<void> {
    const known = links()
    const askedAt = clock.elapsed()
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
      else if (lease.holder === mine) await noteOwn(link, askedAt + lease.forMs)
      else await noteOther(link, lease.machine, lease.forMs)
    }
    if (JSON.stringify([...others.keys()]) !== before) deps.onChanged()
  }

  return {
    elsewhere() {
      const team = readTeam(reader)
      if (team === null) return new Map()
      const now = clock.elapsed()
      return new Map(
        links().flatMap((link) => {
          const other = others.get(link.connectionId)
          if (other !== undefined && other.until > now) return [[link.connectionId, elsewhereText(link.name, other.machine)] as const]
          const why = now < unreachableUntil ? waitWithoutServer(team, link) : null
          return why === null ? [] : [[link.connectionId, why] as const]
        }),
      )
    },

    paceOf: (connectionId, local) => ({
      async reserve(route, spacingMs, signal) {
        await local.reserve(route, spacingMs, signal)
        for (;;) {
          signal.throwIfAborted()
          const place = placeOf(connectionId, route)
          if (place === null) return
          const { team, link, lane } = place
          const askedAt = clock.elapsed()
          const [answer] =
            (await tryQuery<Reserved>(
              team,
              `SELECT wait_ms AS "waitMs", held_by AS "heldBy", held_for_ms AS "heldForMs" FROM seatledger.reserve($1, $2, $3, $4, $5, $6)`,
              [link.teamConnectionId, lane, Math.ceil(spacingMs), holderOf(team), machineName(), holdMs],
            )) ?? []
          if (answer === undefined) {
            const why = waitWithoutServer(team, link)
            if (why === null) return
            deps.onChanged()
            throw new AppError('COLLECTED_ELSEWHERE', why)
          }
          if (answer.heldBy !== null) {
            await noteOther(link, answer.heldBy, answer.heldForMs ?? holdMs)
            deps.onChanged()
            throw new AppError('COLLECTED_ELSEWHERE', elsewhereText(link.name, answer.heldBy))
          }
          await noteOwn(link, askedAt + holdMs)
          if (answer.waitMs > 0) await clock.sleep(Math.min(answer.waitMs, holdMs), signal)
          else if (clock.elapsed() - askedAt <= freshMs) return
        }
      },

      async limited(route, at) {
        await local.limited(route, at)
        const place = placeOf(connectionId, route)
        if (place === null) return
        await tryQuery(
          place.team,
          `INSERT INTO seatledger.pace AS p (lane, next_at) VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')
           ON CONFLICT (lane) DO UPDATE SET next_at = greatest(p.next_at, EXCLUDED.next_at)`,
          [place.lane, Math.max(0, Math.ceil(at - clock.now()))],
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
  `"${name}" is being collected by another machine of the team (${machine}). Its snapshots are pulled automatically. To collect on this machine, try again when it has finished.`

const outOfReachText = (name: string) =>
  `The team’s database cannot be reached, and another machine was the last to collect "${name}". This machine collects it again when the database is back.`

const cutOffText = (name: string, aloneFrom: number) =>
  `The team’s database cannot be reached, so another machine may be collecting "${name}". This machine continues when the database is back, or without it from ${isoTime(aloneFrom)}.`
