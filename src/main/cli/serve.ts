import type { TerminalApp } from '../core/app.ts'
import { createDownloads } from '../web/downloads.ts'
import { freshLinkOnEnter } from '../web/fresh-links.ts'
import { serveApp } from '../web/serve-app.ts'
import type { Terminal } from './terminal.ts'

/** How the page is served. */
export interface ServeOptions {
  port?: number
  open: boolean
  /** What is done before the page can be opened. */
  prepare?(app: TerminalApp): Promise<void>
}

/** Serves the page until it is stopped; the scheduler runs meanwhile. */
export async function serve(terminal: Terminal, { port, open, prepare }: ServeOptions): Promise<void> {
  const downloads = createDownloads()
  const app = await terminal.app({ host: 'browser', saveAs: downloads.saveAs })
  await prepare?.(app)
  // Over a large history the first overview takes a moment: not beside a browser that starts. What is wrong with it is the page's to show.
  await app.api['overview.get']({}, { signal: terminal.signal }).catch(() => {})
  const host = await serveApp(app, { log: terminal.log, downloads, open, ...(port === undefined ? {} : { port }) })
  app.start()
  await terminal.print({ url: host.url }, () => host.url)
  terminal.note(host.opened ? 'A browser has been opened.' : 'Open the address in a browser on this machine. It is good once.')
  terminal.note('Enter gives another one; Ctrl-C ends.')
  const stopAsking = freshLinkOnEnter(process.stdin, host.freshUrl, (link) => terminal.note(link))
  await terminal.untilStopped()
  stopAsking()
  await host.stop()
}
