import { beforeEach, describe, expect, it } from 'vitest'
import { openDesktopState } from '../../src/main/shell/desktop-state.ts'
import { monthNotice } from '../../src/main/shell/notices.ts'
import { startNotifications } from '../../src/main/shell/notifications.ts'
import type { SettingsAnswer } from '../../src/shared/contract/app-answers.ts'
import type { AttentionItem } from '../../src/shared/contract/overview-answers.ts'
import { type AppDouble, appDouble, logDouble } from '../support/app-double.ts'
import { Notification, resetElectron } from '../support/electron-double.ts'
import { emptyOverview } from '../support/empty-overview.ts'
import { tempFolder } from '../support/temp-folder.ts'

beforeEach(resetElectron)

const refused: AttentionItem = {
  code: 'UNAUTHORIZED',
  severity: 'problem',
  message: 'The key was refused.',
  tenant: null,
  connection: 'Main key',
  screen: 'settings',
}

interface World {
  attention: AttentionItem[]
  month: string
  sums: Record<string, number | null>
  notifications: boolean
}

function setUp(world: Partial<World> = {}, folder = tempFolder()) {
  const now: World = { attention: [], month: '2026-10', sums: {}, notifications: true, ...world }
  const opened: true[] = []
  let looks = 0
  const app: AppDouble = appDouble({
    'settings.get': async () => ({ notifications: now.notifications }) as SettingsAnswer,
    'overview.get': async () => {
      looks += 1
      return emptyOverview({ month: now.month, attention: now.attention })
    },
    'trend.get': async () =>
      ({
        points: Object.entries(now.sums).map(([month, value]) => ({ month, value, tenants: { with: 1, expected: 1, missing: [] } })),
      }) as never,
  })
  const state = openDesktopState(folder, logDouble())
  startNotifications({ app, state, log: logDouble(), open: () => void opened.push(true) })
  const settled = (count: number) => expect.poll(() => looks).toBe(count)
  const look = async () => {
    const wanted = looks + 1
    app.emit('history.changed', { at: '' })
    await settled(wanted)
    // The next check only begins after this one has ended.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { now, look, opened, folder, app, settled, first: () => settled(1).then(() => new Promise((resolve) => setImmediate(resolve))) }
}

const shown = () => Notification.shown.map(({ title, body }) => `${title}: ${body}`)

describe('notifications', () => {
  it('are shown once for a problem, however often the history changes', async () => {
    const { look, first } = setUp({ attention: [refused] })
    await first()
    await look()
    await look()
    expect(shown()).toEqual(['Main key needs attention: The key was refused.'])
  })

  it('are not repeated after a restart', async () => {
    const { first, folder } = setUp({ attention: [refused] })
    await first()
    await setUp({ attention: [refused] }, folder).first()
    expect(shown()).toHaveLength(1)
  })

  it('are shown again for a problem that was solved and returned', async () => {
    const { now, look, first } = setUp({ attention: [refused] })
    await first()
    now.attention = []
    await look()
    now.attention = [refused]
    await look()
    expect(shown()).toHaveLength(2)
  })

  it('are shown for a collection that only failed', async () => {
    const { now, first, app, settled } = setUp()
    await first()
    now.attention = [refused]
    app.emit('collect.progress', { running: false, done: 1, total: 1, expectedFinish: null, tenant: null, dataset: null })
    await settled(2)
    await expect.poll(shown).toHaveLength(1)
  })

  it('are shown once for a problem that many tenants of a connection share, even if they fail one after another', async () => {
    const failing = (tenant: number, connection = 'Main key'): AttentionItem => ({
      ...refused,
      code: 'VENDOR_FORBIDDEN',
      message: 'Not for this key.',
      tenant,
      connection,
      screen: 'activity',
    })
    const { now, look, first } = setUp({ attention: [failing(1), failing(2), failing(3), failing(9, 'Other key')] })
    await first()
    now.attention = [...now.attention, failing(4), refused]
    await look()
    expect(shown()).toEqual([
      'Main key needs attention: Not for this key. And 2 more.',
      'Other key needs attention: Not for this key.',
      'Main key needs attention: The key was refused.',
    ])
  })

  it('are not shown for hints', async () => {
    const { first } = setUp({ attention: [{ ...refused, severity: 'hint' }] })
    await first()
    expect(shown()).toEqual([])
  })

  it('are shown once for a closed month, with its change', async () => {
    const { now, look, first } = setUp({ sums: { '2026-09': 4_990, '2026-10': 5_012 } })
    await first()
    expect(shown()).toEqual([])
    now.month = '2026-11'
    await look()
    await look()
    expect(shown()).toEqual(['2026-10 is over: 5,012 reported users, +22 since the month before.'])
  })

  it('are not shown while turned off, nor later', async () => {
    const { now, look, first } = setUp({ attention: [refused], notifications: false })
    await first()
    now.notifications = true
    await look()
    expect(shown()).toEqual([])
  })

  it('open the window when clicked', async () => {
    const { first, opened } = setUp({ attention: [refused] })
    await first()
    Notification.shown[0]?.emit('click')
    expect(opened).toHaveLength(1)
  })

  it('never show a missing figure as zero', () => {
    expect(monthNotice('2026-10', null, 5).body).toBe('Its figures are ready to compare.')
    expect(monthNotice('2026-10', 5, null).body).toBe('5 reported users.')
    expect(monthNotice('2026-10', 5, 5).body).toBe('5 reported users, unchanged.')
    expect(monthNotice('2026-10', 4, 5).body).toBe('4 reported users, −1 since the month before.')
  })
})
