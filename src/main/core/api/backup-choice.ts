/** Which file a page means when it restores: an automatic backup by its name, or one that a person chose in the host's own dialog. Paths never come from a page. */
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { AppError } from '../base/errors.ts'
import { backupFiles, backupsFolder } from '../database/files.ts'
import type { ChooseFile } from './product.ts'

/** The choices of one running product. */
export interface BackupChoice {
  /** Lets a person choose a file; null where the dialog was closed. Throws `BAD_REQUEST` in a host without one. */
  choose(): Promise<string | null>
  /** The file behind a choice or a name, and what to call it. Throws `NOT_FOUND`. */
  fileOf(ref: string): { file: string; name: string }
}

/** Choices among the automatic backups of a data folder and what `chooseFile` gives. */
export function createBackupChoice(dataDir: string, chooseFile: ChooseFile | null): BackupChoice {
  const chosen = new Map<string, string>()
  return {
    async choose() {
      if (chooseFile === null) {
        throw new AppError(
          'BAD_REQUEST',
          'A backup elsewhere is restored in the terminal: quit this host and run `seatledger restore FILE`.',
        )
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
        throw new AppError('NOT_FOUND', 'This backup is not there any more. Choose another one.', { data: { ref } })
      }
      return { file: join(backupsFolder(dataDir), ref), name: ref }
    },
  }
}
