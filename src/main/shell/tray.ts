/** The tray icon: shows the collector's state and offers the common actions without opening the window. */
import { nativeImage } from 'electron/common'
import { Menu, Tray } from 'electron/main'
import type { App } from '../core/api/product.ts'
import type { Log } from '../core/log/log.ts'
import { type TrayActions, type TrayState, trayIcon, trayMenu, trayStatus } from './tray-menu.ts'

const menuBarIconPx = 18

/** Dependencies of the tray. */
export interface TrayOptions {
  app: Pick<App, 'api' | 'events' | 'setPaused'>
  collectNow(): void
  log: Log
  /** The icon file for a state. */
  iconFile(icon: ReturnType<typeof trayIcon>): string
  closeToTray(): boolean
  setCloseToTray(on: boolean): void
  open(): void
  quit(): void
}

/** The tray icon. */
export interface AppTray {
  /** Reads the displayed state again. */
  refresh(): Promise<void>
  destroy(): void
}

/** Shows the tray icon. On desktops without a tray Electron shows nothing. */
export function createTray(options: TrayOptions): AppTray {
  const { app, log, iconFile, collectNow, open, quit } = options
  const state: TrayState = {
    collecting: null,
    paused: false,
    attention: 0,
    lastCollectedAt: null,
    nextCollectionAt: null,
    closeToTray: options.closeToTray(),
  }
  const icon = () => {
    const image = nativeImage.createFromPath(iconFile(trayIcon(state)))
    // The macOS menu bar does not scale tall images down.
    return process.platform === 'darwin' ? image.resize({ height: menuBarIconPx }) : image
  }
  const tray = new Tray(icon())
  const signal = new AbortController().signal

  const actions: TrayActions = {
    open,
    quit,
    collectNow,
    setPaused: (paused) => {
      app.setPaused(paused)
      state.paused = paused
      show()
    },
    setCloseToTray: (on) => {
      options.setCloseToTray(on)
      state.closeToTray = on
      show()
    },
  }

  function show(): void {
    if (tray.isDestroyed()) return
    tray.setImage(icon())
    tray.setToolTip(`Seatledger: ${trayStatus(state)}`)
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, actions)))
  }

  async function refresh(): Promise<void> {
    const [runs, queue, overview] = await Promise.all([
      app.api['runs.list']({ failed: false, limit: 1 }, { signal }),
      app.api['queue.get']({}, { signal }),
      app.api['overview.get']({}, { signal }),
    ])
    state.lastCollectedAt = runs[0]?.finishedAt ?? null
    state.nextCollectionAt = queue.items.map((item) => item.notBefore).sort()[0] ?? null
    state.attention = overview.attention.filter((item) => item.severity === 'problem').length
    show()
  }
  const refreshQuietly = () => refresh().catch((error: unknown) => log.warn({ err: error }, 'could not refresh the tray'))

  const ends = [
    app.events.on('collect.progress', ({ running, done, total, expectedFinish }) => {
      const ended = state.collecting !== null && !running
      state.collecting = running ? { done, total, expectedFinish } : null
      show()
      if (ended) void refreshQuietly()
    }),
    app.events.on('history.changed', () => void refreshQuietly()),
  ]
  // On macOS a click opens the menu; it should not open the window as well.
  if (process.platform !== 'darwin') tray.on('click', open)
  show()
  return {
    refresh: refreshQuietly,
    destroy: () => {
      for (const end of ends) end()
      tray.destroy()
    },
  }
}
