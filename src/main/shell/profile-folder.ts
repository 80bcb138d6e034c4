/** Where the desktop app keeps what is its own (window place, browser profile, instance lock): inside the data folder, so that two data folders are two apps. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron/main'
import { chooseDataDir } from '../core/app-data-dir.ts'

/** The data folder asked for by `--data-dir=DIR` or `SEATLEDGER_DATA_DIR`, else the platform's. */
export function dataFolder(): string {
  return chooseDataDir(app.commandLine.getSwitchValue('data-dir') || undefined, process.env)
}

/** Makes the profile's folder and has Electron use it; must run before Electron is ready. Throws the file system's error. */
export function claimProfile(dataDir: string): string {
  const folder = join(dataDir, 'desktop')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', folder)
  return folder
}
