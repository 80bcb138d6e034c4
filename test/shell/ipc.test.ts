import { beforeEach, describe, expect, it } from 'vitest'
import { createRouter } from '../../src/main/bridge/router.ts'
import { carryBridge, eventChannel, requestChannel } from '../../src/main/shell/ipc.ts'
import { appDouble, logDouble } from '../support/app-double.ts'
import { BrowserWindow, ipcMain, resetElectron } from '../support/electron-double.ts'

beforeEach(resetElectron)

const ours = { parent: null, url: 'app://seatledger/' }

function carried() {
  const asked: unknown[] = []
  const answered: string[] = []
  const app = appDouble({
    'queue.get': async () => {
      asked.push('queue.get')
      return { expectedFinish: null, items: [] }
    },
  })
  const log = logDouble()
  const stop = carryBridge({ router: createRouter(app.api, log), events: app.events, log, onAnswered: (route) => answered.push(route) })
  const ask = (senderFrame: object | null, route: unknown, input: unknown = {}) =>
    ipcMain.handlers.get(requestChannel)?.(...([{ senderFrame }, route, input] as never[]))
  return { app, ask, asked, answered, stop }
}

describe('a request over IPC', () => {
  it('from our page is answered', async () => {
    const { ask, answered } = carried()
    expect(await ask(ours, 'queue.get')).toEqual({ ok: true, value: { expectedFinish: null, items: [] } })
    expect(answered).toEqual(['queue.get'])
  })

  it.each([
    ['a frame inside our page', { parent: ours, url: 'app://seatledger/' }],
    ['a page from elsewhere', { parent: null, url: 'https://example.com/' }],
    ['a host that begins like ours', { parent: null, url: 'app://seatledger.example/' }],
    ['a frame that is gone', null],
  ])('from %s is FORBIDDEN and reaches no handler', async (_, frame) => {
    const { ask, asked, answered } = carried()
    expect(await ask(frame, 'queue.get')).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
    expect([asked, answered]).toEqual([[], []])
  })

  it.each(['nowhere', 'constructor', 5])('for the unknown route %j is FORBIDDEN', async (route) => {
    const { ask } = carried()
    expect(await ask(ours, route)).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
  })
})

describe('an event over IPC', () => {
  it('reaches only our page', () => {
    const { app } = carried()
    const window = new BrowserWindow()
    const elsewhere = new BrowserWindow()
    elsewhere.webContents.mainFrame = { parent: null, url: 'app://startup-failure/' }
    app.emit('history.changed', { at: '2026-11-22T00:00:00Z' })
    expect(window.webContents.sent).toEqual([[eventChannel, 'history.changed', { at: '2026-11-22T00:00:00Z' }]])
    expect(elsewhere.webContents.sent).toEqual([])
  })

  it('is not sent any more after the end', () => {
    const { app, stop } = carried()
    stop()
    expect(app.listeners()).toBe(0)
    expect(ipcMain.handlers.size).toBe(0)
  })
})
