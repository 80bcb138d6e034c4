/** What a failed run means for what is asked next. Pure. */
import { type ErrorCode, errorCodes } from '../../../shared/contract/errors.ts'
import { hourMs, minuteMs } from '../../../shared/domain/duration.ts'

const firstBackOffMs = 5 * minuteMs
const longestBackOffMs = 6 * hourMs

/**
 * - `connection`: the credential is refused or cannot be read: nothing of this connection is asked,
 * - `target`: the vendor refuses this one: the schedule leaves it alone until the user asks,
 * - `wait`: the vendor's limit: the lane waits, nothing failed,
 * - `again`: cut short by us,
 * - `end`: the vendor has no more,
 * - `back-off`: the schedule tries again later.
 */
export type FailureKind = 'connection' | 'target' | 'wait' | 'again' | 'end' | 'back-off'

/** The kind of failure that an error code stands for. */
export function failureKindOf(code: ErrorCode): FailureKind {
  switch (code) {
    case 'UNAUTHORIZED':
    case 'SECRET_MISSING':
    case 'NO_KEYCHAIN':
    case 'KEYCHAIN_FAILED':
      return 'connection'
    case 'VENDOR_FORBIDDEN':
    case 'VENDOR_NOT_FOUND':
      return 'target'
    case 'RATE_LIMITED':
      return 'wait'
    case 'CANCELLED':
      return 'again'
    case 'NO_MORE_PERIODS':
      return 'end'
    default:
      return 'back-off'
  }
}

/** Codes of runs in which nothing failed although nothing came: we cut them short, or the vendor's limit is waited for. They are nobody's business. */
export const undecidedCodes: readonly ErrorCode[] = errorCodes.filter((code) => ['again', 'wait'].includes(failureKindOf(code)))

/** How long the schedule waits after so many failures in a row: 5 min, doubling up to 6 h, a quarter more or less by chance (`random` in [0, 1)). */
export function backOffMs(failures: number, random: number): number {
  const plain = Math.min(firstBackOffMs * 2 ** Math.min(failures - 1, 30), longestBackOffMs)
  return Math.round(plain * (0.75 + random / 2))
}
