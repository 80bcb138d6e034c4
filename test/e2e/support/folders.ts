/** Folders of one test, removed when it ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The repository's root. */
export const root = join(import.meta.dirname, '..', '..', '..')

/** A new folder and a function that removes it. */
export function temporaryFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'seatledger-e2e-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) }
}

/** The environment of a host under test: without a keychain and without the settings of the user who runs the tests. */
export function hostEnvironment(folder: string): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined))
  delete kept.DBUS_SESSION_BUS_ADDRESS
  return { ...kept, XDG_CONFIG_HOME: join(folder, 'config'), SEATLEDGER_DATA_DIR: join(folder, 'data'), TZ: 'UTC', LANG: 'en_GB.UTF-8' }
}
