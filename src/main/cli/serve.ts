import type { TerminalApp } from '../core/app.ts'
import { chromiumPrinter } from '../web/chromium-printer.ts'
import { createDownloads } from '../web/downloads.ts'
import { freshLinkOnEnter } from '../web/fresh-links.ts'
import { serveApp } from '../web/serve-app.ts'
import type { Terminal } from './terminal.ts'

/** Options of `serve`. */
export interface ServeCommandOptions {
  port?: number
  open: boolean
  /** Runs before the page can be opened. */
  prepare?(app: TerminalApp): Promise<void>
}

/** Serves the page, and runs the scheduler, until stopped. */
export async function serve(terminal: Terminal, { port, open, prepare }: ServeCommandOptions): Promise<void> {
  const downloads = createDownloads()
  const app = await terminal.app({ host: 'browser', saveAs: downloads.saveAs, openPrinter: chromiumPrinter(terminal.env) })
  await prepare?.(app)
  // A large history's first overview takes a while: compute it before the starting browser competes for the CPU. The page shows any error.
  await app.api['overview.get']({}, { signal: terminal.signal }).catch(() => {})
  const host = await serveApp(app, { log: terminal.log, downloads, open, ...(port === undefined ? {} : { port }) })
  app.start()
  await terminal.print({ url: host.url }, () => host.url)
  terminal.note(host.opened ? 'A browser has been opened.' : 'Open the address in a browser on this machine. It works once.')
  if (app.isLocked) terminal.note('The history is encrypted and its key is not on this machine. The page asks for the recovery key.')
  const stopAsking = freshLinkOnEnter(process.stdin, host.freshUrl, (link) => terminal.note(link))
  terminal.note(stopAsking === null ? 'Press Ctrl-C to stop.' : 'Press Enter for a new address, Ctrl-C to stop.')
  await terminal.untilStopped()
  stopAsking?.()
  await host.stop()
}
