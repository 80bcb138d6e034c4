/** The log: names of things, ids and numbers; redacted at the sink, so that no careless call site can leak a secret or an e-mail address. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
  /** A log for one part of the programme. */
  scope(name: string): Log
}
