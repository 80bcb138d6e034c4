/**
 * A small fake of `electron/main` and `electron/common` for the shell's unit tests: it records the shell's calls.
 * Extend it here instead of mocking Electron in a test. `resetElectron` gives each test a fresh one.
 */
import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions } from 'electron/main'

type Listener = (...args: never[]) => unknown

class FakeContents extends EventEmitter {
  sent: unknown[][] = []
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  mainFrame = { parent: null, url: 'app://seatledger/' }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler
  }
  send(...args: unknown[]) {
    this.sent.push(args)
  }
}

class FakeApp extends EventEmitter {
  isPackaged = false
  sandboxed = false
  paths: Record<string, string> = {}
  switches: Record<string, string> = {}
  exits: number[] = []
  hasLock = true
  loginItem: unknown = null
  commandLine = { getSwitchValue: (name: string) => this.switches[name] ?? '' }
  enableSandbox() {
    this.sandboxed = true
  }
  setPath(name: string, path: string) {
    this.paths[name] = path
  }
  requestSingleInstanceLock() {
    return this.hasLock
  }
  getVersion() {
    return '0.0.0'
  }
  getAppPath() {
    return '/app'
  }
  getLoginItemSettings() {
    return { wasOpenedAtLogin: false }
  }
  setLoginItemSettings(item: unknown) {
    this.loginItem = item
  }
  quit() {
    this.emit('before-quit', event())
    this.emit('will-quit', event())
  }
  exit(code = 0) {
    this.exits.push(code)
  }
}

/** An event that can be prevented, with further members. */
export function event<T extends object>(members: T = {} as T): T & { preventDefault(): void; prevented: boolean } {
  const made = { ...members, prevented: false, preventDefault: () => {} }
  made.preventDefault = () => {
    made.prevented = true
  }
  return made
}

export let app = new FakeApp()

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = []
  static getAllWindows() {
    return BrowserWindow.all
  }
  webContents = new FakeContents()
  visible = false
  destroyed = false
  minimized = false
  maximized = false
  focused = false
  progress: number | null = null
  loaded: string | null = null
  options: Record<string, unknown>
  bounds: { x: number; y: number; width: number; height: number }
  constructor(options: Record<string, unknown> = {}) {
    super()
    this.options = options
    this.bounds = { x: 10, y: 10, width: 800, height: 600, ...options }
    BrowserWindow.all.push(this)
  }
  async loadURL(url: string) {
    this.loaded = url
  }
  show() {
    this.visible = true
  }
  hide() {
    this.visible = false
  }
  focus() {
    this.focused = true
  }
  restore() {
    this.minimized = false
  }
  maximize() {
    this.maximized = true
  }
  isMinimized() {
    return this.minimized
  }
  isMaximized() {
    return this.maximized
  }
  isDestroyed() {
    return this.destroyed
  }
  getNormalBounds() {
    const { x, y, width, height } = this.bounds
    return { x, y, width, height }
  }
  setProgressBar(value: number) {
    this.progress = value
  }
  close() {
    const closing = event()
    this.emit('close', closing)
    if (closing.prevented) return
    this.destroyed = true
    BrowserWindow.all = BrowserWindow.all.filter((window) => window !== this)
    this.emit('closed')
  }
}

export const ipcMain = {
  handlers: new Map<string, Listener>(),
  handle(channel: string, handler: Listener) {
    ipcMain.handlers.set(channel, handler)
  },
  removeHandler(channel: string) {
    ipcMain.handlers.delete(channel)
  },
}

interface PrivilegedScheme {
  scheme: string
  privileges: Record<string, boolean>
}

export const protocol = {
  privileged: [] as PrivilegedScheme[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  registerSchemesAsPrivileged(schemes: PrivilegedScheme[]) {
    protocol.privileged.push(...schemes)
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>) {
    if (protocol.handlers.has(scheme)) throw new Error(`The scheme ${scheme} is already handled`)
    protocol.handlers.set(scheme, handler)
  },
  unhandle(scheme: string) {
    protocol.handlers.delete(scheme)
  },
  isProtocolHandled: (scheme: string) => protocol.handlers.has(scheme),
}

export class Notification extends EventEmitter {
  static shown: Notification[] = []
  static isSupported() {
    return true
  }
  title: string
  body: string
  constructor(options: { title: string; body: string }) {
    super()
    this.title = options.title
    this.body = options.body
  }
  show() {
    Notification.shown.push(this)
  }
}

export class Tray extends EventEmitter {
  static last: Tray | null = null
  image: unknown
  tip = ''
  menu: MenuItemConstructorOptions[] = []
  destroyed = false
  constructor(image: unknown) {
    super()
    this.image = image
    Tray.last = this
  }
  setImage(image: unknown) {
    this.image = image
  }
  setToolTip(tip: string) {
    this.tip = tip
  }
  setContextMenu(menu: MenuItemConstructorOptions[]) {
    this.menu = menu
  }
  destroy() {
    this.destroyed = true
  }
  isDestroyed() {
    return this.destroyed
  }
}

/** Menus are stored as the plain data that they are built from. */
export const Menu = {
  application: null as MenuItemConstructorOptions[] | null,
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
  setApplicationMenu(menu: MenuItemConstructorOptions[] | null) {
    Menu.application = menu
  },
}

type PermissionRequest = (contents: null, permission: string, answer: (granted: boolean) => void, details: object) => void
const defaultSession = {
  request: null as PermissionRequest | null,
  check: null as ((contents: null, permission: string, origin: string) => boolean) | null,
  device: null as (() => boolean) | null,
  setPermissionRequestHandler(handler: PermissionRequest) {
    defaultSession.request = handler
  },
  setPermissionCheckHandler(handler: (contents: null, permission: string, origin: string) => boolean) {
    defaultSession.check = handler
  },
  setDevicePermissionHandler(handler: () => boolean) {
    defaultSession.device = handler
  },
}
export const session = { defaultSession }

const workArea = { x: 0, y: 0, width: 1920, height: 1040 }
export const screen = { getAllDisplays: () => [{ workArea }] }
export const powerMonitor = new EventEmitter()
export const net = { isOnline: () => true }
export const nativeTheme = { themeSource: 'system' }
export const nativeImage = { createFromPath: (path: string) => path }
export const dialog = {
  errors: [] as string[],
  showErrorBox(title: string, content: string) {
    dialog.errors.push(`${title}: ${content}`)
  },
}
export const shell = {
  opened: [] as string[],
  async openExternal(url: string) {
    shell.opened.push(url)
  },
  async openPath() {
    return ''
  },
}
export { FakeContents }

/** Resets everything. */
export function resetElectron(): void {
  app = new FakeApp()
  BrowserWindow.all = []
  ipcMain.handlers.clear()
  protocol.privileged.length = 0
  protocol.handlers.clear()
  Notification.shown = []
  Tray.last = null
  Menu.application = null
  powerMonitor.removeAllListeners()
  shell.opened.length = 0
  dialog.errors.length = 0
  nativeTheme.themeSource = 'system'
}
