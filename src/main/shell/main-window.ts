/** The main window: creates it, restores its bounds, and hides it to the tray on close. */
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, screen } from 'electron/main'
import type { DesktopStateFile } from './desktop-state.ts'
import { pageUrl } from './page-origin.ts'
import { restoreBounds, smallestWindow } from './window-bounds.ts'

const saveDelayMs = 500

/** The app's only window. */
export interface MainWindow {
  /** Brings it to the front; creates it if it was closed. */
  show(): void
  /** Collection progress on the task bar, 0 to 1; null when nothing is being collected. */
  setProgress(share: number | null): void
}

/** Dependencies of the window. */
export interface MainWindowOptions {
  state: DesktopStateFile
  icon: string
  /** True: closing only hides the window, which the tray can show again. */
  staysInTray(): boolean
  /** Called when the window was hidden instead of closed. */
  onHidden(): void
}

/** Manages the main window. It opens at the first `show`. */
export function createMainWindow({ state, icon, staysInTray, onHidden }: MainWindowOptions): MainWindow {
  let window: BrowserWindow | null = null
  let quitting = false
  app.on('before-quit', () => {
    quitting = true
  })

  function open(): BrowserWindow {
    const restored = restoreBounds(
      state.get().window,
      screen.getAllDisplays().map((display) => display.workArea),
    )
    const made = new BrowserWindow({
      ...restored.bounds,
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      title: 'Seatledger',
      icon,
      show: false,
      webPreferences: {
        preload: fileURLToPath(new URL('../preload/index.cjs', import.meta.url)),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    })
    if (restored.maximized) made.maximize()
    made.once('ready-to-show', () => made.show())
    // Task bars show the title, and page titles may name tenants: keep the product's name.
    made.on('page-title-updated', (event) => event.preventDefault())
    rememberBounds(made, state)
    made.on('close', (event) => {
      if (quitting || !staysInTray()) return
      event.preventDefault()
      made.hide()
      onHidden()
    })
    made.on('closed', () => {
      window = null
    })
    void made.loadURL(pageUrl)
    return made
  }

  return {
    show: () => {
      if (window === null) {
        window = open()
        return
      }
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    setProgress: (share) => window?.setProgressBar(share ?? -1),
  }
}

function rememberBounds(window: BrowserWindow, state: DesktopStateFile): void {
  let timer: NodeJS.Timeout | null = null
  const save = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (!window.isDestroyed()) state.set({ window: { bounds: window.getNormalBounds(), maximized: window.isMaximized() } })
  }
  const later = () => {
    timer ??= setTimeout(save, saveDelayMs)
  }
  window.on('resize', later)
  window.on('move', later)
  window.on('maximize', later)
  window.on('unmaximize', later)
  window.on('close', save)
}
