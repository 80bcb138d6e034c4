/** Files and folders that only this user may use. Windows has no such modes: there a folder's own rights hold. */
import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const others = 0o077

/** Makes an empty file, or closes the one that is there. SQLite gives a database's companions the rights of its file. Throws the file system's error. */
export function makePrivateFile(file: string): void {
  try {
    // Only where there is none: to open and close a database's file would drop the locks that this process holds on it.
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    closeToOthers(file)
  }
}

/** Makes a folder in one that is there, or closes the one that is. Throws the file system's error. */
export function makePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    closeToOthers(folder)
  }
}

const ownFiles = /^(history|hosts|lock|demo)(\..+)?\.db(-wal|-shm|-journal)?$/
const ownFolders = ['backups', 'logs', 'desktop']

/** Closes what earlier versions made in an open data folder. */
export function closeOwnFiles(dataDir: string): void {
  const names = readdirSync(dataDir).filter((name) => ownFiles.test(name) || ownFolders.includes(name))
  for (const name of names) closeToOthers(join(dataDir, name))
}

/** Whether other users of this machine may look into a folder, or write there. */
export function isOpenToOthers(folder: string): boolean {
  return process.platform !== 'win32' && ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & others) !== 0
}

/** Takes everyone else's rights away, where there are any and they are ours to take. */
export function closeToOthers(path: string): void {
  if (!isOpenToOthers(path)) return
  try {
    chmodSync(path, statSync(path).mode & 0o700)
  } catch (error) {
    // Another user's, or gone meanwhile: it is used as it is, and the doctor names the folder.
    if (!['EPERM', 'ENOENT', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
