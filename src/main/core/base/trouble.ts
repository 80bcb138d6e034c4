/** Background work that fails because of our own storage or a bug, so that the page can say so. Vendors' failures are in their runs. */
import type { Warning } from '../../../shared/contract/errors.ts'
import { AppError } from './errors.ts'

/** The present trouble of one kind of work in one process. */
export interface Trouble {
  /** It failed with this error. */
  met(error: unknown): void
  /** It succeeded: there is no trouble any more. */
  over(): void
  /** Null while it works. */
  current(): Warning | null
}

/** Starts without trouble. `what` fails to happen, and what `next` happens by itself; `onChange` is called after each failure and success. */
export function createTrouble(texts: { what: string; next: string }, onChange: () => void = () => {}): Trouble {
  let current: Warning | null = null
  return {
    met(error) {
      const known = error instanceof AppError ? error : null
      const why = known?.message ?? 'Something went wrong inside Seatledger; the log in the data folder has the details.'
      current = { code: known?.code ?? 'INTERNAL', message: `${texts.what} ${why} ${texts.next}` }
      onChange()
    },
    over() {
      current = null
      onChange()
    },
    current: () => current,
  }
}
