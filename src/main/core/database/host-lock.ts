/** The lock on a data folder: each host holds it shared; work that must exclude other hosts holds it exclusively. */
import Database from 'better-sqlite3'
import { AppError } from '../base/errors.ts'
import { makePrivateFile } from '../base/private-files.ts'
import { hostsFile } from './files.ts'

/** A host's lock on its data folder. */
export interface HostLock {
  /** True while the lock is exclusive: no other host has the folder open or can open it. */
  readonly isExclusive: boolean
  /** Makes the lock shared. Waits while another host holds it exclusively. */
  share(): void
  /** Makes the lock exclusive. Throws `HOST_RUNNING` if another host has the folder open. */
  makeExclusive(): void
  release(): void
}

/**
 * Takes the lock on a data folder: exclusively if no other host has it, else shared. The operating system releases it when the process ends, even
 * after a crash. Throws SQLite's and the file system's errors.
 */
export function takeHostLock(dataDir: string): HostLock {
  makePrivateFile(hostsFile(dataDir))
  const db = new Database(hostsFile(dataDir), { timeout: 10_000 })
  let isExclusive = false
  const leave = () => {
    if (db.inTransaction) db.exec('COMMIT')
    isExclusive = false
  }
  const tryExclusive = () => {
    leave()
    db.pragma('busy_timeout = 0')
    try {
      db.exec('BEGIN EXCLUSIVE')
      isExclusive = true
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error
    } finally {
      db.pragma('busy_timeout = 10000')
    }
    return isExclusive
  }
  const share = () => {
    leave()
    db.exec('BEGIN')
    // A read takes SQLite's shared lock; the open transaction keeps it.
    db.prepare('SELECT count(*) FROM sqlite_master').get()
  }
  if (!tryExclusive()) share()
  return {
    get isExclusive() {
      return isExclusive
    },
    share,
    makeExclusive() {
      if (tryExclusive()) return
      share()
      throw new AppError('HOST_RUNNING', 'Another Seatledger has this history open. Quit it (window, browser host, `watch`) and try again.')
    },
    release() {
      leave()
      db.close()
    },
  }
}
