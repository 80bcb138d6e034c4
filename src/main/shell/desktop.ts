/** Builds the desktop app around the running core. */
import { fileURLToPath } from 'node:url'
import { shell } from 'electron/common'
import { app as electronApp, Notification, nativeTheme } from 'electron/main'
import { createRouter } from '../bridge/router.ts'
import type { App } from '../core/api/product.ts'
import { logsDir } from '../core/log/file-log.ts'
import type { Log } from '../core/log/log.ts'
import { setAppMenu } from './app-menu.ts'
import { openDesktopState } from './desktop-state.ts'
import { carryBridge } from './ipc.ts'
import { setStartAtLogin } from './login-item.ts'
import { createMainWindow } from './main-window.ts'
import { startNotifications } from './notifications.ts'
import { followPower } from './power.ts'
import { createTray } from './tray.ts'

/** Started by the system at login: no window, only the tray. */
export const hiddenArgument = '--hidden'

const resource = (file: string) => fileURLToPath(new URL(`../../resources/${file}`, import.meta.url))
const signal = new AbortController().signal

/** The running desktop app. */
export interface Desktop {
  show(): void
  /** Stops everything that uses the core, so that the core can be stopped. */
  stop(): void
}

/** Starts the window, tray, menu, notifications and power handling. */
export function openDesktop(options: { app: App; log: Log; dataDir: string; profile: string }): Desktop {
  const { app, log, dataDir, profile } = options
  const state = openDesktopState(profile, log)
  // Some Linux desktops have no tray, where hiding by default would lose the window.
  const closeToTray = () => state.get().closeToTray ?? process.platform === 'win32'

  const window = createMainWindow({
    state,
    icon: resource('icon.png'),
    staysInTray: () => process.platform === 'darwin' || closeToTray(),
    onHidden: () => {
      if (state.get().trayHintShown || process.platform === 'darwin') return
      state.set({ trayHintShown: true })
      if (Notification.isSupported())
        new Notification({
          title: 'Seatledger keeps running',
          body: 'It collects in the background. To open or quit it, use its tray icon.',
        }).show()
    },
  })
  const collectNow = () => {
    app.api['collect.start']({ due: false }, { signal }).catch((error: unknown) => log.warn({ err: error }, 'could not start collecting'))
  }
  const tray = createTray({
    app,
    log,
    iconFile: (icon) => resource(`tray-${icon}.png`),
    closeToTray,
    setCloseToTray: (on) => state.set({ closeToTray: on }),
    collectNow,
    open: window.show,
    quit: () => electronApp.quit(),
  })
  setAppMenu({ collectNow, openHelp: () => void shell.openPath(logsDir(dataDir)) })
  const followSettings = (changed: boolean) => {
    applySettings(app, changed).catch((error: unknown) => log.warn({ err: error }, 'could not apply a desktop setting'))
  }
  const ends = [
    carryBridge({
      router: createRouter(app.api, log),
      events: app.events,
      log,
      onAnswered: (route) => {
        if (route === 'settings.set') followSettings(true)
        if (route === 'encryption.unlock') followSettings(false)
      },
    }),
    app.events.on('collect.progress', ({ running, done, total }) => window.setProgress(running && total > 0 ? done / total : null)),
    startNotifications({ app, state, log, open: window.show }),
    followPower(app),
    tray.destroy,
  ]
  electronApp.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !closeToTray()) electronApp.quit()
  })
  followSettings(false)
  void tray.refresh()
  return {
    show: window.show,
    stop: () => {
      for (const end of ends) end()
    },
  }
}

async function applySettings(app: App, changed: boolean): Promise<void> {
  const settings = await app.api['settings.get']({}, { signal })
  nativeTheme.themeSource = settings.appearance
  // On start, only refresh an existing login item (the app may have moved); remove one only when the user changes the setting.
  if (changed || settings.startAtLogin) setStartAtLogin(settings.startAtLogin, [hiddenArgument])
}

/** Whether the system started the app at login. */
export function startedHidden(): boolean {
  return process.argv.includes(hiddenArgument) || electronApp.getLoginItemSettings().wasOpenedAtLogin
}
