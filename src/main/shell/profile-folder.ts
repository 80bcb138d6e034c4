/** The desktop app's own files (window state, browser profile, instance lock). Kept in the data folder: one app per data folder. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron/main'
import { chooseDataDir } from '../core/base/app-data-dir.ts'

/** The data folder from `--data-dir=DIR` or `SEATLEDGER_DATA_DIR`, else the platform's default. */
export function dataFolder(): string {
  return chooseDataDir(app.commandLine.getSwitchValue('data-dir') || undefined, process.env)
}

/** Creates the profile folder and sets it as Electron's `userData`. Must run before Electron is ready. Throws file system errors. */
export function claimProfile(dataDir: string): string {
  const folder = join(dataDir, 'desktop')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', folder)
  return folder
}
