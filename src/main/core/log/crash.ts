/**
 * Uncaught errors. Node and Electron would print them with properties that may hold a secret or a person's name, so they are written to the
 * redacted log instead, and the user gets the log's location.
 */
import { toErrorShape } from '../base/errors.ts'
import { withoutKnownSecrets } from './known-secrets.ts'
import type { Log } from './log.ts'
import { maskText } from './redact.ts'

let log: Log | null = null

/** From now on, crashes of this process are written to this log. */
export function logCrashesTo(to: Log): void {
  log = to
}

/** Calls `end` with a sentence for the user after an uncaught error. With `keepOn.afterRejections`, an unhandled rejection is only logged. */
export function onCrash(end: (message: string) => void, keepOn: { afterRejections: boolean } = { afterRejections: false }): void {
  process.on('uncaughtException', (error) => end(report(error)))
  process.on('unhandledRejection', (error) => {
    const message = report(error)
    if (!keepOn.afterRejections) end(message)
  })
}

function report(error: unknown): string {
  const { message } = toErrorShape(error instanceof Error ? new Error('An error was not caught', { cause: error }) : error, (id, bug) =>
    log?.error({ id, err: bug }, 'an error was not caught'),
  )
  return log === null ? `${message}\n${redactedStack(error)}` : message
}

/** An error with its stack as text, without its own properties, secrets, e-mail addresses and excerpts of data. */
export function redactedStack(error: unknown): string {
  return redactedText(error instanceof Error ? (error.stack ?? error.message) : String(error))
}

/** A text of an error without secrets, e-mail addresses and excerpts of data. */
export function redactedText(text: string): string {
  return maskText(withoutKnownSecrets(text))
}
