/** Follows docs/adding-a-vendor.md step by step in a copy of the repository. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, relative, sep } from 'node:path'
import { expect, it } from 'vitest'
import { type CodeBlock, readPage, repository } from '../support/markdown.ts'
import { tempFolder } from '../support/temp-folder.ts'

const leftOut = new Set(['node_modules', 'out', 'dist', 'docs', 'test-results', '.git'])

function copyOfRepository(): string {
  const copy = tempFolder()
  cpSync(repository, copy, {
    recursive: true,
    filter: (source) => !leftOut.has(relative(repository, source).split(sep)[0] ?? ''),
  })
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'), 'junction')
  return copy
}

/** A `diff` block without line numbers; its context must be in the file exactly once. */
function changed(text: string, diff: string): string {
  const lines = diff.split('\n')
  const side = (sign: '-' | '+') =>
    lines
      .filter((line) => line[0] === ' ' || line[0] === sign)
      .map((line) => line.slice(1))
      .join('\n')
  const pieces = text.split(side('-'))
  if (pieces.length !== 2) throw new Error(`found ${pieces.length - 1} times instead of once: ${side('-')}`)
  return pieces.join(side('+'))
}

function follow(folder: string, { info, text }: CodeBlock): void {
  const [language, path] = info.split(' ')
  if (language === 'sh') {
    for (const command of text.split('\n')) run(folder, command)
    return
  }
  if (path === undefined) throw new Error(`a block of ${language} names no file`)
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, language === 'diff' ? changed(readFileSync(file, 'utf8'), text) : `${text}\n`)
}

function run(cwd: string, command: string): void {
  const PATH = [join(cwd, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const { status, stdout, stderr } = spawnSync(command, {
    cwd,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, PATH, NO_COLOR: '1' },
  })
  if (status !== 0) throw new Error(`${command} failed:\n${stdout}\n${stderr}`)
}

it('following docs/adding-a-vendor.md adds a vendor', { timeout: 900_000 }, () => {
  const { blocks } = readPage('docs/adding-a-vendor.md')
  expect(blocks.map(({ info }) => info.split(' ')[0])).toEqual(expect.arrayContaining(['ts', 'diff', 'sh']))
  expect(blocks.at(-1)).toMatchObject({ info: 'sh', text: expect.stringContaining('vitest run') })
  const folder = copyOfRepository()
  for (const block of blocks) follow(folder, block)
})

it('reports a step that no longer applies', () => {
  expect(changed('a\nb\nc', ' a\n-b\n+B')).toBe('a\nB\nc')
  expect(() => changed('a\nc', '-b\n+B')).toThrow('found 0 times')
  expect(() => changed('b\nb', '-b\n+B')).toThrow('found 2 times')
})
