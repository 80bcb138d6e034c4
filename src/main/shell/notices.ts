/** What is worth a notification: a month that closed, with its change; something that newly needs a person. Pure. */
import type { AttentionItem, OverviewAnswer } from '../../shared/contract/overview-answers.ts'

/** One notification. The key makes it once only. */
export interface Notice {
  key: string
  title: string
  body: string
  /** The screen that helps. */
  screen: string
}

/**
 * Notices of problems that were not told before; `told` are the keys so far. Hints are not worth an interruption, and what many tenants of a
 * connection have in common is one.
 */
export function attentionNotices(attention: readonly AttentionItem[], told: ReadonlySet<string>): Notice[] {
  const problems = attention.filter((item) => item.severity === 'problem' && !told.has(attentionKey(item)))
  return [...Map.groupBy(problems, attentionKey)].map(([key, [first, ...others]]) => {
    const { connection, message, screen } = first!
    return {
      key,
      title: connection === null ? 'Something needs attention' : `${connection} needs attention`,
      body: others.length === 0 ? message : `${message} And ${others.length} more like it.`,
      screen,
    }
  })
}

/** The keys to keep: a problem that is over may be told again when it comes back; a closed month never. */
export function keptKeys(told: readonly string[], attention: readonly AttentionItem[]): string[] {
  const present = new Set(attention.map(attentionKey))
  return told.filter((key) => !key.startsWith('attention:') || present.has(key))
}

/** A sweep may find the same at one tenant after the other: while a connection's first one lasts, the others are no news. */
function attentionKey({ code, connection }: AttentionItem): string {
  return `attention:${code}:${connection ?? ''}`
}

/** The month that closed since `openMonth` was the open one; null when none did or nobody looked before. */
export function closedMonth(openMonth: string | null, overview: Pick<OverviewAnswer, 'month'>): string | null {
  return openMonth !== null && openMonth < overview.month ? openMonth : null
}

/** The notice of a closed month with its sum and the month's before; null sums are left out, never told as zero. */
export function monthNotice(month: string, value: number | null, before: number | null): Notice {
  const number = new Intl.NumberFormat('en-GB')
  const delta = value === null || before === null ? null : value - before
  const change =
    delta === null ? '' : delta === 0 ? ', unchanged' : `, ${delta > 0 ? '+' : '−'}${number.format(Math.abs(delta))} since the month before`
  return {
    key: `month:${month}`,
    title: `${month} is closed`,
    body: value === null ? 'Its figures are ready to compare.' : `${number.format(value)} billable users${change}.`,
    screen: 'changes',
  }
}
