/** File names in a data folder. */
import { accessSync, constants, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../base/errors.ts'
import { asAppError } from './sqlite-errors.ts'

/** The database of a data folder. */
export const historyFile = (dataDir: string) => join(dataDir, 'history.db')

/** Every host holds a shared lock on this file while it has the history open. */
export const hostsFile = (dataDir: string) => join(dataDir, 'hosts.db')

/** The folder of automatic backups. */
export const backupsFolder = (dataDir: string) => join(dataDir, 'backups')

/** `2026-11-22T03-16-00-000Z`: a time (ms) for file names, valid on Windows too; sorts chronologically. */
export const fileTime = (ms: number) => new Date(ms).toISOString().replaceAll(/[:.]/g, '-')

/** Creates the data folder for this user only. Throws `DATA_DIR_UNWRITABLE`, `DISK_FULL`. */
export function ensureDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const known = asAppError(cause, dataDir)
    if (known instanceof AppError) throw known
    throw new AppError('DATA_DIR_UNWRITABLE', `The data folder ${dataDir} cannot be created or used. Choose another one with --data-dir.`, {
      data: { dataDir },
      cause,
    })
  }
}

/** The copy that a restore makes and checks before replacing the history with it. */
export const restoringFile = (dataDir: string) => join(dataDir, 'history.restoring.db')

/** The beginning of the name of a folder with a copy of the history as it was known on a day. */
export const asOfPrefix = '.as-of-'

/** Temporary name of `file` while it is being written. */
export const partialFile = (file: string) => `${file}.partial`

/**
 * Removes partial files left by a killed process: copies of a backup, a restore, a change of key or an earlier day, and the doctor's probe.
 * Only for the only host of the folder: another host may be writing such a file.
 */
export function removePartialFiles(dataDir: string): void {
  removeDatabase(restoringFile(dataDir))
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith('.probe-') || name.startsWith(asOfPrefix)) rmSync(join(dataDir, name), { recursive: true, force: true })
    if (/^history(\..+)?\.db\.partial(-journal|-wal|-shm)?$/.test(name)) rmSync(join(dataDir, name), { force: true })
  }
  const backups = backupsFolder(dataDir)
  if (sizeOf(backups) === null) return
  for (const name of readdirSync(backups))
    if (/^history-.*\.db\.partial(-journal|-wal|-shm)?$/.test(name)) rmSync(join(backups, name), { force: true })
}

/** Removes a database with its journal files, if it exists. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true })
}

/** Size in bytes; null if there is no such file. */
export function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null
}

/** Names of damaged databases that were renamed in a data folder, oldest first. */
export function setAsideFiles(dataDir: string): string[] {
  return readdirSync(dataDir)
    .filter((name) => /^history\.damaged-.*\.db$/.test(name))
    .sort()
}

/** Replaced histories and automatic backups: whole copies of a history, with their folders. */
export function historyFilesIn(dataDir: string): string[] {
  if (!statSync(dataDir, { throwIfNoEntry: false })?.isDirectory()) return []
  const replaced = readdirSync(dataDir).filter((name) => /^history\.replaced-.*\.db$/.test(name))
  return [...replaced.map((name) => join(dataDir, name)), ...backupFiles(dataDir).map((name) => join(backupsFolder(dataDir), name))]
}

/** Names of all files in a data folder with an earlier state of the history: damaged and replaced histories, and automatic backups. */
export const otherCopies = (dataDir: string): string[] => [
  ...setAsideFiles(dataDir),
  ...historyFilesIn(dataDir).map((file) => basename(file)),
]

/** Names of the automatic backups, oldest first. */
export function backupFiles(dataDir: string): string[] {
  const folder = backupsFolder(dataDir)
  if (sizeOf(folder) === null) return []
  return readdirSync(folder).filter(isBackupName).sort()
}

/** Whether a file name is that of an automatic backup. */
export const isBackupName = (name: string): boolean => /^history-.*\.db$/.test(name)

/** The automatic backups of a data folder, ordered by `byAge`. */
export const backupsByAge = (dataDir: string, now: number): string[] => byAge(backupFiles(dataDir), now)

/**
 * Sorted names of backups in the order in which they were made. A backup dated after `now` (ms) was made while the clock was wrong, so its real age is
 * unknown: it counts as older than those with a plausible date.
 */
export function byAge(names: readonly string[], now: number): string[] {
  return [...names.filter((name) => isDatedAfter(name, now)), ...names.filter((name) => !isDatedAfter(name, now))]
}

/** Whether a backup's name has a time later than `now` (ms). */
export const isDatedAfter = (name: string, now: number): boolean => {
  const start = 'history-'.length
  const latest = fileTime(now)
  return name.slice(start, start + latest.length) > latest
}
