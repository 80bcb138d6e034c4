/** The bridge over IPC: one channel for requests, one for events. */
import { BrowserWindow, ipcMain } from 'electron/main'
import type { Envelope } from '../../shared/contract/errors.ts'
import { eventNames } from '../bridge/event-names.ts'
import type { Router } from '../bridge/router.ts'
import type { AppEvents } from '../core/api/product.ts'
import type { Log } from '../core/log/log.ts'
import { isTrustedFrame } from './page-origin.ts'

/** The channel of requests. The preload script repeats both names (test/build compares them). */
export const requestChannel = 'seatledger:request'
/** The channel of events. */
export const eventChannel = 'seatledger:event'

/** Dependencies of `carryBridge`. */
export interface PageBridge {
  router: Router
  events: AppEvents
  log: Log
  /** Called after each successful request, so that the desktop can apply a changed setting. */
  onAnswered?(route: string): void
}

/** Handles the page's requests over IPC and sends it events. The returned function stops it. */
export function carryBridge({ router, events, log, onAnswered }: PageBridge): () => void {
  const stopping = new AbortController()
  ipcMain.handle(requestChannel, async (event, route: unknown, input: unknown): Promise<Envelope<unknown>> => {
    const trusted = isTrustedFrame(event.senderFrame)
    if (!trusted) log.warn({}, 'refused a request from a page that is not ours')
    const answer = await router({ trusted, route, input, signal: stopping.signal })
    if (answer.ok && typeof route === 'string') onAnswered?.(route)
    return answer
  })
  const ends = eventNames.map((name) =>
    events.on(name, (payload) => {
      for (const window of BrowserWindow.getAllWindows()) {
        if (!window.isDestroyed() && isTrustedFrame(window.webContents.mainFrame)) window.webContents.send(eventChannel, name, payload)
      }
    }),
  )
  return () => {
    for (const end of ends) end()
    ipcMain.removeHandler(requestChannel)
    stopping.abort()
  }
}
