/** A process to be killed: its reports, and when it is killed. */
import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FromTortured } from './messages.ts'

/** What a process has reported so far. */
export class Reports {
  readonly messages: FromTortured[] = []
  private waiting: (() => void)[] = []

  constructor(child: ChildProcess) {
    child.on('message', (message: FromTortured) => {
      this.messages.push(message)
      for (const check of this.waiting.splice(0)) check()
    })
  }

  /** Waits until `count` of the messages are of these kinds. */
  async until(count: number, isCounted: (message: FromTortured) => boolean): Promise<void> {
    while (this.messages.filter(isCounted).length < count) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }
}

/** How long a history takes to open, ms: measured while running, because it depends on the machine. */
let openMs = 100

/**
 * Waits for the time of the kill: for a share below `opening`, while the history is opened, otherwise during the work, after some of its reports
 * and part of the time of one. Counts reports instead of time, so that a slow machine kills at the same places.
 */
export async function moment(reports: Reports, share: number, opening: number): Promise<void> {
  await reports.until(1, ({ kind }) => kind === 'opening')
  const openedAt = performance.now()
  if (share < opening) {
    await Promise.race([sleep((share / opening) * openMs * 1.2), reports.until(1, ({ kind }) => kind === 'ready')])
    return
  }
  await Promise.race([reports.until(1, ({ kind }) => kind === 'ready'), sleep(longestMs)])
  openMs = (openMs + performance.now() - openedAt) / 2
  const rest = ((share - opening) / (1 - opening)) * maxReports
  const workedAt = performance.now()
  await Promise.race([reports.until(Math.floor(rest), isReport), sleep(longestMs)])
  const onceMs = (performance.now() - workedAt) / Math.max(1, Math.floor(rest))
  await sleep((rest % 1) * Math.min(onceMs, 200))
}

/** How long to wait for a report, ms; a process that waits for a vendor's rate limit sends none. */
const longestMs = 15_000

/** The maximum number of reports before a process is killed. */
const maxReports = 5

/** Whether it reports work that is done. */
export const isReport = ({ kind }: FromTortured): boolean => kind !== 'opening' && kind !== 'ready' && kind !== 'started'

/** Its standard error. */
export function textOf(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return () => text
}
