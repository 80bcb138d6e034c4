/** Temporary files outside the data folder have the process id in their name, so that leftovers of a killed process can be removed. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hourMs } from '../../../shared/domain/duration.ts'

/** The beginning of a temporary file's name for this process: `PREFIX-PID-`, to be followed by something random. */
export const ownPrefix = (prefix: string): string => `${prefix}-${process.pid}-`

/**
 * Removes files that ended processes left in a folder under names made with `ownPrefix(prefix)`; files that cannot be removed are skipped. Files
 * changed within the last hour are kept: on a network folder they may belong to a process of another machine, which is not visible here.
 */
export const removeAbandoned = (folder: string, prefix: string): Promise<void> =>
  removeAbandonedAs(folder, new RegExp(`^${prefix}-(\\d+)-`))

/** As `removeAbandoned`, of files whose names match; the first group is the process id. */
export async function removeAbandonedAs(folder: string, pattern: RegExp): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  await Promise.all(
    names.map(async (name) => {
      const found = pattern.exec(name)
      if (found === null || isRunning(Number(found[1]))) return
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
    // The process exists but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
