/** A log file that never grows without bound: at `maxBytes` it is renamed to `.1`, the older ones move on, the last one goes. */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { closeToOthers, makePrivateFile } from '../base/private-files.ts'

/** Writes lines at once, so that the last words before a crash are on disk. */
export interface LineSink {
  write(line: string): void
  close(): void
}

/**
 * Appends to `path`, opened at the first line; keeps `keep` older files in the same folder. Several processes may share the file: each notices when
 * another rotated it. A write that fails (a full disk, a folder that cannot be written) is dropped, since logging must not stop the work that it records.
 */
export function openRotatingFile(path: string, options: { maxBytes: number; keep: number }): LineSink {
  let descriptor: number | null = null
  let hadFolder = existsSync(dirname(path))

  const rotated = (number: number) => `${path}.${number}`
  const open = () => {
    // Once: where the folder is gone later, it was moved or removed, and nothing is made in its place.
    if (!hadFolder) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeToOthers(dirname(path))
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
    // Another process may have rotated already: then the name stands for a younger, smaller file.
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
        // The caller meets a full or vanished disk in its own work, with a clear error.
      }
    },
    close,
  }
}
