/** The desktop app's own state, separate from the history: window bounds, shown notifications. A damaged file resets it. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '../core/log/log.ts'

const stateSchema = z.object({
  /** Read by `restoreBounds`. */
  window: z.unknown().optional(),
  /** Null: the platform's default. */
  closeToTray: z.boolean().nullable().default(null),
  trayHintShown: z.boolean().default(false),
  /** Keys of notifications that were shown. */
  notified: z.array(z.string()).default([]),
  /** The current month at the last check, `YYYY-MM`. */
  openMonth: z.string().nullable().default(null),
})

/** The stored values. */
export type DesktopState = z.output<typeof stateSchema>

/** Reads the file once, and writes it on every change. */
export interface DesktopStateFile {
  get(): Readonly<DesktopState>
  set(change: Partial<DesktopState>): void
}

/** The state in `folder`/desktop.json. */
export function openDesktopState(folder: string, log: Log): DesktopStateFile {
  const file = join(folder, 'desktop.json')
  let state = stateSchema.parse({})
  try {
    state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.warn({ err: error }, 'could not read the desktop state')
  }
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change }
      try {
        writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 })
        renameSync(`${file}.new`, file)
      } catch (error) {
        log.warn({ err: error }, 'could not write the desktop state')
      }
    },
  }
}
