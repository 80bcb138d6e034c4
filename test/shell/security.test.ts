import { beforeEach, describe, expect, it } from 'vitest'
import { isSafeToOpen, openExternal } from '../../src/main/shell/external-links.ts'
import { isOurPage, isTrustedFrame } from '../../src/main/shell/page-origin.ts'
import { denyPermissions, lockDown } from '../../src/main/shell/security.ts'
import { logDouble } from '../support/app-double.ts'
import { app, event, FakeContents, resetElectron, session, shell } from '../support/electron-double.ts'

beforeEach(resetElectron)

const foreign = [
  'https://seatledger/',
  'app://seatledger.evil/',
  'app://evil/seatledger',
  'app://user@seatledger/',
  'app:seatledger',
  'file:///etc/passwd',
  'about:blank',
  'data:text/html,x',
  'not an address',
  '',
]

describe('our page', () => {
  it.each(['app://seatledger/', 'app://seatledger/changes?tenant=3#a'])('is %s', (address) => {
    expect(isOurPage(address)).toBe(true)
  })
  it.each(foreign)('is not %j', (address) => {
    expect(isOurPage(address)).toBe(false)
  })
  it('is trusted in its main frame only', () => {
    expect(isTrustedFrame({ parent: null, url: 'app://seatledger/' })).toBe(true)
    expect(isTrustedFrame({ parent: {}, url: 'app://seatledger/' })).toBe(false)
    expect(isTrustedFrame(null)).toBe(false)
    for (const url of foreign) expect(isTrustedFrame({ parent: null, url })).toBe(false)
  })
})

describe('an external link', () => {
  it.each(['https://example.com/a?b=c', 'https://example.com:8443/'])('to %s is opened', (address) => {
    openExternal(address, logDouble())
    expect(shell.opened).toEqual([address])
  })
  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'ms-settings:',
    'https://user:pass@example.com/',
    `https://example.com/${'a'.repeat(3_000)}`,
    'example.com',
  ])('to %s is refused without logging it', (address) => {
    const log = logDouble()
    openExternal(address, log)
    expect(isSafeToOpen(address)).toBe(false)
    expect(shell.opened).toEqual([])
    expect(log.lines).toHaveLength(1)
    expect(JSON.stringify(log.lines)).not.toContain('example')
  })
})

describe('every page', () => {
  const contents = () => {
    lockDown(() => logDouble())
    const made = new FakeContents()
    app.emit('web-contents-created', event(), made)
    return made
  }

  it('is sandboxed', () => {
    contents()
    expect(app.sandboxed).toBe(true)
  })

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('does not navigate on %s', (name) => {
    const page = contents()
    for (const url of foreign) {
      const navigation = event({ url })
      page.emit(name, navigation)
      expect(navigation.prevented).toBe(true)
    }
    const own = event({ url: 'app://seatledger/changes' })
    page.emit(name, own)
    expect(own.prevented).toBe(false)
  })

  it('opens no window; an https link opens in the browser', () => {
    const page = contents()
    expect(page.openHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' })
    expect(page.openHandler?.({ url: 'app://seatledger/' })).toEqual({ action: 'deny' })
    expect(shell.opened).toEqual(['https://example.com/'])
  })

  it('embeds no other page', () => {
    const attach = event()
    contents().emit('will-attach-webview', attach)
    expect(attach.prevented).toBe(true)
  })
})

describe('permissions', () => {
  it('are denied, except copying text from our own main frame', () => {
    denyPermissions()
    const { request, check, device } = session.defaultSession
    const ask = (permission: string, details: object) => {
      let answer: boolean | null = null
      request?.(
        null,
        permission,
        (granted) => {
          answer = granted
        },
        details,
      )
      return answer
    }
    const ours = { isMainFrame: true, requestingUrl: 'app://seatledger/' }
    expect(ask('clipboard-sanitized-write', ours)).toBe(true)
    expect(ask('clipboard-sanitized-write', { ...ours, isMainFrame: false })).toBe(false)
    expect(ask('clipboard-sanitized-write', { ...ours, requestingUrl: 'https://example.com/' })).toBe(false)
    for (const permission of ['clipboard-read', 'media', 'geolocation', 'notifications', 'openExternal', 'fullscreen', 'unknown']) {
      expect(ask(permission, ours)).toBe(false)
      expect(check?.(null, permission, 'app://seatledger/')).toBe(false)
    }
    expect(check?.(null, 'clipboard-sanitized-write', 'app://seatledger/')).toBe(true)
    expect(device?.()).toBe(false)
  })
})
