/** The terminal that a command runs in: what it may print, where its data lie, and how it is stopped. */
import type { ErrorShape } from '../../shared/contract/errors.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import type { TerminalApp } from '../core/app.ts'
import type { Log } from '../core/log/log.ts'
import type { AppDeps } from '../core/product.ts'
import { plain } from './table.ts'

/** The process' streams and environment; tests hand in their own. */
export interface Streams {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  env: Readonly<Record<string, string | undefined>>
}

/** What a command works with. */
export interface Terminal {
  json: boolean
  dataDir: string
  env: Streams['env']
  log: Log
  /** Aborted by Ctrl-C. */
  signal: AbortSignal
  /** Resolves at Ctrl-C. Keeps the process alive until then. */
  untilStopped(): Promise<void>
  /** The one answer: a JSON document with `--json`, else text. */
  print(value: unknown, text: () => string): Promise<void>
  /** Text or bytes as they are, with and without `--json`: what is JSON itself. */
  write(content: string | Uint8Array): Promise<void>
  /** A message beside the answer, on standard error. */
  note(text: string): void
  /** The same, of several lines. */
  noteLines(text: string): void
  /** A line that replaces itself, only on a terminal; null clears it. */
  progress(text: string | null): void
  /** The core on this data folder, opened at the first use, as the kind of host that opens it. */
  app(as?: Pick<AppDeps, 'host' | 'saveAs'>): Promise<TerminalApp>
  /** Asks a route; input is checked as every host checks it. */
  ask<R extends RouteName>(route: R, input: RouteInput<R>): Promise<RouteOutput<R>>
  /** A credential from standard input. */
  readSecret(): Promise<string>
  /** A question to a person; `unattended` (default no) where none is there. */
  confirm(question: string, unattended?: boolean): Promise<boolean>
}

/** Resolves when the signal aborts, at once where it has already. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Writes to the streams; nothing else does. */
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
