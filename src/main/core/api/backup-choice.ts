/** Resolves the backup that a page wants to restore: an automatic backup by name, or a file chosen in the host's dialog. A page never sends a path. */
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { AppError } from '../base/errors.ts'
import { backupFiles, backupsFolder } from '../database/files.ts'
import type { ChooseFile } from './product.ts'

/** The files chosen so far. */
export interface BackupChoice {
  /** Opens the file dialog and returns a reference; null if it was closed. Throws `BAD_REQUEST` in a host without a dialog. */
  choose(): Promise<string | null>
  /** The file and its display name, by reference or backup name. Throws `NOT_FOUND`. */
  fileOf(ref: string): { file: string; name: string }
}

/** Creates it for the automatic backups of a data folder and the host's dialog. */
export function createBackupChoice(dataDir: string, chooseFile: ChooseFile | null): BackupChoice {
  const chosen = new Map<string, string>()
  return {
    async choose() {
      if (chooseFile === null) {
        throw new AppError('BAD_REQUEST', 'This host cannot open other files. Quit it and run `seatledger restore FILE` in a terminal.')
      }
      const file = await chooseFile({ title: 'Choose a backup of Seatledger’s history', extensions: ['db'] })
      if (file === null) return null
      const ref = randomUUID()
      chosen.set(ref, file)
      return ref
    },
    fileOf(ref) {
      const file = chosen.get(ref)
      if (file !== undefined) return { file, name: basename(file) }
      if (!backupFiles(dataDir).includes(ref)) {
        throw new AppError('NOT_FOUND', 'This backup no longer exists. Choose another one.', { data: { ref } })
      }
      return { file: join(backupsFolder(dataDir), ref), name: ref }
    },
  }
}
