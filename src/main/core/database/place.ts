/** Whether the history is still where it was opened: a data folder may be moved, renamed or removed while a process runs. */
import { statSync } from 'node:fs'
import { AppError } from '../base/errors.ts'
import { historyFile } from './files.ts'

/**
 * Remembers the history that a data folder has now. The function that is returned throws `DATA_DIR_GONE` where it is no longer there, or another one is in
 * its place; where there was none it never throws.
 */
export function rememberPlace(dataDir: string): () => void {
  const known = identityOf(dataDir)
  return () => {
    if (known !== null && identityOf(dataDir) !== known) throw folderGone(dataDir)
  }
}

/** Whether a data folder has a history. */
export const hasHistory = (dataDir: string): boolean => identityOf(dataDir) !== null

/** Throws `DATA_DIR_GONE` where a data folder that had a history has none. */
export function requireHistory(dataDir: string): void {
  if (!hasHistory(dataDir)) throw folderGone(dataDir)
}

/** A file keeps its number when it is renamed; another one has another number. */
function identityOf(dataDir: string): string | null {
  const found = statSync(historyFile(dataDir), { bigint: true, throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev} ${found.ino}`
}

function folderGone(dataDir: string): AppError {
  return new AppError(
    'DATA_DIR_GONE',
    `The data folder ${dataDir} is gone: it was moved, renamed or removed while Seatledger used it. Nothing was made in its place. Put it back, or quit every Seatledger and name the new place with --data-dir.`,
    { data: { dataDir } },
  )
}
