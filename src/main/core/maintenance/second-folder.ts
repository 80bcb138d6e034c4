/** The second folder of backups, on another disk: every automatic backup is copied to it and compared with its source there. */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, constants, copyFile, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import { z } from 'zod'
import type { SecondFolderAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { AppError } from '../base/errors.ts'
import { makePrivateFile } from '../base/private-files.ts'
import { backupsByAge, backupsFolder, byAge, isBackupName, partialFile } from '../database/files.ts'

/** Its path, and the id in its marker file. */
export interface SecondFolder {
  folder: string
  id: string
}

/** The marker file has the id of the history that uses the folder. An unmounted share is an empty folder on the first disk, without a marker. */
const markerName = 'seatledger-backups.json'
const markerSchema = z.object({ history: z.string() })

/**
 * Makes an existing folder the second one and returns the setting to store. `known` is the id of this history's earlier second folder.
 * Throws `NOT_FOUND`, `FILE_UNWRITABLE`, `BAD_REQUEST`, `ALREADY_EXISTS`.
 */
export async function claimSecondFolder(dataDir: string, path: string, known: string | null): Promise<SecondFolder> {
  const folder = resolve(path)
  const data = { folder }
  if (!(await stat(folder).catch(() => null))?.isDirectory())
    throw new AppError('NOT_FOUND', `There is no folder ${folder}. Create it, or connect its disk or share, and try again.`, { data })
  if (`${folder}${sep}`.startsWith(`${resolve(dataDir)}${sep}`))
    throw new AppError('BAD_REQUEST', 'The second folder must be outside the data folder, preferably on another disk.', { data })
  const id = known ?? randomUUID()
  const found = await idIn(folder)
  if (found !== null && found !== id)
    throw new AppError(
      'ALREADY_EXISTS',
      `${folder} contains backups of another history. Choose another folder, for example a new subfolder.`,
      {
        data,
      },
    )
  try {
    await access(folder, constants.W_OK | constants.X_OK)
    await writeFile(join(folder, markerName), JSON.stringify({ history: id }), { mode: 0o600 })
  } catch (cause) {
    throw new AppError('FILE_UNWRITABLE', `${folder} cannot be written. Give your user write access, or choose another folder.`, {
      data,
      cause,
    })
  }
  return { folder, id }
}

/** Copies the automatic backups missing in the second folder, and removes the oldest there beyond `keep`. Returns the names of the copied ones. Throws `NOT_FOUND`, `FILE_UNWRITABLE`, `DISK_FULL`, `DB_DAMAGED`, and the signal's reason. */
export async function copyToSecond(
  { folder, id }: SecondFolder,
  rules: { dataDir: string; keep: number; now: number; signal?: AbortSignal },
): Promise<string[]> {
  const { dataDir, keep, now, signal } = rules
  if ((await idIn(folder)) !== id) throw gone(folder)
  try {
    for (const name of await readdir(folder))
      if (name.endsWith('.partial') && isBackupName(name.slice(0, -'.partial'.length))) await rm(join(folder, name), { force: true })
    const copied: string[] = []
    // Newest first, since the disk may fill up.
    for (const name of backupsByAge(dataDir, now).toReversed().slice(0, keep)) {
      signal?.throwIfAborted()
      const [source, target] = [join(backupsFolder(dataDir), name), join(folder, name)]
      if (await isSameAtStart(source, target)) continue
      // A share that is disconnected meanwhile leaves an empty folder, on the first disk.
      if ((await idIn(folder)) !== id) throw gone(folder)
      await copyAndCompare(source, target)
      copied.push(name)
    }
    const copies = (await readdir(folder)).filter(isBackupName).sort()
    for (const old of byAge(copies, now).slice(0, -keep)) await rm(join(folder, old), { force: true })
    return copied
  } catch (error) {
    if (error instanceof AppError || signal?.aborted) throw error
    throw failed(folder, error)
  }
}

/** The state of the second folder, without its path: pages never receive paths. */
export async function secondFolderState(dataDir: string, second: SecondFolder | null, now: number): Promise<SecondFolderAnswer> {
  const newest = backupsByAge(dataDir, now).at(-1) ?? null
  if (second === null) return { state: 'none', name: null, sameDisk: false, copies: 0, newest: null }
  const { folder, id } = second
  const name = basename(folder)
  const [found, disk, own] = [await idIn(folder), await stat(folder).catch(() => null), await stat(dataDir).catch(() => null)]
  const names = await readdir(folder).catch(() => null)
  if (found !== id || disk === null || names === null) return { state: 'gone', name, sameDisk: false, copies: 0, newest: null }
  const copies = names.filter(isBackupName)
  const times = await Promise.all(copies.map(async (copy) => (await stat(join(folder, copy)).catch(() => null))?.mtimeMs ?? null))
  const known = times.filter((time) => time !== null)
  return {
    state: newest === null || copies.includes(newest) ? 'ok' : 'behind',
    name,
    sameDisk: own !== null && own.dev === disk.dev,
    copies: copies.length,
    newest: known.length === 0 ? null : isoTime(Math.max(...known)),
  }
}

/** The backups in the second folder, newest first. */
export async function backupsInSecondFolder({ folder, id }: SecondFolder): Promise<string[]> {
  if ((await idIn(folder)) !== id) throw gone(folder)
  return (await readdir(folder)).filter(isBackupName).sort().reverse()
}

async function idIn(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, markerName), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return markerSchema.parse(JSON.parse(text)).history
  } catch {
    return ''
  }
}

async function copyAndCompare(source: string, target: string): Promise<void> {
  const partial = partialFile(target)
  try {
    makePrivateFile(partial)
    await copyFile(source, partial)
    const handle = await open(partial, 'r+')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    if ((await hashOf(source)) !== (await hashOf(partial)))
      throw new AppError(
        'DB_DAMAGED',
        `The copy of ${basename(source)} in the second folder differed from the original and was removed. Check the disk or share.`,
      )
    await rename(partial, target)
  } finally {
    await rm(partial, { force: true })
  }
}

const comparedBytes = 4096

/** Compares size and first page, which has a change counter and, in an encrypted file, the key's id. */
async function isSameAtStart(source: string, target: string): Promise<boolean> {
  const [here, there] = await Promise.all([stat(source), stat(target).catch(() => null)])
  if (there === null || there.size !== here.size) return false
  const [left, right] = await Promise.all([startOf(source), startOf(target)])
  return left.equals(right)
}

async function startOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(comparedBytes), 0, comparedBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

function gone(folder: string): AppError {
  return new AppError(
    'NOT_FOUND',
    `The second folder for backups, ${basename(folder)}, is not available. Connect its disk or share, or choose another folder in Settings.`,
  )
}

function failed(folder: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError(
      'DISK_FULL',
      `The disk of the second folder, ${basename(folder)}, is full, so the backup was not copied. Free some space on it.`,
      { cause },
    )
  return new AppError(
    'FILE_UNWRITABLE',
    `The backup could not be copied to the second folder, ${basename(folder)} (${code}). Check that it is writable.`,
    { cause },
  )
}
