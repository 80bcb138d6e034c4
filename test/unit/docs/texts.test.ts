import { globSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../../src/main/cli/program.ts'
import { errorCodes } from '../../../src/shared/contract/errors.ts'

const text = (file: string) => readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8')

describe('the documentation', () => {
  it('lists every error code with its next step, and no other', () => {
    const rows = [...text('errors.md').matchAll(/^\| `([A-Z_]+)` \| (.+) \| (.+) \|$/gm)].map((match) => match[1])
    expect(rows.toSorted()).toEqual([...errorCodes].toSorted())
  })

  it('lists every command and every option', () => {
    const page = text('cli.md')
    const missing: string[] = []
    const walk = (command: Command, path: string[]) => {
      for (const each of command.commands) walk(each, [...path, each.name()])
      if (path.length > 0 && command.commands.length === 0 && !page.includes(path.join(' '))) missing.push(path.join(' '))
      for (const { long } of command.options)
        if (long && long !== '--version' && !page.includes(long)) missing.push(`${path.join(' ')} ${long}`)
    }
    walk(
      createProgram(() => async () => {}, '0'),
      [],
    )
    expect(missing).toEqual([])
  })
})

it('sentences for users have only the typographic apostrophe', () => {
  const sources = new URL('../../../src/', import.meta.url)
  const straight = globSync('**/*.{ts,tsx}', { cwd: sources }).flatMap((file) =>
    readFileSync(new URL(file, sources), 'utf8')
      .split('\n')
      .filter((line) => /\p{L}'\p{L}/u.test(line) && !/^\s*(\*|\/\/|\{?\/\*)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  // This one is a value that other tools search for, so its spelling is fixed.
  expect(straight).toEqual([expect.stringContaining('noAllowanceNote')])
})
