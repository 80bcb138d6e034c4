/** Keeps the team's database open, and reopens it after a change of its address or credential. */
import type { TeamDb } from './client.ts'
import type { TeamRow } from './local-state.ts'
import type { TeamSecrets } from './session.ts'

/** The code that needs the PostgreSQL client, loaded only if there is a team. */
export const loadServer = () => import('./server.ts')

/** Opens the database of one team at a time. */
export interface Opener {
  /** Returns the open database. Throws `SECRET_MISSING`, `KEYCHAIN_FAILED`. */
  open(row: TeamRow): Promise<TeamDb>
  close(): Promise<void>
}

/** Nothing is opened until `open` is called. `timeoutMs` bounds a statement. */
export function createOpener(sources: TeamSecrets, timeoutMs?: number): Opener {
  let opened: { rowText: string; db: Promise<TeamDb> } | null = null

  async function close(): Promise<void> {
    const was = opened
    opened = null
    const db = await was?.db.catch(() => null)
    await db?.close()
  }

  return {
    async open(row) {
      const { url, ca, secretKind, secretEnv, teamId, machineId } = row
      const rowText = JSON.stringify([url, ca, secretKind, secretEnv, teamId, machineId])
      if (opened?.rowText !== rowText) {
        await close()
        const db = loadServer().then(({ openStoredTeam }) => openStoredTeam(row, sources, timeoutMs))
        opened = { rowText, db }
      }
      try {
        return await opened.db
      } catch (error) {
        opened = null
        throw error
      }
    },
    close,
  }
}
