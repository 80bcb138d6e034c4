import { beforeEach, describe, expect, it } from 'vitest'
import { openDesktopState } from '../../src/main/shell/desktop-state.ts'
import { createMainWindow } from '../../src/main/shell/main-window.ts'
import { restoreBounds } from '../../src/main/shell/window-bounds.ts'
import { logDouble } from '../support/app-double.ts'
import { app, BrowserWindow, event, resetElectron } from '../support/electron-double.ts'
import { tempFolder } from '../support/temp-folder.ts'

beforeEach(resetElectron)

const desk = { x: 0, y: 0, width: 1920, height: 1040 }

describe('the bounds of the window', () => {
  const saved = { bounds: { x: 100, y: 80, width: 1000, height: 700 }, maximized: true }

  it('are restored', () => {
    expect(restoreBounds(saved, [desk])).toEqual(saved)
  })
  it('are the default if the display no longer exists', () => {
    expect(restoreBounds(saved, [{ ...desk, x: 5_000 }])).toEqual({ bounds: { width: 1280, height: 820 }, maximized: true })
  })
  it('keep the title bar reachable', () => {
    expect(restoreBounds({ ...saved, bounds: { x: 100, y: -200, width: 1000, height: 700 } }, [desk]).bounds.x).toBeUndefined()
    expect(restoreBounds({ ...saved, bounds: { x: 1_900, y: 80, width: 1000, height: 700 } }, [desk]).bounds.x).toBeUndefined()
  })
  it.each([undefined, null, 'x', {}, { bounds: { x: 1 } }, { bounds: { x: 1, y: 1, width: 0, height: 5 }, maximized: false }])(
    'forgets the unreadable %j',
    (unreadable) => {
      expect(restoreBounds(unreadable, [desk])).toEqual({ bounds: { width: 1280, height: 820 }, maximized: false })
    },
  )
})

function setUp(options: { staysInTray?: boolean; folder?: string } = {}) {
  const folder = options.folder ?? tempFolder()
  const hidden: true[] = []
  const window = createMainWindow({
    state: openDesktopState(folder, logDouble()),
    icon: 'icon.png',
    staysInTray: () => options.staysInTray ?? false,
    onHidden: () => hidden.push(true),
  })
  return { folder, hidden, window }
}

function first(): BrowserWindow {
  const [window] = BrowserWindow.all
  if (window === undefined) throw new Error('There is no window.')
  return window
}

describe('the window', () => {
  it('shows our page in a sandbox, once it is ready', () => {
    setUp().window.show()
    const window = first()
    expect(window.loaded).toBe('app://seatledger/')
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    expect((window.options.webPreferences as { preload: string }).preload).toMatch(/index\.cjs$/)
    expect(window.visible).toBe(false)
    window.emit('ready-to-show')
    expect(window.visible).toBe(true)
  })

  it('keeps its title, whatever the page’s title is', () => {
    setUp().window.show()
    const renamed = event()
    first().emit('page-title-updated', renamed)
    expect(renamed.prevented).toBe(true)
  })

  it('opens where it was closed', () => {
    const { folder, window } = setUp()
    window.show()
    first().bounds = { x: 200, y: 150, width: 1100, height: 760 }
    first().close()
    setUp({ folder }).window.show()
    expect(first().options).toMatchObject({ x: 200, y: 150, width: 1100, height: 760 })
  })

  it('is a single window, restored if minimised and created again if closed', () => {
    const { window } = setUp()
    window.show()
    first().minimized = true
    window.show()
    expect(BrowserWindow.all).toHaveLength(1)
    expect([first().minimized, first().focused]).toEqual([false, true])
    first().close()
    expect(BrowserWindow.all).toHaveLength(0)
    window.show()
    expect(BrowserWindow.all).toHaveLength(1)
  })

  it('hides instead of closing if it stays in the tray, until the app quits', () => {
    const { window, hidden } = setUp({ staysInTray: true })
    window.show()
    first().close()
    expect([BrowserWindow.all.length, first().visible, hidden.length]).toEqual([1, false, 1])
    app.emit('before-quit', event())
    first().close()
    expect(BrowserWindow.all).toHaveLength(0)
  })

  it('shows progress on the task bar', () => {
    const { window } = setUp()
    window.show()
    window.setProgress(0.25)
    expect(first().progress).toBe(0.25)
    window.setProgress(null)
    expect(first().progress).toBe(-1)
  })
})
