import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../src/main/core/base/errors.ts'
import { appMenu } from '../../src/main/shell/app-menu.ts'
import { autostartEntry, autostartFile, setStartAtLogin } from '../../src/main/shell/login-item.ts'
import { registerPageScheme, servePage } from '../../src/main/shell/page-scheme.ts'
import { followPower } from '../../src/main/shell/power.ts'
import { stopInOrder } from '../../src/main/shell/shutdown.ts'
import { claimSingleInstance } from '../../src/main/shell/single-instance.ts'
import { describeFailure, failurePage, showCrash, showStartupFailure } from '../../src/main/shell/startup-failure.ts'
import { logDouble } from '../support/app-double.ts'
import { app, BrowserWindow, dialog, powerMonitor, protocol, resetElectron } from '../support/electron-double.ts'
import { tempFolder } from '../support/temp-folder.ts'

beforeEach(resetElectron)
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

describe('a second start', () => {
  it('shows the first instance and exits', () => {
    let shown = 0
    expect(claimSingleInstance(() => void shown++)).toBe(true)
    app.emit('second-instance')
    expect(shown).toBe(1)
    app.hasLock = false
    expect(claimSingleInstance(() => {})).toBe(false)
  })
})

describe('the page’s scheme', () => {
  it('is standard and secure, and answers only for our host', async () => {
    registerPageScheme()
    expect(protocol.privileged).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }])
    servePage(null, { other: () => new Response('other') })
    const ask = (url: string, init?: RequestInit) => protocol.handlers.get('app')?.(new Request(url, init))
    expect((await ask('app://other/'))?.status).toBe(200)
    expect((await ask('app://seatledger/'))?.status).toBe(404)
    expect((await ask('app://constructor/'))?.status).toBe(404)
    expect((await ask('app://other/', { method: 'POST' }))?.status).toBe(405)
  })
})

describe('power and network', () => {
  it('suspend the collector before sleep, and wake it after sleep and when the network returns', () => {
    vi.useFakeTimers()
    let wakes = 0
    let online = true
    let rests = 0
    const end = followPower({ wake: () => void wakes++, suspend: () => void rests++ }, () => online)
    powerMonitor.emit('suspend')
    expect([rests, wakes]).toEqual([1, 0])
    powerMonitor.emit('resume')
    powerMonitor.emit('unlock-screen')
    expect(wakes).toBe(2)
    online = false
    vi.advanceTimersByTime(60_000)
    expect(wakes).toBe(2)
    online = true
    vi.advanceTimersByTime(60_000)
    expect(wakes).toBe(3)
    end()
    powerMonitor.emit('suspend')
    powerMonitor.emit('resume')
    expect([rests, wakes]).toEqual([1, 3])
  })
})

describe('shutdown', () => {
  it('stops one part after another before the process exits', async () => {
    const order: string[] = []
    const step = (name: string) => async () => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push(name)
    }
    stopInOrder([step('desktop'), step('core'), step('log')], logDouble())
    app.quit()
    app.quit()
    await expect.poll(() => app.exits).toEqual([0])
    expect(order).toEqual(['desktop', 'core', 'log'])
  })

  it('continues after a part that fails, and logs it', async () => {
    const log = logDouble()
    const ran: string[] = []
    stopInOrder([() => Promise.reject(new Error('no')), () => void ran.push('last')], log)
    app.quit()
    await expect.poll(() => app.exits).toEqual([1])
    expect([ran, log.lines.length]).toEqual([['last'], 1])
  })

  it('takes at most five seconds, even if a part hangs', () => {
    vi.useFakeTimers()
    stopInOrder([() => new Promise(() => {})], logDouble())
    app.quit()
    vi.advanceTimersByTime(4_999)
    expect(app.exits).toEqual([])
    vi.advanceTimersByTime(1)
    expect(app.exits).toEqual([1])
  })
})

describe('start at login on Linux', () => {
  it.runIf(process.platform === 'linux')('adds and removes an autostart entry', () => {
    vi.stubEnv('XDG_CONFIG_HOME', tempFolder())
    setStartAtLogin(true, ['--hidden'])
    const entry = readFileSync(autostartFile(), 'utf8')
    expect(entry).toContain('"--hidden"')
    expect(entry).toContain('Type=Application')
    setStartAtLogin(false, [])
    expect(existsSync(autostartFile())).toBe(false)
    setStartAtLogin(false, [])
  })

  it('quotes reserved characters as the specification requires', () => {
    expect(autostartEntry(['/opt/a b/sea"t$%', '--hidden'])).toContain('Exec="/opt/a b/sea\\\\"t\\\\$%%" "--hidden"')
  })

  it('ignores a relative configuration folder, as the specification says', () => {
    expect(autostartFile({ XDG_CONFIG_HOME: 'relative' }, '/home/x')).toBe('/home/x/.config/autostart/seatledger.desktop')
  })
})

describe('a failed start', () => {
  const facts = { version: '1.2.3', home: '/home/ann' }

  it('shows the next step and details without home folder and e-mail addresses', () => {
    const cause = new Error('EACCES: /home/ann/.config/seatledger of ann@example.com')
    const { message, details } = describeFailure(
      new AppError('DATA_DIR_UNWRITABLE', 'The data folder cannot be written: choose another.', { cause }),
      facts,
    )
    expect(message).toBe('The data folder cannot be written: choose another.')
    expect(details).toContain('DATA_DIR_UNWRITABLE')
    expect(details).toContain('EACCES: ~/.config/seatledger')
    expect(details).not.toMatch(/\/home\/ann|ann@example/)
  })

  it('does not show a bug’s text as a message', () => {
    expect(describeFailure(new TypeError('x is undefined'), facts).message).not.toContain('undefined')
  })

  it('shows markup in its texts as text', () => {
    expect(failurePage({ message: '<img src=x>', details: '</textarea><script>' }, 'n')).not.toMatch(/<img|<\/textarea><script>/)
  })

  it('opens its own window, even after the page was served, and exits the app when it is closed', async () => {
    servePage(tempFolder())
    showStartupFailure(new AppError('DB_DAMAGED', 'The database is damaged: restore a backup.'), join('/home', 'ann'))
    const [window] = BrowserWindow.all
    expect(window?.loaded).toBe('app://startup-failure/')
    const response = await protocol.handlers.get('app')?.(new Request('app://startup-failure/'))
    expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response?.text()).toContain('The database is damaged: restore a backup.')
    window?.close()
    app.emit('window-all-closed')
    expect(app.exits).toEqual([1])
  })
})

it('reports an uncaught error with its reference, and exits the app', () => {
  showCrash('An internal error occurred (reference 1a2b3c4d).')
  expect(dialog.errors).toEqual([
    'Seatledger has stopped: An internal error occurred (reference 1a2b3c4d).\n\nNo collected data is lost. Start Seatledger again.',
  ])
  expect(app.exits).toEqual([1])
})

describe('the application menu', () => {
  it('has the platform’s own items, and developer tools only in a checkout', () => {
    const text = (packaged: boolean) => JSON.stringify(appMenu('linux', packaged, { collectNow: () => {}, openHelp: () => {} }))
    for (const role of ['editMenu', 'reload', 'zoomIn', 'close', 'quit']) expect(text(true)).toContain(`"${role}"`)
    expect(text(false)).toContain('toggleDevTools')
    expect(text(true)).not.toContain('toggleDevTools')
    expect(JSON.stringify(appMenu('darwin', true, { collectNow: () => {}, openHelp: () => {} }))).toContain('appMenu')
  })
})
