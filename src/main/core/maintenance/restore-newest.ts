/** After damage: finds the newest sound backup, and lists what was recorded after it. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { AppError } from '../base/errors.ts'
import { withDatabase } from '../database/connect.ts'
import type { ReadDb } from '../database/db.ts'
import { backupsByAge, backupsFolder, setAsideFiles } from '../database/files.ts'
import { isSoundBackup } from './check-backup.ts'

/** What a restored backup lacks. */
export interface MissingSince {
  /** The newest snapshot of the restored history; null if it has none. */
  from: string | null
  /** When the damaged file was last written. */
  until: string
  /** The damaged or replaced file, which is kept. */
  file: string
  /** Snapshots that are readable in it and not in the restored history; null if it is unreadable. */
  snapshots: { tenant: string; dataset: string; at: string }[] | null
}

/** The newest automatic backup that passes its check, and the damaged ones that are newer. Their keys must be known. Throws `NOT_FOUND`. */
export function newestSoundBackup(dataDir: string, now: number): { file: string; skipped: string[] } {
  const skipped: string[] = []
  for (const name of backupsByAge(dataDir, now).reverse()) {
    const file = join(backupsFolder(dataDir), name)
    if (isSoundBackup(file)) return { file, skipped }
    skipped.push(name)
  }
  throw new AppError(
    'NOT_FOUND',
    'There is no intact automatic backup in this data folder. Restore one from the second folder or another location: `seatledger restore FILE`.',
    {
      data: { skipped },
    },
  )
}

/** Compares the restored history with the one that it replaced, or with the damaged file that was set aside last; null if there is neither. */
export function missingSince(dataDir: string, restored: ReadDb, replaced: string | null): MissingSince | null {
  const name = replaced ?? setAsideFiles(dataDir).at(-1)
  if (name === undefined) return null
  const file = join(dataDir, name)
  const known = new Set(rowsOf(restored.sqlite).map(keyOf))
  const newest = restored.sqlite.prepare<[], number | null>('SELECT max(observed_at) FROM snapshot').pluck().get() ?? null
  return { from: isoTime(newest), until: isoTime(statSync(file).mtimeMs), file: name, snapshots: readable(file, known) }
}

interface SnapshotLine {
  tenant: string
  dataset: string
  observedAt: number
}

function rowsOf(sqlite: Database.Database): SnapshotLine[] {
  return sqlite
    .prepare<[], SnapshotLine>(
      `SELECT coalesce(t.name, c.name) tenant, r.dataset, s.observed_at observedAt FROM snapshot s JOIN series r ON r.id = s.series_id
       JOIN connection c ON c.id = r.connection_id LEFT JOIN tenant t ON t.id = r.tenant_id ORDER BY s.observed_at`,
    )
    .all()
}

const keyOf = ({ tenant, dataset, observedAt }: SnapshotLine) => JSON.stringify([tenant, dataset, observedAt])

function readable(file: string, known: ReadonlySet<string>): MissingSince['snapshots'] {
  try {
    return withDatabase(file, { readonly: true, fileMustExist: true }, rowsOf)
      .filter((row) => !known.has(keyOf(row)))
      .map(({ tenant, dataset, observedAt }) => ({ tenant, dataset, at: isoTime(observedAt) }))
  } catch (error) {
    if (error instanceof Database.SqliteError || error instanceof AppError) return null
    throw error
  }
}
