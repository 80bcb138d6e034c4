/** A command's terminal: its output, its data folder and how it is interrupted. */
import type { ErrorShape } from '../../shared/contract/errors.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import type { AppDeps } from '../core/api/product.ts'
import type { TerminalApp } from '../core/app.ts'
import type { Log } from '../core/log/log.ts'
import { plain } from './table.ts'

/** The process's streams and environment; tests pass their own. */
export interface Streams {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  env: Readonly<Record<string, string | undefined>>
}

/** Everything a command uses. */
export interface Terminal {
  json: boolean
  dataDir: string
  /** `--key-env`. */
  keyEnv: string | undefined
  env: Streams['env']
  log: Log
  /** Aborted by Ctrl-C. */
  signal: AbortSignal
  /** Resolves at Ctrl-C. Keeps the process alive until then. */
  untilStopped(): Promise<void>
  /** Prints the command's result: a JSON document with `--json`, otherwise text. */
  print(value: unknown, text: () => string): Promise<void>
  /** Writes text or bytes unchanged, with or without `--json`; for content that is already JSON. */
  write(content: string | Uint8Array): Promise<void>
  /** Prints a message to standard error. */
  note(text: string): void
  /** Like `note`, but keeps line breaks. */
  noteLines(text: string): void
  /** A progress line that replaces the previous one, on terminals only; null clears it. */
  progress(text: string | null): void
  /** The core on this data folder, opened on first use as the given kind of host. */
  app(as?: Pick<AppDeps, 'host' | 'saveAs' | 'openPrinter'>): Promise<TerminalApp>
  /** Calls a route with validated input. */
  ask<R extends RouteName>(route: R, input: RouteInput<R>): Promise<RouteOutput<R>>
  /** Reads a credential from standard input. */
  readSecret(): Promise<string>
  /** Asks the user for a line, which is shown while it is typed; null when standard input is not a terminal. */
  typeLine(question: string): Promise<string | null>
  /** Makes the key of a file known, for commands that do not open the core. */
  unlock(file: string): Promise<void>
  /** Asks the user a yes/no question; returns `unattended` (default no) when standard input is not a terminal. */
  confirm(question: string, unattended?: boolean): Promise<boolean>
}

/** Resolves when the signal aborts; immediately if it already has. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** The only code that writes to the streams. */
export function createOutput(
  { stdout, stderr }: Streams,
  json: boolean,
): Pick<Terminal, 'print' | 'write' | 'note' | 'noteLines' | 'progress'> & { error(shape: ErrorShape): Promise<void> } {
  let line = ''
  const clear = () => {
    if (line !== '') stderr.write('\r\u001b[2K')
    line = ''
  }
  const write = (content: string | Uint8Array) => new Promise<void>((resolve) => stdout.write(content, () => resolve()))
  const document = (value: unknown) => `${JSON.stringify(value, null, stdout.isTTY ? 2 : undefined)}\n`
  return {
    async print(value, text) {
      clear()
      await write(json ? document(value) : `${text()}\n`)
    },
    async write(content) {
      clear()
      await write(content)
    },
    note(text) {
      clear()
      stderr.write(`${plain(text)}\n`)
    },
    noteLines(text) {
      clear()
      stderr.write(`${text}\n`)
    },
    progress(text) {
      if (!stderr.isTTY) return
      clear()
      if (text === null) return
      line = plain(text).slice(0, Math.max(20, (stderr.columns || 80) - 1))
      stderr.write(line)
    },
    async error({ code, message, data = {} }) {
      clear()
      stderr.write(`seatledger: ${plain(message)}\n`)
      if (json) await write(document({ error: { code, message, data } }))
    },
  }
}
