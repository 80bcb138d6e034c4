/** Opens the team's database with the stored address and credential, and checks that it belongs to the team. */
import { AppError } from '../base/errors.ts'
import { rememberSecret } from '../log/known-secrets.ts'
import { requireEnvironmentSecret } from '../secrets/read-secret.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import { parseTeamUrl } from './address.ts'
import { openTeamDb, type Query, type TeamDb } from './client.ts'
import { machineName, type TeamRow, teamAccount } from './local-state.ts'
import { requireCurrent } from './migrate.ts'
import { machineTable } from './schema.ts'

/** Where credentials are read from. */
export interface TeamSecrets {
  secrets: SecretStore
  env: Readonly<Record<string, string | undefined>>
}

/** Opens the stored team's database. Throws `SECRET_MISSING`, `KEYCHAIN_FAILED`. */
export async function openStoredTeam(row: TeamRow, sources: TeamSecrets, timeoutMs?: number): Promise<TeamDb> {
  return openTeamDb(parseTeamUrl(row.url), {
    password: await storedPassword(row, sources),
    ca: row.ca,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
}

async function storedPassword(row: TeamRow, { secrets, env }: TeamSecrets): Promise<string | null> {
  if (row.secretKind === 'none') return null
  const value =
    row.secretKind === 'env' ? requireEnvironmentSecret(row.secretEnv ?? '', env) : await secrets.get(teamAccount(row.machineId))
  if (value === null) {
    throw new AppError(
      'SECRET_MISSING',
      'The password of the team’s database is no longer stored on this machine. Connect again with `seatledger team connect`.',
    )
  }
  rememberSecret(value)
  return value
}

/** The team's own id. */
export async function readTeamId(query: Query): Promise<string> {
  const [row] = await query<{ teamId: string }>('SELECT team_id "teamId" FROM seatledger.team')
  if (row === undefined)
    throw new AppError('TEAM_MISMATCH', 'The team’s database has no team. Restore it from a backup, or connect to another database.')
  return row.teamId
}

/** Checks the migrations and the team's id, and registers this machine. Throws `TEAM_OTHER_VERSION`, `TEAM_MISMATCH`. */
export async function enterTeam(db: TeamDb, { teamId, machineId }: Pick<TeamRow, 'teamId' | 'machineId'>): Promise<void> {
  await requireCurrent(db.query)
  if ((await readTeamId(db.query)) !== teamId) {
    throw new AppError(
      'TEAM_MISMATCH',
      'The database at this address belongs to a different team from the one that this machine joined. Nothing was exchanged. To join that team, connect again with `seatledger team connect`.',
    )
  }
  await db.typed((orm) => orm.insert(machineTable).values({ id: machineId, name: machineName() }).onConflictDoNothing())
}
