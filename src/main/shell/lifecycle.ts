/** Electron's own begin and end, for the entry that may not import it. */
import { app } from 'electron/main'

/** Resolves when Electron can make windows. */
export const whenReady = (): Promise<void> => app.whenReady()

/** Ends at once: there is nothing to stop yet. */
export const leave = (): void => app.exit(0)
