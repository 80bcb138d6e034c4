/** Native notifications: looked for when the history changed, each told once. */
import { Notification } from 'electron/main'
import { addMonths, parseMonth } from '../../shared/domain/month.ts'
import type { Log } from '../core/log/log.ts'
import type { App } from '../core/product.ts'
import type { DesktopStateFile } from './desktop-state.ts'
import { attentionNotices, closedMonth, keptKeys, monthNotice, type Notice } from './notices.ts'

const signal = new AbortController().signal

/** What notifications stand on. */
export interface NotificationsOptions {
  app: Pick<App, 'api' | 'events'>
  state: DesktopStateFile
  log: Log
  open(): void
}

/** Watches the history and tells, until the returned function is called. */
export function notifyOfNews({ app, state, log, open }: NotificationsOptions): () => void {
  // A notification that is collected as garbage loses its click.
  const shown = new Set<Notification>()
  let looking: Promise<void> = Promise.resolve()

  function tell(notice: Notice): void {
    const notification = new Notification({ title: notice.title, body: notice.body })
    shown.add(notification)
    notification.on('click', open)
    notification.on('close', () => shown.delete(notification))
    notification.show()
  }

  async function look(): Promise<void> {
    const [settings, overview] = await Promise.all([app.api['settings.get']({}, { signal }), app.api['overview.get']({}, { signal })])
    const { notified, openMonth } = state.get()
    const told = new Set(keptKeys(notified, overview.attention))
    const notices = attentionNotices(overview.attention, told)
    const closed = closedMonth(openMonth, overview)
    if (closed !== null && !told.has(`month:${closed}`)) notices.push(await noticeOfMonth(app, closed))
    // Remembered before it is shown: rather none than the same twice.
    state.set({ notified: [...told, ...notices.map((notice) => notice.key)], openMonth: overview.month })
    if (settings.notifications && Notification.isSupported()) notices.forEach(tell)
  }

  const lookQuietly = () => {
    looking = looking.then(look).catch((error: unknown) => log.warn({ err: error }, 'looking for news failed'))
  }
  lookQuietly()
  const ends = [
    app.events.on('history.changed', lookQuietly),
    // A collection that only failed leaves the history as it was, and is news all the same.
    app.events.on('collect.progress', ({ running }) => {
      if (!running) lookQuietly()
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
