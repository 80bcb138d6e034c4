/** Checks of the history, its lock and the clock. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { minuteMs } from '../../../shared/domain/duration.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { connect } from '../database/connect.ts'
import type { ReadDb } from '../database/db.ts'
import { historyFile, setAsideFiles } from '../database/files.ts'
import { migrationState, migrationsFolder } from '../database/migrate.ts'
import { isSound } from '../database/quick-check.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import { type SecondFolder, secondFolderState } from '../maintenance/second-folder.ts'
import { readSetting } from '../settings/settings.ts'
import type { Check } from './check.ts'

/** Smaller differences are ignored, since the clock is adjusted over the network. */
const toleranceMs = 10 * minuteMs

/** Facts from the history, besides its integrity. */
export interface CheckedHistory {
  check: Check
  /** Time of the newest snapshot, ms; null if there is none or it is unreadable. */
  newestAt: number | null
  /** Runs dated in the future. */
  oddRuns: OddRuns
  /** Number of connections whose credential is in the keychain. */
  keychainConnections: number
  /** The second folder of backups; null if there is none, or if the history is unreadable. */
  second: SecondFolder | null
  /** There is something to back up. */
  hasSnapshots: boolean
}

/** Runs dated in the future: the clock was ahead then, or is behind now. */
interface OddRuns {
  count: number
  /** The run with the latest time; null if there is none. */
  latest: { id: number; dataset: string; tenantId: number | null; at: number } | null
}

/** Opens the history read-only and checks it at `now` (ms). */
export function checkHistory(dataDir: string, now: number): CheckedHistory {
  const name = 'database'
  const nothing = { newestAt: null, oddRuns: { count: 0, latest: null }, keychainConnections: 0, second: null, hasSnapshots: false }
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
    sqlite = connect(file, { readonly: true, timeout: 2000 })
    const state = migrationState({ sqlite }, migrationsFolder())
    if (!isSound(sqlite)) {
      return {
        ...nothing,
        check: {
          name,
          ok: false,
          detail: `${file} is damaged`,
          next: 'Quit all running copies of Seatledger and restore a backup: seatledger restore FILE.',
        },
      }
    }
    if (state === 'fresh') return { ...nothing, check: { name, ok: true, detail: 'empty; set up on first use', next: null } }
    const detail = state === 'pending' ? 'intact; migrated on the next start, after a backup' : 'intact and up to date'
    return { check: { name, ok: true, detail, next: null }, ...readFacts(sqlite, now) }
  } catch (error) {
    const known = asAppError(error, dataDir)
    const message = known instanceof Error ? known.message : String(known)
    return { ...nothing, check: { name, ok: false, detail: `${file}: ${systemText(error)}`, next: message } }
  } finally {
    sqlite?.close()
  }
}

/** Whether another process is collecting for this folder. */
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
      return { name, ok: true, detail: 'another Seatledger is collecting for this folder; new requests are passed to it', next: null }
    }
    return { name, ok: false, detail: systemText(error), next: 'Give this user write access to the data folder.' }
  } finally {
    sqlite?.close()
  }
}

/** Whether a second disk has the backups. */
export async function checkSecondFolder(dataDir: string, { second, hasSnapshots }: CheckedHistory, now: number): Promise<Check> {
  const name = 'second copy'
  const { state, copies, newest, sameDisk } = await secondFolderState(dataDir, second, now)
  const choose = 'Choose a folder on another disk or a share: seatledger backups folder FOLDER.'
  if (second === null) {
    if (!hasSnapshots) return { name, ok: true, detail: 'nothing to copy yet', next: null }
    return { name, ok: false, detail: 'every backup is on the same disk as the history', next: choose }
  }
  if (state === 'gone')
    return { name, ok: false, detail: `${second.folder} is not available`, next: `Connect its disk or share. ${choose}` }
  const detail = `${second.folder}: ${copies} backups, newest ${newest ?? 'none'}`
  if (state === 'behind') return { name, ok: false, detail, next: 'Copy the missing backups: seatledger backups copy.' }
  return { name, ok: true, detail: sameDisk ? `${detail}; on the same disk as the history` : detail, next: null }
}

/** Whether the clock is plausible: not earlier than the newest snapshot or any run. */
export function checkClock(now: number, { newestAt, oddRuns }: Pick<CheckedHistory, 'newestAt' | 'oddRuns'>): Check {
  const name = 'clock'
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const detail = `${isoTime(now)}, system time zone ${zone}`
  const odd = [
    ...(newestAt !== null && newestAt > now + toleranceMs ? [`the newest snapshot was collected at ${isoTime(newestAt)}`] : []),
    ...(oddRuns.latest === null ? [] : [oddRunsText(oddRuns.count, oddRuns.latest)]),
  ]
  if (odd.length > 0) {
    return {
      name,
      ok: false,
      detail: [detail, ...odd].join('; '),
      next: 'If this machine’s clock is behind, set it. If it is right now, it was ahead earlier; the next collection corrects this.',
    }
  }
  return { name, ok: true, detail, next: null }
}

function oddRunsText(count: number, { id, dataset, tenantId, at }: NonNullable<OddRuns['latest']>): string {
  const whose = tenantId === null ? '' : ` of tenant ${tenantId}`
  const others = count > 1 ? ` and ${count - 1} more are` : ' is'
  return `run ${id} (${dataset}${whose}, ${isoTime(at)})${others} dated in the future`
}

function readFacts(sqlite: Database.Database, now: number): Omit<CheckedHistory, 'check'> {
  const row = sqlite
    .prepare<[], { newestAt: number | null; keychainConnections: number }>(
      `select (select max(observed_at) from snapshot) newestAt,
              (select count(*) from connection where secret_kind = 'keychain' and removed_at is null) keychainConnections`,
    )
    .get()
  const odd = sqlite
    .prepare<[number], NonNullable<OddRuns['latest']>>(
      `select id, dataset, tenant_id tenantId, max(started_at, coalesce(finished_at, 0)) at from run
       where max(started_at, coalesce(finished_at, 0)) > ? order by at desc`,
    )
    .all(now + toleranceMs)
  return {
    ...(row ?? { newestAt: null, keychainConnections: 0 }),
    oddRuns: { count: odd.length, latest: odd[0] ?? null },
    second: readSetting({ sqlite } as ReadDb, 'secondBackups'),
    hasSnapshots: row?.newestAt != null,
  }
}

function systemText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
