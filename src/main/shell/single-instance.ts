/** One desktop app per data folder: a second start shows the first one's window and ends. */
import { app } from 'electron/main'

/** True for the first instance, which is told of every further start. Must run after the profile's folder is set. */
export function claimSingleInstance(onSecondStart: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', onSecondStart)
  // On macOS a click on the dock icon is the same wish.
  app.on('activate', onSecondStart)
  return true
}
