import { randomUUID } from 'node:crypto'
import type { ErrorCode, ErrorShape } from '../../../shared/contract/errors.ts'

/** An expected error, whose message tells the user the next step. Any other thrown value is a bug (`INTERNAL`). */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly data: Record<string, unknown> | undefined

  constructor(code: ErrorCode, message: string, options: { data?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.data = options.data
  }
}

/** The serialisable form of any thrown value. A bug becomes `INTERNAL` with an id; `onBug` gets the id and the error for the log. */
export function toErrorShape(error: unknown, onBug: (id: string, error: unknown) => void = () => {}): ErrorShape {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, ...(error.data === undefined ? {} : { data: error.data }) }
  }
  const id = randomUUID().slice(0, 8)
  onBug(id, error)
  return {
    code: 'INTERNAL',
    message: `An internal error occurred (reference ${id}). For details, see the log in the data folder.`,
    data: { id },
  }
}
