/** The log file: one JSON line per entry in `DATA-DIR/logs/seatledger.log`, redacted before it is written. */
import { join } from 'node:path'
import pino from 'pino'
import { withoutKnownSecrets } from './known-secrets.ts'
import type { Log } from './log.ts'
import { maskEmails, redactFields } from './redact.ts'
import { openRotatingFile } from './rotating-file.ts'

/** A log that can be closed. */
export interface FileLog extends Log {
  close(): void
}

/** The log folder of a data folder. */
export const logsDir = (dataDir: string): string => join(dataDir, 'logs')

/**
 * Opens the log of a data folder: files of at most `maxBytes`, of which `keep` older ones are kept.
 * `host` names the kind of process, since several may write to the same file.
 */
export function openFileLog(dataDir: string, options: { host: string; maxBytes?: number; keep?: number }): FileLog {
  const sink = openRotatingFile(join(logsDir(dataDir), 'seatledger.log'), {
    maxBytes: options.maxBytes ?? 2_000_000,
    keep: options.keep ?? 4,
  })
  const logger = pino(
    {
      base: { pid: process.pid, host: options.host },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      // `redactFields` serialises errors itself.
      serializers: { err: (value: unknown) => value },
    },
    // Final redaction of the complete line, wherever a call site put a secret.
    { write: (line: string) => sink.write(maskEmails(withoutKnownSecrets(line))) },
  )
  return { ...asLog(logger), close: () => sink.close() }
}

function asLog(logger: pino.Logger): Log {
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    scope: (name) => asLog(logger.child({ scope: name })),
  }
}

/** A log that discards everything. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {}, scope: () => silentLog }
