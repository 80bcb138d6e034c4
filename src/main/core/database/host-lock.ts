/** Who has a data folder open: each host holds a shared lock, and what needs every other host gone takes it alone. */
import Database from 'better-sqlite3'
import { AppError } from '../base/errors.ts'
import { makePrivateFile } from '../base/private-files.ts'
import { hostsFile } from './files.ts'

/** A host's hold on its data folder. */
export interface HostLock {
  /** True while no other host has the folder open, and none can open it. */
  readonly alone: boolean
  /** From now on others may open it too. Waits for one that is alone. */
  share(): void
  /** Keeps the others out. Throws `HOST_RUNNING` when there is one. */
  takeAlone(): void
  release(): void
}

/**
 * Joins the hosts of a data folder, alone when nobody else is there. The system frees the lock when the process ends, however it ends.
 * Throws SQLite's and the file system's errors.
 */
export function joinHosts(dataDir: string): HostLock {
  makePrivateFile(hostsFile(dataDir))
  const db = new Database(hostsFile(dataDir), { timeout: 10_000 })
  let alone = false
  const leave = () => {
    if (db.inTransaction) db.exec('COMMIT')
    alone = false
  }
  const tryAlone = () => {
    leave()
    db.pragma('busy_timeout = 0')
    try {
      db.exec('BEGIN EXCLUSIVE')
      alone = true
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error
    } finally {
      db.pragma('busy_timeout = 10000')
    }
    return alone
  }
  const share = () => {
    leave()
    db.exec('BEGIN')
    // A read takes the shared lock; the open transaction keeps it.
    db.prepare('SELECT count(*) FROM sqlite_master').get()
  }
  if (!tryAlone()) share()
  return {
    get alone() {
      return alone
    },
    share,
    takeAlone() {
      if (tryAlone()) return
      share()
      throw new AppError('HOST_RUNNING', 'Another Seatledger has this history open. Quit it (window, browser host, `watch`) and try again.')
    },
    release() {
      leave()
      db.close()
    },
  }
}
