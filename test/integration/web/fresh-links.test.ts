import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { freshLinkOnEnter } from '../../../src/main/web/fresh-links.ts'
import { endOf, startCommand } from '../../support/command.ts'
import { tempFolder } from '../../support/temp-folder.ts'

test('in a terminal, each Enter gives a fresh link', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  let links = 0
  const printed: string[] = []
  const second = new Promise<void>((resolve) => {
    const stop = freshLinkOnEnter(
      input,
      () => `link ${++links}`,
      (link) => {
        printed.push(link)
        if (links < 2) return
        stop?.()
        resolve()
      },
    )
  })
  input.write('\n\n')
  await second
  expect(printed).toEqual(['link 1', 'link 2'])
})

test('`serve` offers Enter only where its input is a terminal', async () => {
  const host = startCommand(['serve', '--no-open', '--data-dir', tempFolder()])
  const ended = endOf(host)
  await new Promise((resolve) => createInterface({ input: host.stdout }).once('line', resolve))
  host.kill('SIGINT')
  const { code, stderr } = await ended
  expect(code).toBe(0)
  expect(stderr).toContain('Press Ctrl-C to stop.')
  expect(stderr).not.toContain('Enter')
})
