/** Runs a command in the test's process, which is faster than a child process. */
import { Readable, Writable } from 'node:stream'
import { main } from '../../src/main/cli/main.ts'
import type { Streams } from '../../src/main/cli/terminal.ts'

export interface InTerminal {
  code: number
  stdout: string
  stderr: string
  json(): unknown
}

/** Runs it with captured streams that are not a terminal. */
export async function inTerminal(
  args: string[],
  { env = {}, stdin = '' }: { env?: Record<string, string>; stdin?: string } = {},
): Promise<InTerminal> {
  const stdout = capture()
  const stderr = capture()
  const streams = { stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]), stdout: stdout.stream, stderr: stderr.stream, env }
  const code = await main(args, streams as unknown as Streams)
  return { code, stdout: stdout.text(), stderr: stderr.text(), json: () => JSON.parse(stdout.text()) as unknown }
}

function capture(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}
