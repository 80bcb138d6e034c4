import { userInfo } from 'node:os'

/** The name of the system's user, for decisions that say who made them; "unknown" where the system has no name for it. */
export function systemUser(): string {
  try {
    return userInfo().username || 'unknown'
  } catch {
    return 'unknown'
  }
}
