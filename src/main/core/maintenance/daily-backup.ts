import { hourMs } from '../../../shared/domain/duration.ts'
import type { Trouble } from '../base/trouble.ts'
import { historyGuard } from '../database/data-folder.ts'
import type { ReadDb, WriterOf } from '../database/db.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import type { Log } from '../log/log.ts'
import { backupDaily } from './backup.ts'
import { type checkBackupWrites, inWritersThread } from './check-backup.ts'

/** Makes the day's backup now, and checks hourly whether a new day needs one; each is copied to the second folder. Returns a function that stops this and waits for a running backup. */
export function scheduleDailyBackups(deps: {
  reader: ReadDb
  writer: WriterOf<typeof checkBackupWrites>
  dataDir: string
  now(): number
  keep(): number
  /** Copies backups to the second folder and returns their names; null if there is no such folder. */
  copyToSecond(): Promise<string[] | null>
  trouble: Pick<Trouble, 'failed' | 'succeeded'>
  log: Log
}): () => Promise<void> {
  const requireSameHistory = historyGuard(deps.dataDir)
  let running: Promise<void> = Promise.resolve()
  const check = () => {
    running = running.then(async () => {
      try {
        requireSameHistory()
        const name = await backupDaily(deps.reader, {
          dataDir: deps.dataDir,
          now: deps.now(),
          keep: deps.keep(),
          thread: inWritersThread(deps.writer),
        })
        if (name !== null) deps.log.info({ name }, 'made the daily backup')
        deps.trouble.succeeded()
      } catch (error) {
        deps.trouble.failed(asAppError(error, deps.dataDir))
        deps.log.error({ err: error }, 'the daily backup failed')
      }
      try {
        const names = await deps.copyToSecond()
        if (names !== null && names.length > 0) deps.log.info({ names }, 'copied backups to the second folder')
      } catch (error) {
        deps.log.error({ err: error }, 'copying backups to the second folder failed')
      }
    })
  }
  check()
  const timer = setInterval(check, hourMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
