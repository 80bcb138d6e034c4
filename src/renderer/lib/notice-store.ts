/** What was just done and can be undone: one for the page, the newest. */
import { pageValue, usePageValue } from './page-value.ts'

/** Something that was done, in a sentence, and what undoes it. */
export interface Act {
  did: string
  undo: () => Promise<unknown>
}

/** What a notice says: that something was done, and can be undone or not; that it was undone; or that undoing failed. */
export type Notice =
  | { kind: 'done'; act: Act }
  | { kind: 'told'; did: string }
  | { kind: 'undone'; did: string }
  | { kind: 'failed'; what: string; error: Error }

interface State {
  /** Null when nothing is shown. */
  notice: Notice | null
  /** Stays after its notice is gone, until something newer is done. */
  undoable: Act | null
}

const state = pageValue<State>({ notice: null, undoable: null })

/** Says what was done and offers to undo it. */
export function tellAct(act: Act): void {
  state.set({ notice: { kind: 'done', act }, undoable: act })
}

/** Says what was done where there is nothing to undo; what was done before can still be undone. */
export function tell(did: string): void {
  state.set({ ...state.now(), notice: { kind: 'told', did } })
}

/** Says what failed and why; what was done before can still be undone. */
export function tellFailure(what: string, error: unknown): void {
  state.set({ ...state.now(), notice: { kind: 'failed', what, error: error instanceof Error ? error : new Error(String(error)) } })
}

/** Takes the notice away; what it offered can still be undone by key and from the palette. */
export function dismissNotice(): void {
  state.set({ ...state.now(), notice: null })
}

/** Undoes the newest act and says so; nothing where there is none. `after` runs once it is undone or failed. */
export async function undoNewest(after: () => void): Promise<void> {
  const act = state.now().undoable
  if (act === null) return
  state.set({ ...state.now(), undoable: null })
  try {
    await act.undo()
    state.set({ ...state.now(), notice: { kind: 'undone', did: act.did } })
  } catch (error) {
    tellFailure(`Could not be undone: ${act.did}`, error)
  }
  after()
}

/** What is shown and what can be undone now. */
export const useNotices = (): State => usePageValue(state)
