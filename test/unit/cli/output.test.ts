import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createOutput, type Streams } from '../../../src/main/cli/terminal.ts'

/** Standard error of a command that shows its progress. */
function errorsOf(isTTY: boolean): string {
  const stderr = Object.assign(new PassThrough(), { isTTY })
  const { note, progress } = createOutput(
    { stdout: new PassThrough(), stderr, stdin: new PassThrough(), env: {} } as unknown as Streams,
    false,
  )
  progress('10 %')
  progress('20 %')
  note('Done.')
  return String(stderr.read())
}

test('progress is overwritten on a terminal, and not written elsewhere', () => {
  expect(errorsOf(true)).toBe('10 %\r\u001b[2K20 %\r\u001b[2KDone.\n')
  expect(errorsOf(false)).toBe('Done.\n')
})
