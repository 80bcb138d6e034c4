/** Native notifications: checked whenever the history changes, each shown once. */
import { Notification } from 'electron/main'
import { addMonths, parseMonth } from '../../shared/domain/month.ts'
import type { App } from '../core/api/product.ts'
import type { Log } from '../core/log/log.ts'
import type { DesktopStateFile } from './desktop-state.ts'
import { attentionNotices, closedMonth, keptKeys, monthNotice, type Notice } from './notices.ts'

const signal = new AbortController().signal

/** Dependencies of notifications. */
export interface NotificationsOptions {
  app: Pick<App, 'api' | 'events'>
  state: DesktopStateFile
  log: Log
  open(): void
}

/** Shows notifications as the history changes, until the returned function is called. */
export function startNotifications({ app, state, log, open }: NotificationsOptions): () => void {
  // Keep references: a garbage-collected notification loses its click handler.
  const shown = new Set<Notification>()
  let checking: Promise<void> = Promise.resolve()

  function display(notice: Notice): void {
    const notification = new Notification({ title: notice.title, body: notice.body })
    shown.add(notification)
    notification.on('click', open)
    notification.on('close', () => shown.delete(notification))
    notification.show()
  }

  async function check(): Promise<void> {
    const [settings, overview] = await Promise.all([app.api['settings.get']({}, { signal }), app.api['overview.get']({}, { signal })])
    const { notified, openMonth } = state.get()
    const notifiedKeys = new Set(keptKeys(notified, overview.attention))
    const notices = attentionNotices(overview.attention, notifiedKeys)
    const closed = closedMonth(openMonth, overview)
    if (closed !== null && !notifiedKeys.has(`month:${closed}`)) notices.push(await noticeOfMonth(app, closed))
    // Saved before they are shown: missing a notification is better than showing it twice.
    state.set({ notified: [...notifiedKeys, ...notices.map((notice) => notice.key)], openMonth: overview.month })
    if (settings.notifications && Notification.isSupported()) notices.forEach(display)
  }

  const checkAndLog = () => {
    checking = checking.then(check).catch((error: unknown) => log.warn({ err: error }, 'could not check for notifications'))
  }
  checkAndLog()
  const ends = [
    app.events.on('history.changed', checkAndLog),
    // A collection in which every run failed does not change the history, but its problems cause notifications.
    app.events.on('collect.progress', ({ running }) => {
      if (!running) checkAndLog()
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}

async function noticeOfMonth(app: Pick<App, 'api'>, closed: string): Promise<Notice> {
  const month = parseMonth(closed)
  const before = addMonths(month, -1)
  const { points } = await app.api['trend.get']({ figure: 'reported', sum: true, grain: 'month', from: before, to: month }, { signal })
  const sumOf = (wanted: string) => {
    const value = points.find((point) => 'month' in point && point.month === wanted)?.value
    return typeof value === 'number' ? value : null
  }
  return monthNotice(month, sumOf(month), sumOf(before))
}
