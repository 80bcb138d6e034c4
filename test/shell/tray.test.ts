import type { MenuItemConstructorOptions } from 'electron/main'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../src/main/core/api/product.ts'
import { createTray } from '../../src/main/shell/tray.ts'
import { type TrayState, trayIcon, trayMenu, trayStatus } from '../../src/main/shell/tray-menu.ts'
import { appDouble, logDouble } from '../support/app-double.ts'
import { resetElectron, Tray } from '../support/electron-double.ts'
import { emptyOverview } from '../support/empty-overview.ts'

beforeEach(resetElectron)

const calm: TrayState = { collecting: null, paused: false, attention: 0, lastCollectedAt: null, nextCollectionAt: null, closeToTray: false }
const item = (menu: readonly MenuItemConstructorOptions[], id: string) => menu.find((candidate) => candidate.id === id)
const noActions = { open: () => {}, collectNow: () => {}, setPaused: () => {}, setCloseToTray: () => {}, quit: () => {} }

describe('what the tray shows', () => {
  it('has an icon for idle, progress or attention', () => {
    expect(trayIcon(calm)).toBe('fine')
    expect(trayIcon({ ...calm, collecting: { done: 1, total: 2, expectedFinish: null } })).toBe('collecting')
    expect(trayIcon({ ...calm, attention: 1, collecting: { done: 1, total: 2, expectedFinish: null } })).toBe('attention')
  })

  it('has the progress of a collection', () => {
    expect(trayStatus({ ...calm, collecting: { done: 3, total: 300, expectedFinish: null } })).toBe('Collecting 3 of 300')
    expect(trayStatus({ ...calm, collecting: { done: 3, total: 300, expectedFinish: '2026-11-22T05:00:00Z' } })).toMatch(
      /^Collecting 3 of 300, until about .*2026/,
    )
    expect(trayStatus({ ...calm, attention: 2 })).toBe('2 items need attention')
    expect(trayStatus({ ...calm, paused: true })).toBe('Paused')
  })

  it('always offers to open, collect, pause and quit', () => {
    for (const state of [calm, { ...calm, paused: true }, { ...calm, collecting: { done: 0, total: 1, expectedFinish: null } }]) {
      const menu = trayMenu(state, noActions)
      for (const id of ['open', 'collect', 'pause', 'last', 'next', 'quit']) expect(item(menu, id), id).toBeDefined()
    }
    expect(item(trayMenu({ ...calm, collecting: { done: 0, total: 1, expectedFinish: null } }, noActions), 'collect')?.enabled).toBe(false)
  })

  it('says if nothing was collected or nothing is due', () => {
    const menu = trayMenu(calm, noActions)
    expect([item(menu, 'last')?.label, item(menu, 'next')?.label]).toEqual(['Last collection: none yet', 'Next collection: nothing is due'])
  })
})

function setUp(handlers: Partial<Api> = {}) {
  const calls: string[] = []
  const app = appDouble({
    'runs.list': async () => [],
    'queue.get': async () => ({ expectedFinish: null, items: [] }),
    'overview.get': async () => emptyOverview(),
    ...handlers,
  })
  app.setPaused = (paused) => void calls.push(`paused ${paused}`)
  const tray = createTray({
    app,
    log: logDouble(),
    collectNow: () => void calls.push('collect'),
    iconFile: (icon) => icon,
    closeToTray: () => false,
    setCloseToTray: (on) => void calls.push(`close to tray ${on}`),
    open: () => void calls.push('open'),
    quit: () => void calls.push('quit'),
  })
  const click = (id: string) => (item(Tray.last?.menu ?? [], id)?.click as (() => void) | undefined)?.()
  return { app, tray, calls, click }
}

describe('the tray icon', () => {
  it('runs the actions of its menu', () => {
    const { calls, click } = setUp()
    for (const id of ['open', 'collect', 'pause', 'pause', 'close-to-tray', 'quit']) click(id)
    expect(calls).toEqual(['open', 'collect', 'paused true', 'paused false', 'close to tray true', 'quit'])
    Tray.last?.emit('click')
    expect(calls.at(-1)).toBe('open')
  })

  it('follows a collection from start to end', async () => {
    const run = {
      id: 1,
      tenant: 1,
      dataset: 'petra.usage',
      outcome: 'recorded',
      snapshotId: 1,
      error: null,
      startedAt: '2026-11-22T04:00:00Z',
      finishedAt: '2026-11-22T04:01:00Z',
      requests: 1,
    } as const
    const { app } = setUp({ 'runs.list': async () => [run] })
    const progress = { done: 1, total: 4, expectedFinish: null, tenant: null, dataset: null }
    app.emit('collect.progress', { running: true, ...progress })
    expect([Tray.last?.image, Tray.last?.tip]).toEqual(['collecting', 'Seatledger: Collecting 1 of 4'])
    app.emit('collect.progress', { running: false, ...progress })
    expect(Tray.last?.image).toBe('fine')
    await expect.poll(() => item(Tray.last?.menu ?? [], 'last')?.label).toMatch(/2026/)
  })

  it('shows that something needs attention, except for hints', async () => {
    const problem = {
      code: 'UNAUTHORIZED',
      severity: 'problem',
      message: 'The key was refused.',
      tenant: null,
      connection: 'A',
      screen: 'settings',
    } as const
    const overview = emptyOverview({ attention: [problem, { ...problem, severity: 'hint' }] })
    const { tray } = setUp({ 'overview.get': async () => overview })
    await tray.refresh()
    expect([Tray.last?.image, Tray.last?.tip]).toEqual(['attention', 'Seatledger: 1 item needs attention'])
  })

  it('removes its listeners when it is destroyed', () => {
    const { app, tray } = setUp()
    tray.destroy()
    expect([app.listeners(), Tray.last?.destroyed]).toEqual([0, true])
  })
})
