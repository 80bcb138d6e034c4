/** Detects that a data folder was moved, renamed or removed while a process uses it. */
import { statSync } from 'node:fs'
import { AppError } from '../base/errors.ts'
import { historyFile } from './files.ts'

/**
 * Notes which history file a data folder has now. The returned function throws `DATA_DIR_GONE` if that file is gone or was replaced by another. If the
 * folder had no history, it never throws.
 */
export function historyGuard(dataDir: string): () => void {
  const known = identityOf(dataDir)
  return () => {
    if (known !== null && identityOf(dataDir) !== known) throw folderGone(dataDir)
  }
}

/** Whether a data folder has a history. */
export const hasHistory = (dataDir: string): boolean => identityOf(dataDir) !== null

/** Throws `DATA_DIR_GONE` if a data folder that had a history has none. */
export function requireHistory(dataDir: string): void {
  if (!hasHistory(dataDir)) throw folderGone(dataDir)
}

/** Device and inode: unchanged when a file is renamed, different for another file. */
function identityOf(dataDir: string): string | null {
  const found = statSync(historyFile(dataDir), { bigint: true, throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev} ${found.ino}`
}

function folderGone(dataDir: string): AppError {
  return new AppError(
    'DATA_DIR_GONE',
    `The data folder ${dataDir} is missing: it was moved, renamed or removed while Seatledger was running. No new folder was created. Move it back, or quit Seatledger everywhere and set the new location with --data-dir.`,
    { data: { dataDir } },
  )
}
