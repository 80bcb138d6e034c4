/** Failures of background work because of our own storage or a bug, for the page to show. Vendors' failures are in their runs. */
import type { Warning } from '../../../shared/contract/errors.ts'
import { AppError } from './errors.ts'

/** Whether one kind of work in this process currently fails. */
export interface Trouble {
  /** The work failed with this error. */
  failed(error: unknown): void
  /** The work succeeded. */
  succeeded(): void
  /** The latest failure as a warning; null if the latest attempt succeeded. */
  current(): Warning | null
}

/** `what` says what failed, `next` what the program does about it; `onChange` is called after each failure and success. */
export function createTrouble(texts: { what: string; next: string }, onChange: () => void = () => {}): Trouble {
  let current: Warning | null = null
  return {
    failed(error) {
      const known = error instanceof AppError ? error : null
      const why = known?.message ?? 'An internal error occurred. For details, see the log in the data folder.'
      current = { code: known?.code ?? 'INTERNAL', message: `${texts.what} ${why} ${texts.next}` }
      onChange()
    },
    succeeded() {
      current = null
      onChange()
    },
    current: () => current,
  }
}
