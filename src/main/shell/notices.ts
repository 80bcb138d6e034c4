/** Decides what to notify about: a month that has closed, and new problems. Pure. */

import type { AttentionItem, OverviewAnswer } from '../../shared/contract/overview-answers.ts'
import { inWindow } from '../../shared/domain/window-words.ts'

/** One notification. A key is shown only once. */
export interface Notice {
  key: string
  title: string
  body: string
  /** The screen to open for it. */
  screen: string
}

/**
 * Notices of problems whose key is not in `notifiedKeys`. Hints cause none, and one problem shared by many tenants of a
 * connection causes one.
 */
export function attentionNotices(attention: readonly AttentionItem[], notifiedKeys: ReadonlySet<string>): Notice[] {
  const problems = attention.filter((item) => item.severity === 'problem' && !notifiedKeys.has(attentionKey(item)))
  return [...Map.groupBy(problems, attentionKey)].map(([key, [first, ...others]]) => {
    const { connection, screen } = first!
    const message = inWindow(first!.message)
    return {
      key,
      title: connection === null ? 'Something needs attention' : `${connection} needs attention`,
      body: others.length === 0 ? message : `${message} And ${others.length} more.`,
      screen,
    }
  })
}

/** The keys without those of solved problems, so that they notify again if they return. Keys of closed months stay. */
export function keptKeys(notifiedKeys: readonly string[], attention: readonly AttentionItem[]): string[] {
  const present = new Set(attention.map(attentionKey))
  return notifiedKeys.filter((key) => !key.startsWith('attention:') || present.has(key))
}

/** Without the tenant: a sweep may cause the same problem for one tenant after another, and only the first one causes a notification. */
function attentionKey({ code, connection }: AttentionItem): string {
  return `attention:${code}:${connection ?? ''}`
}

/** The month that closed since `openMonth` was current; null if none did or none was saved yet. */
export function closedMonth(openMonth: string | null, overview: Pick<OverviewAnswer, 'month'>): string | null {
  return openMonth !== null && openMonth < overview.month ? openMonth : null
}

/** The notice of a closed month with its total and the previous month's. Unknown totals are left out, not shown as zero. */
export function monthNotice(month: string, value: number | null, before: number | null): Notice {
  const number = new Intl.NumberFormat('en-GB')
  const delta = value === null || before === null ? null : value - before
  const change =
    delta === null ? '' : delta === 0 ? ', unchanged' : `, ${delta > 0 ? '+' : '−'}${number.format(Math.abs(delta))} since the month before`
  return {
    key: `month:${month}`,
    title: `${month} is over`,
    body: value === null ? 'Its figures are ready to compare.' : `${number.format(value)} reported users${change}.`,
    screen: 'changes',
  }
}
