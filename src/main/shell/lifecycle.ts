/** Electron's own begin and end, for the entry that may not import it. */
import { app, powerMonitor } from 'electron/main'
import { appUserModelId } from './app-identity.ts'

/** Says who we are to Windows. Must run before the first window and notification. */
export function nameForSystem(): void {
  if (process.platform === 'win32') app.setAppUserModelId(appUserModelId)
}

/** When the system shuts down or the user logs off, ends as by the menu: Windows tells its windows, the others the power monitor. Needs Electron to be ready. */
export function quitWithSystem(): void {
  app.on('browser-window-created', (_event, window) => {
    if (process.platform === 'win32') window.on('session-end', () => app.quit())
  })
  powerMonitor.on('shutdown', (event?: { preventDefault?(): void }) => {
    // Without it the process is gone before anything could be stopped.
    event?.preventDefault?.()
    app.quit()
  })
}

/** Resolves when Electron can make windows. */
export const whenReady = (): Promise<void> => app.whenReady()

/** Ends at once: there is nothing to stop yet. */
export const leave = (): void => app.exit(0)
