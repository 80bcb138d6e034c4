/** Temporary files outside the data folder carry their process's number in their name, so that what a killed one left can be told from what is in use. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hourMs } from '../../../shared/domain/duration.ts'

/** A name for something temporary of this process: `PREFIX-PID-`, to be followed by something random. */
export const ownPrefix = (prefix: string): string => `${prefix}-${process.pid}-`

/**
 * Removes what ended processes left in a folder under names that begin with `ownPrefix(prefix)`; what cannot be removed stays. A folder on a network may hold
 * another machine's, whose processes are not seen here: what was changed within the hour stays.
 */
export async function removeAbandoned(folder: string, prefix: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  await Promise.all(
    names.map(async (name) => {
      const rest = name.startsWith(`${prefix}-`) ? /^(\d+)-/.exec(name.slice(prefix.length + 1)) : null
      if (rest === null || isRunning(Number(rest[1]))) return
      const path = join(folder, name)
      const changedAt = (await stat(path).catch(() => null))?.mtimeMs
      if (changedAt === undefined || Math.abs(Date.now() - changedAt) < hourMs) return
      await rm(path, { recursive: true, force: true }).catch(() => {})
    }),
  )
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not ours, but there.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
