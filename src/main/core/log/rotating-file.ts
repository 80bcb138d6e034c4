/** A log file that never grows without bound: at `maxBytes` it is renamed to `.1`, the older ones move on, the last one goes. */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes lines at once, so that the last words before a crash are on disk. */
export interface LineSink {
  write(line: string): void
  close(): void
}

/**
 * Opens `path` for appending; keeps `keep` older files beside it. Several processes may share the file: each notices when another rotated it.
 * Throws what the file system throws on open; a failing write (a full disk) is dropped, since a log must not stop the work it tells of.
 */
export function openRotatingFile(path: string, options: { maxBytes: number; keep: number }): LineSink {
  mkdirSync(dirname(path), { recursive: true })
  let descriptor = openSync(path, 'a', 0o600)

  const rotated = (number: number) => `${path}.${number}`

  function rotateWhenFull() {
    if (fstatSync(descriptor).size < options.maxBytes) return
    // Another process may have rotated already: then the name stands for a younger, smaller file.
    if (existsSync(path) && statSync(path).size >= options.maxBytes) {
      rmSync(rotated(options.keep), { force: true })
      for (let number = options.keep - 1; number >= 1; number--) {
        if (existsSync(rotated(number))) renameSync(rotated(number), rotated(number + 1))
      }
      renameSync(path, rotated(1))
    }
    closeSync(descriptor)
    descriptor = openSync(path, 'a', 0o600)
  }

  return {
    write(line) {
      try {
        rotateWhenFull()
        writeSync(descriptor, line)
      } catch {
        // A full or vanished disk: the caller meets it in its own work, with a clear error.
      }
    },
    close: () => closeSync(descriptor),
  }
}
