/** Keeps the stored team's database open, and opens it again when its address or credential has changed. */
import type { TeamDb } from './client.ts'
import type { TeamRow } from './local.ts'
import type { TeamSecrets } from './session.ts'

/** What talks to a server, loaded by those who have a team. */
export const server = () => import('./server.ts')

/** The open database of one team at a time. */
export interface Opener {
  /** Throws `SECRET_MISSING`, `KEYCHAIN_FAILED`. */
  open(row: TeamRow): Promise<TeamDb>
  close(): Promise<void>
}

/** Makes it; nothing is open yet. `timeoutMs` bounds a statement. */
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
        const db = server().then(({ openStoredTeam }) => openStoredTeam(row, sources, timeoutMs))
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
