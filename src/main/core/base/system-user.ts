import { userInfo } from 'node:os'

/** The user name of the operating system's account, for decisions that record who made them; "unknown" if the system has none. */
export function systemUser(): string {
  try {
    return userInfo().username || 'unknown'
  } catch {
    return 'unknown'
  }
}
