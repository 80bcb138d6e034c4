/** Error codes and the envelope that crosses every boundary (IPC, HTTP, `--json`). No Node, no DOM, no zod. */

/** Every error code that users can see; `docs/errors.md` lists them with their next steps. */
export const errorCodes = [
  // usage
  'BAD_REQUEST',
  'NOT_FOUND',
  'AMBIGUOUS',
  'ALREADY_EXISTS',
  'FORBIDDEN',
  'CANCELLED',
  'INTERNAL',
  // vendors
  'UNAUTHORIZED',
  'VENDOR_FORBIDDEN',
  'VENDOR_NOT_FOUND',
  'RATE_LIMITED',
  'VENDOR_ERROR',
  'NETWORK',
  'TIMEOUT',
  'REDIRECTED',
  'ANSWER_TOO_LARGE',
  'ANSWER_INCOMPLETE',
  'NOT_JSON',
  'UNREADABLE_ANSWER',
  'TOO_DEEP',
  'TENANT_MISMATCH',
  'REPORT_NOT_READY',
  'NO_MORE_PERIODS',
  'STOPPED',
  // secrets
  'NO_KEYCHAIN',
  'KEYCHAIN_FAILED',
  'SECRET_MISSING',
  'KEY_MISSING',
  'KEY_WRONG',
  // data folder and database
  'DATA_DIR_UNWRITABLE',
  'DATA_DIR_GONE',
  'DISK_FULL',
  'DB_LOCKED',
  'DB_DAMAGED',
  'DB_FROM_NEWER_VERSION',
  'DB_HISTORY_MISMATCH',
  'OUT_OF_MEMORY',
  'HOST_RUNNING',
  // a team's database
  'TEAM_UNREACHABLE',
  'TEAM_REFUSED',
  'TEAM_OTHER_VERSION',
  'TEAM_MISMATCH',
  'COLLECTED_ELSEWHERE',
  // exports and files
  'FILE_EXISTS',
  'FILE_UNWRITABLE',
  'UNREADABLE_FILE',
  // figures
  'NO_SNAPSHOT',
  'NOT_ADDABLE',
] as const

/** An error code. */
export type ErrorCode = (typeof errorCodes)[number]

/** An error as sent to callers: `message` gives the cause and the next step in one or two sentences; `data` has ids and numbers, never personal data or secrets. */
export interface ErrorShape {
  code: ErrorCode
  message: string
  data?: Record<string, unknown>
}

/** The response to every request; transports never reject. */
export type Envelope<T> = { ok: true; value: T } | { ok: false; error: ErrorShape }

/** A note about a figure, not an error. `code` is stable, `message` is a sentence. */
export interface Warning {
  code: string
  message: string
  data?: Record<string, unknown>
}
