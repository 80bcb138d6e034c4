/** The notice at the bottom of the page, and the newest action that can be undone. */
import { pageValue, usePageValue } from './page-value.ts'

/** A completed action, described in a sentence, and how to undo it. */
export interface UndoableAction {
  did: string
  undo: () => Promise<unknown>
}

/** An action succeeded (with or without undo), was undone, or failed. */
export type Notice =
  | { kind: 'done'; action: UndoableAction }
  | { kind: 'info'; did: string }
  | { kind: 'undone'; did: string }
  | { kind: 'failed'; what: string; error: Error }

interface State {
  /** The notice shown. */
  notice: Notice | null
  /** Kept after its notice is dismissed, until the next action. */
  undoable: UndoableAction | null
}

const state = pageValue<State>({ notice: null, undoable: null })

/** Shows a completed action, with a button to undo it. */
export function notifyUndoable(action: UndoableAction): void {
  state.set({ notice: { kind: 'done', action }, undoable: action })
}

/** Shows a message. An earlier action can still be undone. */
export function notify(did: string): void {
  state.set({ ...state.get(), notice: { kind: 'info', did } })
}

/** Shows what failed and why. An earlier action can still be undone. */
export function notifyFailure(what: string, error: unknown): void {
  state.set({ ...state.get(), notice: { kind: 'failed', what, error: error instanceof Error ? error : new Error(String(error)) } })
}

/** Hides the notice; its action can still be undone with the shortcut and from the palette. */
export function dismissNotice(): void {
  state.set({ ...state.get(), notice: null })
}

/** Undoes the newest action, if any, and shows the result; then calls `after`. */
export async function undoNewest(after: () => void): Promise<void> {
  const action = state.get().undoable
  if (action === null) return
  state.set({ ...state.get(), undoable: null })
  try {
    await action.undo()
    state.set({ ...state.get(), notice: { kind: 'undone', did: action.did } })
  } catch (error) {
    notifyFailure(`Could not be undone: ${action.did}`, error)
  }
  after()
}

/** The notice shown and the action that can be undone. */
export const useNotices = (): State => usePageValue(state)
