import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { markdownFiles, readPage, repository } from '../../support/markdown.ts'
import { commandsIn, problemOf, problemOfMention, seatledgerArguments } from '../../support/shell-commands.ts'

const isShell = (info: string) => /^(sh|bash|console)\b/.test(info)
const pages = markdownFiles().map(readPage)
const commands = pages.flatMap(({ file, spans, blocks }) => [
  ...blocks.filter(({ info }) => isShell(info)).flatMap(({ text }) => commandsIn(text).map((words) => ({ file, words }))),
  ...spans
    .filter((span) => /^(seatledger|npm|npx|node) \S/.test(span))
    .flatMap((span) => commandsIn(span.replace(/\[(.*)\]/, '$1')).map((words) => ({ file, words }))),
])

describe('the commands in the documentation', () => {
  it('all exist, with their options', () => {
    expect(commands.filter(({ words }) => seatledgerArguments(words) !== null).length).toBeGreaterThan(10)
    expect(commands.filter(({ words }) => words[0] === 'npm').length).toBeGreaterThan(20)
    expect(
      commands.flatMap(({ file, words }) => {
        const problem = problemOf(words)
        return problem === null ? [] : [`${file}: ${words.join(' ')}: ${problem}`]
      }),
    ).toEqual([])
  })

  it('all exist even if only mentioned', () => {
    // That page adds a command that does not exist otherwise.
    const others = pages.filter(({ file }) => file !== 'docs/adding-a-vendor.md')
    const mentions = others.flatMap(({ file, spans }) =>
      spans.flatMap((span) => commandsIn(span).map((words) => ({ file, words, problem: problemOfMention(words) }))),
    )
    expect(mentions.filter(({ problem }) => problem === null).length).toBeGreaterThan(80)
    expect(mentions.flatMap(({ file, words, problem }) => (problem ? [`${file}: ${words.join(' ')}: ${problem}`] : []))).toEqual([])
  })

  it.each([
    ['usage --contrct', /"usage" has no option "--contrct"/],
    ['tenants resumee ID', /"tenants" has no command "resumee"/],
  ])('are noticed where a mentioned one does not: %s', (line, problem) => {
    expect(commandsIn(line).map(problemOfMention)).toEqual([expect.stringMatching(problem)])
  })

  it.each([
    ['nmp ci', /"nmp" is not in outsideTools/],
    ['npm cii', /"npm cii" is not in npmCommands/],
    ['KEY="a b" seatledger conect petra X', /unknown command 'conect'/],
    ['seatledger conect petra X', /unknown command 'conect'/],
    ['seatledger collect --dew', /unknown option '--dew'/],
    ['npm run -s seatledger -- diff --from 2026-13 --to 2026-12 --all', /expects a month/],
    ['npm run -s no-such-script', /no script "no-such-script"/],
    ['npx no-such-tool', /no tool "no-such-tool"/],
    ['node scripts/no-such-file.js', /no file "scripts\/no-such-file\.js"/],
  ])('are reported if they do not exist: %s', (line, problem) => {
    expect(commandsIn(line).map(problemOf)).toEqual([expect.stringMatching(problem)])
  })

  it('are parsed as a shell parses them', () => {
    expect(
      commandsIn('export A=1 # why\nB=2\nC="3 4" seatledger connect petra "Our key" \\\n  --secret-env A && seatledger collect | cat'),
    ).toEqual([['export', 'A=1'], ['seatledger', 'connect', 'petra', 'Our key', '--secret-env', 'A'], ['seatledger', 'collect'], ['cat']])
  })
})

describe('the tables of docs/cli.md', () => {
  // Only the first column, because the second one explains options without their command.
  const rows = readFileSync(join(repository, 'docs', 'cli.md'), 'utf8').matchAll(/^\| (`[^|]+`) \|/gm)
  const lines = [...rows].flatMap(([, cell]) => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''))

  it('have every command in a form that can be typed', () => {
    expect(lines.length).toBeGreaterThan(40)
    const wrong = lines.flatMap((line) => {
      const words = line.split(' ').filter((word) => word !== '…')
      const problem = problemOf(['seatledger', ...words])
      return problem === null ? [] : [`${line}: ${problem}`]
    })
    expect(wrong).toEqual([])
  })
})
