/** The state of the team, from this data folder and the server. */

import type { ErrorCode } from '../../../shared/contract/errors.ts'
import type { TeamAnswer, TeamLease, TeamMachine } from '../../../shared/contract/team-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { toErrorShape } from '../base/errors.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import type { Query, TeamDb } from './client.ts'
import { openConflicts } from './conflicts.ts'
import { type TeamRow, waitingCount } from './local-state.ts'
import { requireCurrent } from './migrate.ts'

/** How many refused snapshots are listed. */
const maxRefused = 20

/** Reads the state. If the server does not answer, the result says so instead of throwing. */
export async function teamStatus(row: TeamRow, reader: ReadDb, open: () => Promise<TeamDb>): Promise<TeamAnswer> {
  let server: TeamAnswer['server'] = null
  let failure: TeamAnswer['problem'] = null
  try {
    const { query } = await open()
    await requireCurrent(query)
    server = await serverState(query, row)
  } catch (error) {
    failure = { ...toErrorShape(error), since: isoTime(row.problemAt ?? Date.now()) }
  }
  return {
    url: row.url,
    connectedAt: isoTime(row.connectedAt),
    syncedAt: row.syncedAt === null ? null : isoTime(row.syncedAt),
    problem: failure ?? storedProblem(row),
    waiting: waitingCount(reader),
    conflicts: openConflicts(reader).length,
    refused: prepared<[number], { seq: number; message: string }>(
      reader.sqlite,
      'SELECT seq, message FROM team_refused ORDER BY seq LIMIT ?',
    ).all(maxRefused),
    server,
  }
}

function storedProblem({ problemCode, problemMessage, problemAt }: TeamRow): TeamAnswer['problem'] {
  if (problemCode === null || problemAt === null) return null
  return { code: problemCode as ErrorCode, message: problemMessage ?? '', since: isoTime(problemAt) }
}

async function serverState(query: Query, { machineId, pulledSeq }: TeamRow): Promise<NonNullable<TeamAnswer['server']>> {
  const [totals] = await query<{ version: string; snapshots: number; behind: number; bytes: number }>(
    `SELECT current_setting('server_version') AS version, (SELECT count(*) FROM seatledger.snapshot) AS snapshots,
       (SELECT count(*) FROM seatledger.snapshot WHERE seq > $1) AS behind,
       (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'seatledger' AND c.relkind = 'r') AS bytes`,
    [pulledSeq],
  )
  const machines = await query<Omit<TeamMachine, 'lastPublishedAt'> & { lastPublishedAt: Date | null }>(
    `SELECT m.name, m.id = $1 AS here, count(s.seq) AS snapshots, max(s.published_at) AS "lastPublishedAt"
     FROM seatledger.machine m LEFT JOIN seatledger.snapshot s ON s.machine_id = m.id GROUP BY m.id ORDER BY m.first_seen, m.id`,
    [machineId],
  )
  const leases = await query<Omit<TeamLease, 'until'> & { until: Date }>(
    `SELECT c.name AS connection, l.holder_name AS machine, l.holder LIKE $1 || '%' AS here, l.until
     FROM seatledger.lease l JOIN seatledger.connection c ON c.id = l.connection_id WHERE l.until > now() ORDER BY c.name`,
    [machineId],
  )
  return {
    ...totals!,
    machines: machines.map(({ lastPublishedAt, ...machine }) => ({ ...machine, lastPublishedAt: lastPublishedAt?.toISOString() ?? null })),
    leases: leases.map(({ until, ...lease }) => ({ ...lease, until: until.toISOString() })),
  }
}
