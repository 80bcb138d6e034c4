/** This data folder's own state of its team: address, failures, and the outbox. */
import { hostname } from 'node:os'
import { eq, isNull } from 'drizzle-orm'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { systemUser } from '../base/system-user.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { prepared, preparedColumn } from '../database/prepared.ts'
import { teamConflictTable, teamConnectionTable, teamDecisionTable, teamTable, teamTenantTable } from '../database/schema/team.ts'

/** The team's row. */
export type TeamRow = typeof teamTable.$inferSelect

/** The keychain account of a team's password. */
export const teamAccount = (machineId: string): string => `team-${machineId}`

/** The name of this machine, as shown to the team. */
export const machineName = (): string => `${systemUser()} on ${hostname()}`

/** The team that this data folder belongs to; null without one. */
export function readTeam({ orm }: ReadDb): TeamRow | null {
  return orm.select().from(teamTable).get() ?? null
}

/** How many snapshots are not published yet. */
export function waitingCount({ sqlite }: ReadDb): number {
  return preparedColumn<number>(sqlite, 'SELECT count(*) FROM team_outbox').get()!
}

/** The writes of this file. */
export const localTeamWrites = {
  /**
   * Joins a team and queues every snapshot of this history for publishing. Rejoining the same team keeps the position; another team starts from the
   * beginning. Returns the row.
   */
  'team.join': (
    db: WriteDb,
    { at, ...input }: Pick<TeamRow, 'url' | 'ca' | 'secretKind' | 'secretEnv' | 'teamId' | 'machineId'> & { at: number },
  ): TeamRow => {
    const known = readTeam(db)
    if (known !== null && known.teamId === input.teamId) {
      const set = { ...input, reachedAt: at, problemCode: null, problemMessage: null, problemAt: null }
      return db.orm.update(teamTable).set(set).returning().get()
    }
    if (known !== null) leaveTeam(db)
    const row = db.orm
      .insert(teamTable)
      .values({ id: 1, ...input, connectedAt: at, reachedAt: at })
      .returning()
      .get()
    queueAll(db)
    return row
  },

  /** Leaves the team; the history is kept. */
  'team.leave': (db: WriteDb, _: Record<string, never>): void => leaveTeam(db),

  /** Queues everything for publishing and pulls everything again, because the server was restored from a backup and may lack data. */
  'team.startOver': (db: WriteDb, _: Record<string, never>): void => {
    // Decisions are compared again. Those that the server has lost become conflicts, so that none is silently overwritten.
    db.orm.delete(teamDecisionTable).run()
    db.orm.update(teamTable).set({ pulledSeq: 0, pulledMark: '', publishedSeq: 0, publishedMark: '', decidedSeq: 0 }).run()
    queueAll(db)
  },

  /** Records that the server answered. */
  'team.reached': ({ orm }: WriteDb, { at }: { at: number }): void => {
    orm.update(teamTable).set({ reachedAt: at }).run()
  },

  'team.synced': (db: WriteDb, { at }: { at: number }): void => {
    db.orm.update(teamTable).set({ syncedAt: at, reachedAt: at, problemCode: null, problemMessage: null, problemAt: null }).run()
  },

  /** Records why the team fails; keeps the time of the first failure. */
  'team.failed': (db: WriteDb, { at, code, message }: { at: number; code: ErrorCode; message: string }): void => {
    db.orm.update(teamTable).set({ problemAt: at }).where(isNull(teamTable.problemAt)).run()
    db.orm.update(teamTable).set({ problemCode: code, problemMessage: message }).run()
  },

  'team.linkConnections': ({ sqlite }: WriteDb, { links }: { links: { connectionId: number; teamConnectionId: number }[] }): void => {
    const link = prepared(
      sqlite,
      'INSERT INTO team_connection (connection_id, team_connection_id, held) VALUES (@connectionId, @teamConnectionId, 1) ON CONFLICT DO NOTHING',
    )
    for (const each of links) link.run(each)
  },

  'team.linkTenants': ({ sqlite }: WriteDb, { links }: { links: { tenantId: number; teamTenantId: number }[] }): void => {
    const link = prepared(
      sqlite,
      'INSERT INTO team_tenant (tenant_id, team_tenant_id) VALUES (@tenantId, @teamTenantId) ON CONFLICT DO NOTHING',
    )
    for (const each of links) link.run(each)
  },

  /** Records whether this data folder was the last to collect a connection. */
  'team.held': ({ orm }: WriteDb, { connectionId, held }: { connectionId: number; held: boolean }): void => {
    orm.update(teamConnectionTable).set({ held }).where(eq(teamConnectionTable.connectionId, connectionId)).run()
  },
}

function leaveTeam({ orm, sqlite }: WriteDb): void {
  for (const table of [teamTable, teamConnectionTable, teamTenantTable, teamDecisionTable, teamConflictTable]) orm.delete(table).run()
  sqlite.exec('DELETE FROM team_outbox; DELETE FROM team_refused')
}

/** Snapshots with wiped entries cannot be rebuilt, so they are not queued. */
function queueAll({ sqlite }: WriteDb): void {
  sqlite.exec(`INSERT OR IGNORE INTO team_outbox (snapshot_id, params)
    SELECT s.id, coalesce(r.params, p.params, '') FROM snapshot s
    LEFT JOIN (SELECT snapshot_id, max(params) params FROM run WHERE snapshot_id IS NOT NULL GROUP BY snapshot_id) r ON r.snapshot_id = s.id
    LEFT JOIN team_params p ON p.snapshot_id = s.id`)
}
