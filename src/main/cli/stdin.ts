/** Reads input from a user or a pipe. */
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { decodeText } from '../../shared/domain/decode-text.ts'
import { AppError } from '../core/base/errors.ts'
import { usageError } from './usage.ts'

const longestSecret = 8192

/** Reads a credential from standard input: all of a pipe, or one typed line, which is not shown. Throws a usage error if there is none, `CANCELLED` on Ctrl-C. */
export async function readSecretInput(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): Promise<string> {
  const secret = (stdin.isTTY ? await typeHidden(stdin, stderr) : await readAll(stdin)).trim()
  if (secret === '') throw usageError('Standard input does not contain a credential. Pipe it in: `… --secret-stdin < FILE`.')
  return secret
}

/** Asks on the terminal; returns `unattended` if standard input is not a terminal. Throws `CANCELLED` on Ctrl-C. */
export async function askYesNo(
  question: string,
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  signal: AbortSignal,
  unattended: boolean,
): Promise<boolean> {
  if (!stdin.isTTY || !stderr.isTTY) return unattended
  const lines = createInterface({ input: stdin, output: stderr })
  try {
    return /^y(es)?$/i.test((await answerTo(`${question} [y/N] `, lines, signal)).trim())
  } finally {
    lines.close()
  }
}

/** Asks for a line on the terminal; null if standard input is not a terminal. Throws `CANCELLED` on Ctrl-C. */
export async function askLine(
  question: string,
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<string | null> {
  if (!stdin.isTTY || !stderr.isTTY) return null
  const lines = createInterface({ input: stdin, output: stderr })
  try {
    return (await answerTo(`${question} `, lines, signal)).trim()
  } finally {
    lines.close()
  }
}

async function readAll(stdin: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size > longestSecret)
      throw usageError('Standard input is too long for a credential. Pass only the credential: `… --secret-stdin < FILE`.')
  }
  const decoded = decodeText(Buffer.concat(chunks))
  if ('problem' in decoded) throw usageError(`Standard input cannot be read: ${decoded.problem}`)
  return decoded.text
}

async function typeHidden(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): Promise<string> {
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: muted, terminal: true })
  stderr.write('Credential (input is hidden): ')
  try {
    return await answerTo('', lines)
  } finally {
    lines.close()
    stderr.write('\n')
  }
}

/** Reads one line. While a question is open, Ctrl-C sends no signal; like the end of the input, it only closes the line reader. */
async function answerTo(question: string, lines: Interface, signal?: AbortSignal): Promise<string> {
  const cancelled = (cause?: unknown) => new AppError('CANCELLED', 'Stopped before confirmation. Nothing was changed.', { cause })
  const closed = once(lines, 'close').then(() => {
    throw cancelled()
  })
  try {
    return await Promise.race([lines.question(question, signal === undefined ? {} : { signal }), closed])
  } catch (cause) {
    throw cause instanceof AppError ? cause : cancelled(cause)
  }
}
