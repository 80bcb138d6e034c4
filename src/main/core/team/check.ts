/** A test of a team's database before joining. It reads only: nothing is created or changed. */
import type { TeamCheck } from '../../../shared/contract/team-answers.ts'
import { firstOf } from '../../../shared/domain/first-of.ts'
import { AppError } from '../base/errors.ts'
import type { TeamAddress } from './address.ts'
import type { Query, TeamDb } from './client.ts'
import { requireVersion, tablesOf } from './migrate.ts'

/** Says what joining would find there and do. Throws `TEAM_UNREACHABLE`, `TEAM_REFUSED` or `TEAM_OTHER_VERSION` where joining would fail. */
export async function checkTeam({ query }: TeamDb, { user, database, tls }: TeamAddress): Promise<Omit<TeamCheck, 'here'>> {
  const [server] = await query<{ version: string; standby: boolean; mayCreate: boolean; isOwner: boolean | null }>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS version, pg_is_in_recovery() AS standby,
       has_database_privilege(current_database(), 'CREATE') AS "mayCreate",
       (SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'seatledger') AS "isOwner"`,
  )
  const { version, standby, mayCreate, isOwner } = server!
  if (standby) throw refused('This server is a standby, which only accepts reading. Use the address of the primary server.')
  const tables = await tablesOf(query)
  if (tables === 'none') {
    await requireVersion(query)
    await requireEmpty(query, database)
    if (!mayCreate) {
      throw refused(
        `The database "${database}" has no team yet, and the user ${user} may not create one. Its owner joins first and then gives this user the role seatledger_collector.`,
      )
    }
    return { tables: 'create', version, tls, user, snapshots: 0, machines: [] }
  }
  if (tables === 'older' && !isOwner) {
    throw new AppError(
      'TEAM_OTHER_VERSION',
      'The team’s database has the tables of an older version of Seatledger. Its owner updates them by joining with this version; until then use the older version here.',
    )
  }
  const [found] = await query<{ mayPublish: boolean; snapshots: number; machines: string[] }>(
    `SELECT has_table_privilege('seatledger.snapshot', 'INSERT') AND has_table_privilege('seatledger.machine', 'INSERT') AS "mayPublish",
       (SELECT count(*) FROM seatledger.snapshot) AS snapshots,
       ARRAY(SELECT name FROM seatledger.machine ORDER BY first_seen, id) AS machines`,
  )
  const { mayPublish, snapshots, machines } = found!
  if (!mayPublish) {
    throw refused(`The user ${user} may only read the team’s database, as BI tools do. Its owner gives it the role seatledger_collector.`)
  }
  return { tables: tables === 'older' ? 'update' : 'use', version, tls, user, snapshots, machines }
}

/** A database that holds something else is left alone, whoever owns it. Objects of extensions do not count. */
async function requireEmpty(query: Query, database: string): Promise<void> {
  const found = await query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     UNION ALL SELECT 'the schema seatledger' FROM pg_namespace WHERE nspname = 'seatledger'
     ORDER BY name`,
  )
  if (found.length === 0) return
  throw refused(
    `The database "${database}" belongs to something else: it holds ${firstOf(
      found.map(({ name }) => name),
      3,
    )}, and no team. It was not touched. Create a database of its own for the team, or correct the address.`,
  )
}

const refused = (message: string) => new AppError('TEAM_REFUSED', message)
