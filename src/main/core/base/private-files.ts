/** Files and folders that only this user can access. On Windows, which has no such modes, the folder's own permissions apply. */
import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const others = 0o077

/** Creates an empty private file, or makes an existing one private. SQLite gives journal files the mode of their database. Throws the file system's error. */
export function makePrivateFile(file: string): void {
  try {
    // Never opens an existing file: closing a database file would release the locks that this process holds on it.
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    removeOthersAccess(file)
  }
}

/** Creates a private folder, or makes an existing one private. Its parent must exist. Throws the file system's error. */
export function makePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    removeOthersAccess(folder)
  }
}

const ownFiles = /^(history|hosts|lock|demo)(\..+)?\.db(-wal|-shm|-journal)?$/
const ownFolders = ['backups', 'logs', 'desktop']

/** Makes the files of a data folder private that earlier versions created with access for others. */
export function makeOwnFilesPrivate(dataDir: string): void {
  const names = readdirSync(dataDir).filter((name) => ownFiles.test(name) || ownFolders.includes(name))
  for (const name of names) removeOthersAccess(join(dataDir, name))
}

/** Whether other users of this machine can access a file or folder. */
export function isAccessibleToOthers(folder: string): boolean {
  return process.platform !== 'win32' && ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & others) !== 0
}

/** Removes other users' permissions on a file or folder, if this user may change them. */
export function removeOthersAccess(path: string): void {
  if (!isAccessibleToOthers(path)) return
  try {
    chmodSync(path, statSync(path).mode & 0o700)
  } catch (error) {
    // It belongs to another user or was removed meanwhile. `doctor` reports such a folder.
    if (!['EPERM', 'ENOENT', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
