/** One desktop app per data folder: a second start shows the first one's window and exits. */
import { app } from 'electron/main'

/** True for the first instance; `onSecondStart` runs in it on every further start. Must run after the profile folder is set. */
export function claimSingleInstance(onSecondStart: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', onSecondStart)
  // On macOS a click on the dock icon does the same.
  app.on('activate', onSecondStart)
  return true
}
