/** How a failed run affects later requests. Pure. */
import { type ErrorCode, errorCodes } from '../../../shared/contract/errors.ts'
import { hourMs, minuteMs } from '../../../shared/domain/duration.ts'

const firstBackOffMs = 5 * minuteMs
const maxBackOffMs = 6 * hourMs

/**
 * - `connection`: the credential is refused or unreadable; the connection is not collected until it is replaced,
 * - `target`: the vendor refuses this target; the schedule skips it until the user requests it,
 * - `wait`: the vendor's rate limit; the lane waits, and the run does not count as failed,
 * - `again`: interrupted by us; tried again,
 * - `elsewhere`: another machine of the team collects it, and its answer is pulled,
 * - `end`: the vendor has no more data,
 * - `back-off`: the schedule retries later.
 */
export type FailureKind = 'connection' | 'target' | 'wait' | 'again' | 'elsewhere' | 'end' | 'back-off'

/** The failure kind of an error code. */
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
    case 'COLLECTED_ELSEWHERE':
      return 'elsewhere'
    case 'NO_MORE_PERIODS':
      return 'end'
    default:
      return 'back-off'
  }
}

/** Codes of runs that neither succeeded nor failed: interrupted by us, waiting for the rate limit, or collected by another machine. Not reported. */
export const undecidedCodes: readonly ErrorCode[] = errorCodes.filter((code) =>
  ['again', 'elsewhere', 'wait'].includes(failureKindOf(code)),
)

/** Delay after `failures` failures in a row: 5 min, doubling up to 6 h, with ±25 % jitter (`random` in [0, 1)). */
export function backOffMs(failures: number, random: number): number {
  const plain = Math.min(firstBackOffMs * 2 ** Math.min(failures - 1, 30), maxBackOffMs)
  return Math.round(plain * (0.75 + random / 2))
}
