/** The window: made, remembered, shown again, closed to the tray. */
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, screen } from 'electron/main'
import type { DesktopStateFile } from './desktop-state.ts'
import { pageUrl } from './page-origin.ts'
import { restoreBounds, smallestWindow } from './window-bounds.ts'

const saveDelayMs = 500

/** The one window of the app. */
export interface MainWindow {
  /** Brings it to the front, and makes it anew where it was closed. */
  show(): void
  /** Share of what is collected, 0 to 1; null when nothing is. */
  setProgress(share: number | null): void
}

/** Who decides what closing means. */
export interface MainWindowOptions {
  state: DesktopStateFile
  icon: string
  /** True: closing only hides the window, because the tray can bring it back. */
  staysInTray(): boolean
  /** Called when the window was hidden instead of closed. */
  onHidden(): void
}

/** A window that remembers where it was. Call `show` to make it. */
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
    // Addresses name tenants by number and titles are shown on task bars: the title stays the product's name.
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
