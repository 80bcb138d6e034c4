/** An answer that takes a while and is asked for often is made once for each state of the history. */
import { minuteMs } from '../../../shared/domain/duration.ts'
import { preparedColumn } from '../history/prepared.ts'
import type { ReportDeps } from './deps.ts'

/** `make`, or what it made before while nobody wrote to the history and the minute is the same. A failure is not kept. */
export function keptAnswer<T>(
  { reader: { sqlite }, clock }: Pick<ReportDeps, 'reader' | 'clock'>,
  make: () => Promise<T>,
): () => Promise<T> {
  // What others wrote, and what this handle did.
  const written = () =>
    `${sqlite.pragma('data_version', { simple: true })} ${preparedColumn<number>(sqlite, 'select total_changes()').get()}`
  let kept: { state: string; answer: Promise<T> } | null = null
  return () => {
    const state = `${written()} ${Math.floor(clock.now() / minuteMs)}`
    if (kept?.state === state) return kept.answer
    const answer = make()
    kept = { state, answer }
    answer.catch(() => {
      // Unless a newer one is kept by now.
      if (kept?.answer === answer) kept = null
    })
    return answer
  }
}
