/** Runs the real `seatledger` command in a child process. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../bin/seatledger.js', import.meta.url))

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
  /** Standard output, parsed as one JSON document. */
  json(): unknown
}

export interface CommandOptions {
  /** Added to a minimal environment. */
  env?: Record<string, string>
  stdin?: string
  /** A program and arguments to run it under, e.g. `['setpriv', '--reuid=65534', '--']`. */
  under?: string[]
  /** Timeout for the command, ms. */
  timeoutMs?: number
}

/** Starts it; the caller can write to it. */
export function startCommand(args: string[], { env = {}, under = [] }: CommandOptions = {}): ChildProcessWithoutNullStreams {
  const [programme, ...rest] = [...under, process.execPath, entry, ...args]
  const { PATH, HOME, TMPDIR, NODE_OPTIONS, NODE_COMPILE_CACHE } = process.env
  return spawn(programme!, rest, { env: { PATH, HOME, TMPDIR, NODE_OPTIONS, NODE_COMPILE_CACHE, TZ: 'UTC', ...env } })
}

/** Runs it to completion. */
export function runCommand(args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const child = startCommand(args, options)
  child.stdin.end(options.stdin ?? '')
  return endOf(child, options.timeoutMs)
}

/** Waits for it to exit. Kills it and rejects after `timeoutMs`. */
export function endOf(child: ChildProcessWithoutNullStreams, timeoutMs = 50_000): Promise<CommandResult> {
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`The command hangs. Standard error: ${stderr}`))
    }, timeoutMs)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout, stderr, json: () => JSON.parse(stdout) as unknown })
    })
  })
}
