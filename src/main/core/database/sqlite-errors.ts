/** Maps errors of SQLite and the file system to errors with a next step. */
import { AppError } from '../base/errors.ts'

/** The `AppError` for an error of SQLite or the file system; any other error is returned unchanged. */
export function asAppError(error: unknown, dataDir: string): unknown {
  if (error instanceof AppError) return error
  const code = systemCode(error)
  if (code === null) return error
  const options = { data: { dataDir, systemCode: code }, cause: error }
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/.test(code)) {
    return new AppError('DISK_FULL', `The disk with ${dataDir} is full. Nothing was lost. Free some space and try again.`, options)
  }
  if (/^(SQLITE_BUSY|SQLITE_LOCKED)/.test(code)) {
    return new AppError(
      'DB_LOCKED',
      `Another program has locked the history in ${dataDir}. Close it, or wait until it finishes, and try again.`,
      options,
    )
  }
  if (/^(SQLITE_CORRUPT|SQLITE_NOTADB)/.test(code)) {
    return new AppError(
      'DB_DAMAGED',
      `The history in ${dataDir} is damaged. Quit all running copies of Seatledger and restore a backup with \`seatledger restore FILE\`. It checks the backup first and keeps the damaged file.`,
      options,
    )
  }
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_IOERR|EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EIO)/.test(code)) {
    return new AppError(
      'DATA_DIR_UNWRITABLE',
      `The data folder ${dataDir} is not writable (${code}). Give your user write permission, or choose another folder with --data-dir.`,
      options,
    )
  }
  return error
}

/** As `asAppError`, for errors while reading the history; errors about other files are returned unchanged. */
export function asHistoryError(error: unknown, dataDir: string): unknown {
  return systemCode(error)?.startsWith('SQLITE_') ? asAppError(error, dataDir) : error
}

/** The first SQLite or system error code in the chain of causes. */
function systemCode(error: unknown): string | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string' && /^(SQLITE_|E[A-Z]+$)/.test(current.code)) return current.code
  }
  return null
}
