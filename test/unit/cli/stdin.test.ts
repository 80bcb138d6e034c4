import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { askYesNo, readSecretInput } from '../../../src/main/cli/stdin.ts'

/** What a user types at a terminal, and what is shown. */
function person() {
  const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => keys }) as unknown as NodeJS.ReadStream & PassThrough
  const screen = Object.assign(new PassThrough(), { isTTY: true }) as unknown as NodeJS.WriteStream & PassThrough
  return { keys, screen, seen: () => String(screen.read() ?? '') }
}

it('reads a typed credential without showing it', async () => {
  const { keys, screen, seen } = person()
  const secret = readSecretInput(keys, screen)
  keys.write('s3cret\r')
  expect(await secret).toBe('s3cret')
  expect(seen()).not.toContain('s3cret')
})

it.each([
  ['a credential', ({ keys, screen }: ReturnType<typeof person>) => readSecretInput(keys, screen)],
  [
    'a confirmation',
    ({ keys, screen }: ReturnType<typeof person>) => askYesNo('Really?', keys, screen, new AbortController().signal, false),
  ],
])('treats Ctrl-C and the end of the input at the question for %s as cancelling, not as an error', async (_, ask) => {
  for (const key of ['\u0003', '\u0004']) {
    const at = person()
    const answer = ask(at)
    at.keys.write(key)
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' })
  }
})

it('asks a question and accepts only yes as yes', async () => {
  for (const [typed, expected] of [
    ['y', true],
    ['yes', true],
    ['', false],
    ['nope', false],
  ] as const) {
    const { keys, screen } = person()
    const answer = askYesNo('Really?', keys, screen, new AbortController().signal, false)
    keys.write(`${typed}\r`)
    expect(await answer).toBe(expected)
  }
})
