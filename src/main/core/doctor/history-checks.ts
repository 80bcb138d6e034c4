/** Checks of the history and of who uses it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { historyFile, setAsideFiles } from '../history/files.ts'
import { migrationState, migrationsFolder } from '../history/migrate.ts'
import { isSound } from '../history/quick-check.ts'
import { asAppError } from '../history/sqlite-errors.ts'
import type { Check } from './check.ts'

const tenMinutesMs = 600_000

/** What the history itself tells, besides whether it is whole. */
export interface HistoryFacts {
  check: Check
  /** When we last collected something, ms; null when never or unreadable. */
  newestAt: number | null
  /** Connections whose credential is in the keychain. */
  keychainConnections: number
}

/** Opens the history for reading only and checks it. */
export function checkHistory(dataDir: string): HistoryFacts {
  const name = 'database'
  const nothing = { newestAt: null, keychainConnections: 0 }
  const file = historyFile(dataDir)
  if (!existsSync(file)) {
    const aside = existsSync(dataDir) ? setAsideFiles(dataDir) : []
    if (aside.length === 0) return { ...nothing, check: { name, ok: true, detail: 'no history here yet', next: null } }
    return {
      ...nothing,
      check: { name, ok: false, detail: `damaged and set aside: ${aside.join(', ')}`, next: 'Restore a backup: seatledger restore FILE.' },
    }
  }
  let sqlite: Database.Database | null = null
  try {
    sqlite = new Database(file, { readonly: true, timeout: 2000 })
    const state = migrationState({ sqlite }, migrationsFolder())
    if (!isSound(sqlite)) {
      return {
        ...nothing,
        check: {
          name,
          ok: false,
          detail: `${file} is damaged`,
          next: 'Quit every Seatledger and restore a backup: seatledger restore FILE.',
        },
      }
    }
    if (state === 'fresh')
      return { ...nothing, check: { name, ok: true, detail: 'an empty file; it is set up at the first use', next: null } }
    const detail = state === 'pending' ? 'whole; it is brought up to date at the next start, after a backup' : 'whole and up to date'
    return { check: { name, ok: true, detail, next: null }, ...readFacts(sqlite) }
  } catch (error) {
    const known = asAppError(error, dataDir)
    const message = known instanceof Error ? known.message : String(known)
    return { ...nothing, check: { name, ok: false, detail: `${file}: ${systemText(error)}`, next: message } }
  } finally {
    sqlite?.close()
  }
}

/** Who collects on this folder. */
export function checkLock(dataDir: string): Check {
  const name = 'lock'
  const file = join(dataDir, 'lock.db')
  if (!existsSync(file)) return { name, ok: true, detail: 'free', next: null }
  let sqlite: Database.Database | null = null
  try {
    sqlite = new Database(file, { timeout: 0 })
    sqlite.exec('BEGIN EXCLUSIVE')
    return { name, ok: true, detail: 'free', next: null }
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      return { name, ok: true, detail: 'another Seatledger collects on this folder; wishes are handed to it', next: null }
    }
    return { name, ok: false, detail: systemText(error), next: 'Give this user the right to write to the data folder.' }
  } finally {
    sqlite?.close()
  }
}

/** Whether the clock can be right: it may not stand before what was collected already. */
export function checkClock(now: number, newestAt: number | null): Check {
  const name = 'clock'
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const detail = `${new Date(now).toISOString()}, system time zone ${zone}`
  if (newestAt !== null && newestAt > now + tenMinutesMs) {
    return {
      name,
      ok: false,
      detail: `${detail}; the newest snapshot was collected at ${new Date(newestAt).toISOString()}`,
      next: 'Set this machine’s clock: it stands before the newest snapshot.',
    }
  }
  return { name, ok: true, detail, next: null }
}

function readFacts(sqlite: Database.Database): Pick<HistoryFacts, 'newestAt' | 'keychainConnections'> {
  const row = sqlite
    .prepare<[], { newestAt: number | null; keychainConnections: number }>(
      `select (select max(observed_at) from snapshot) newestAt,
              (select count(*) from connection where secret_kind = 'keychain' and removed_at is null) keychainConnections`,
    )
    .get()
  return row ?? { newestAt: null, keychainConnections: 0 }
}

function systemText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
