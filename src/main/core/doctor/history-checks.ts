/** Checks of the history and of who uses it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { minuteMs } from '../../../shared/domain/duration.ts'
import { historyFile, setAsideFiles } from '../database/files.ts'
import { migrationState, migrationsFolder } from '../database/migrate.ts'
import { isSound } from '../database/quick-check.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import type { Check } from './check.ts'

/** What differs by no more is not worth a word: the clock is set by the network now and then. */
const toleranceMs = 10 * minuteMs

/** What the history itself tells, besides whether it is whole. */
export interface HistoryFacts {
  check: Check
  /** When we last collected something, ms; null when never or unreadable. */
  newestAt: number | null
  /** Runs that are dated later than now. */
  oddRuns: OddRuns
  /** Connections whose credential is in the keychain. */
  keychainConnections: number
}

/** Runs that a clock must have dated that ran ahead, or that are right while the clock is not. */
interface OddRuns {
  count: number
  /** The one that is dated latest; null without any. */
  latest: { id: number; dataset: string; tenantId: number | null; at: number } | null
}

/** Opens the history for reading only and checks it, as seen at `now` (ms). */
export function checkHistory(dataDir: string, now: number): HistoryFacts {
  const name = 'database'
  const nothing = { newestAt: null, oddRuns: { count: 0, latest: null }, keychainConnections: 0 }
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
    return { check: { name, ok: true, detail, next: null }, ...readFacts(sqlite, now) }
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
    return { name, ok: false, detail: systemText(error), next: 'Give your user write permission for the data folder.' }
  } finally {
    sqlite?.close()
  }
}

/** Whether the clock can be right: it may not stand before what was collected already, nor before what was asked. */
export function checkClock(now: number, { newestAt, oddRuns }: Pick<HistoryFacts, 'newestAt' | 'oddRuns'>): Check {
  const name = 'clock'
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const detail = `${new Date(now).toISOString()}, system time zone ${zone}`
  const odd = [
    ...(newestAt !== null && newestAt > now + toleranceMs
      ? [`the newest snapshot was collected at ${new Date(newestAt).toISOString()}`]
      : []),
    ...(oddRuns.latest === null ? [] : [oddRunsText(oddRuns.count, oddRuns.latest)]),
  ]
  if (odd.length > 0) {
    return {
      name,
      ok: false,
      detail: [detail, ...odd].join('; '),
      next: 'Set this machine’s clock if it is behind. If it is right, it was ahead then: the next collection asks again, and nothing else is to be done.',
    }
  }
  return { name, ok: true, detail, next: null }
}

function oddRunsText(count: number, { id, dataset, tenantId, at }: NonNullable<OddRuns['latest']>): string {
  const whose = tenantId === null ? '' : ` of tenant ${tenantId}`
  const others = count > 1 ? ` and ${count - 1} more are` : ' is'
  return `run ${id} (${dataset}${whose}, ${new Date(at).toISOString()})${others} dated later than now`
}

function readFacts(sqlite: Database.Database, now: number): Omit<HistoryFacts, 'check'> {
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
  return { ...(row ?? { newestAt: null, keychainConnections: 0 }), oddRuns: { count: odd.length, latest: odd[0] ?? null } }
}

function systemText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
