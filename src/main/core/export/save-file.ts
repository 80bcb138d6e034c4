/** Writes a file so that it is either complete or absent: under a temporary name in the same folder, flushed, then renamed. */
import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ownPrefix, removeAbandonedAs } from '../base/abandoned-files.ts'
import { AppError } from '../base/errors.ts'

/** Refuses an impossible target before anything is computed: a folder, an existing file without `force`, an unwritable folder. */
export async function checkTarget(path: string, options: { force: boolean }): Promise<void> {
  const target = resolve(path)
  const existing = await stat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw unwritable(target, error)
  })
  if (existing?.isDirectory()) {
    throw new AppError('FILE_UNWRITABLE', `${target} is a folder. Specify a file in it, for example ${join(target, 'export.xlsx')}.`)
  }
  if (existing && !options.force) {
    throw new AppError('FILE_EXISTS', `${target} already exists. Choose another name, or replace it with --force.`)
  }
  await access(dirname(target), constants.W_OK).catch((error: unknown) => {
    throw unwritable(target, error)
  })
}

/**
 * Saves the chunks as `path`. Without `force`, an existing file is never replaced, not even one that appeared meanwhile.
 * Returns the file's size and its SHA-256 in hex. A failure (FILE_EXISTS, FILE_UNWRITABLE, DISK_FULL, or whatever the chunks throw) leaves no partial file.
 */
export async function saveFile(
  path: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  options: { force: boolean; signal?: AbortSignal },
): Promise<{ bytes: number; sha256: string }> {
  await checkTarget(path, options)
  const target = resolve(path)
  // Whatever its name was: next month's export has another one.
  await removeAbandonedAs(dirname(target), /^\..+\.part-(\d+)-[\da-f]{8}$/)
  const temporary = join(dirname(target), `${ownPrefix(`.${basename(target)}.part`)}${randomUUID().slice(0, 8)}`)
  try {
    const handle = await open(temporary, 'wx', 0o600).catch((error: unknown) => {
      throw unwritable(target, error)
    })
    let written: { bytes: number; sha256: string }
    try {
      written = await writeAll(handle, chunks, target, options.signal)
    } finally {
      await handle.close()
    }
    await put(temporary, target, options)
    return written
  } finally {
    await rm(temporary, { force: true })
  }
}

async function writeAll(
  handle: FileHandle,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  target: string,
  signal: AbortSignal | undefined,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    const data = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    await handle.writeFile(data).catch((error: unknown) => {
      throw unwritable(target, error)
    })
    hash.update(data)
    bytes += data.byteLength
  }
  await handle.sync().catch((error: unknown) => {
    throw unwritable(target, error)
  })
  return { bytes, sha256: hash.digest('hex') }
}

async function put(temporary: string, target: string, options: { force: boolean }): Promise<void> {
  if (options.force) {
    await rename(temporary, target).catch((error: unknown) => {
      throw unwritable(target, error)
    })
    return
  }
  // `link` fails if the name exists; `rename` would silently replace a file that appeared meanwhile.
  await link(temporary, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') {
      throw new AppError('FILE_EXISTS', `${target} already exists. Choose another name, or replace it with --force.`, { cause: error })
    }
    // Some file systems (FAT, some network shares) do not support links.
    await checkTarget(target, options)
    await rename(temporary, target).catch((renameError: unknown) => {
      throw unwritable(target, renameError)
    })
  })
}

function unwritable(target: string, error: unknown): AppError {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('DISK_FULL', `The disk is full: ${target} could not be written. Free some space, or choose another folder.`, {
      cause: error,
    })
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('FILE_UNWRITABLE', `The folder ${dirname(target)} does not exist. Create it, or choose another one.`, {
      cause: error,
    })
  }
  return new AppError(
    'FILE_UNWRITABLE',
    `${target} cannot be written (${code ?? 'unknown reason'}). Choose a folder that you may write to.`,
    {
      cause: error,
    },
  )
}
