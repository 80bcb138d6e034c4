/** The log, for names of things, ids and numbers. Redacted when written, so that no call site can leak a secret or an e-mail address. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
  /** A log for one part of the program. */
  scope(name: string): Log
}
