/** A log file of bounded size: at `maxBytes` it is renamed to `.1`, older files are renumbered, and the oldest is deleted. */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { makePrivateFile, removeOthersAccess } from '../base/private-files.ts'

/** Writes each line before returning, so that the last lines before a crash are on disk. */
export interface LineSink {
  write(line: string): void
  close(): void
}

/**
 * Appends to `path`, which is opened at the first line; keeps `keep` older files in the same folder. Several processes may share the file: each
 * notices when another has rotated it. A failed write (full disk, unwritable folder) is dropped, so that logging never stops other work.
 */
export function openRotatingFile(path: string, options: { maxBytes: number; keep: number }): LineSink {
  let descriptor: number | null = null
  let hadFolder = existsSync(dirname(path))

  const rotated = (number: number) => `${path}.${number}`
  const open = () => {
    // Only once: if the folder disappears later, the data folder was moved or removed and must not be recreated.
    if (!hadFolder) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    removeOthersAccess(dirname(path))
    makePrivateFile(path)
    const opened = openSync(path, 'a', 0o600)
    hadFolder = true
    return opened
  }
  const close = () => {
    if (descriptor !== null) closeSync(descriptor)
    descriptor = null
  }

  function rotate() {
    // Another process may have rotated already; `path` is then a newer, smaller file.
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= options.maxBytes) {
      rmSync(rotated(options.keep), { force: true })
      for (let number = options.keep - 1; number >= 1; number--) {
        if (existsSync(rotated(number))) renameSync(rotated(number), rotated(number + 1))
      }
      renameSync(path, rotated(1))
    }
    close()
  }

  return {
    write(line) {
      try {
        if (descriptor !== null && fstatSync(descriptor).size >= options.maxBytes) rotate()
        descriptor ??= open()
        writeSync(descriptor, line)
      } catch {
        // The caller's own work reports a full disk or a missing folder.
      }
    },
    close,
  }
}
