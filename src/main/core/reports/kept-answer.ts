/** An answer that takes a while and is asked for often is made once for each state of the history. */
import { minuteMs } from '../../../shared/domain/duration.ts'
import { historyState } from '../history/state.ts'
import type { ReportDeps } from './deps.ts'

/** `make`, or what it made before while nobody wrote to the history and the minute is the same. A failure is not kept. */
export function keptAnswer<T>({ reader, clock }: Pick<ReportDeps, 'reader' | 'clock'>, make: () => Promise<T>): () => Promise<T> {
  let kept: { state: string; answer: Promise<T> } | null = null
  return () => {
    const state = `${historyState(reader)} ${Math.floor(clock.now() / minuteMs)}`
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
