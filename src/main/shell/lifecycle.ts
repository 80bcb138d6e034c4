/** Electron's start and quit calls, for the entry point, which must not import Electron itself. */
import { app, powerMonitor } from 'electron/main'
import { appUserModelId } from './app-identity.ts'

/** Sets the Windows app user model id. Must run before the first window and notification. */
export function nameForSystem(): void {
  if (process.platform === 'win32') app.setAppUserModelId(appUserModelId)
}

/**
 * Quits when the system shuts down or the user logs off. Windows reports this to windows, other systems to the power monitor.
 * Needs Electron to be ready.
 */
export function quitWithSystem(): void {
  app.on('browser-window-created', (_event, window) => {
    if (process.platform === 'win32') window.on('session-end', () => app.quit())
  })
  powerMonitor.on('shutdown', (event?: { preventDefault?(): void }) => {
    // Otherwise the process is killed before the shutdown steps run.
    event?.preventDefault?.()
    app.quit()
  })
}

/** Resolves when Electron can make windows. */
export const whenReady = (): Promise<void> => app.whenReady()

/** Exits immediately; for use before anything needs stopping. */
export const leave = (): void => app.exit(0)
