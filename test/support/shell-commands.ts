/** Finds command lines in documents and workflows, and checks that they exist. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, CommanderError } from 'commander'
import { createProgram } from '../../src/main/cli/program.ts'
import { repository } from './markdown.ts'

const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

/** Placeholders in the pages, each with a sample value. */
const samples: Record<string, string> = {
  SECRET: '--secret-env KEY',
  ARGS: 'connections',
  COMMAND: 'connections',
  MONTH: '2026-10',
  M: '2026-10',
  N: '7',
  D: '7',
  DAY: '7',
  DATE: '2026-10-01',
  ID: '7',
  FIGURE: 'units',
}

/** The programs outside this repository that the pages and workflows use; a mistyped name is not among them. */
const outsideTools = ['cat', 'createdb', 'createuser', 'echo', 'export', 'psql', 'rm', 'su', 'sudo', 'systemctl', 'xvfb-run']
const npmCommands = ['ci', 'install', 'pack']

/** The commands in shell code: continuation lines joined, split at pipes and `&&`, without comments and assignments before a command. */
export function commandsIn(shell: string): string[][] {
  const word = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g
  return shell
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => line.replace(/(^|\s)#.*$/, '').split(/&&|\|\|?|;/))
    .map((command) => (command.match(word) ?? []).map((each) => each.replace(/^(["'])(.*)\1$/, '$2')))
    .map(withoutAssignments)
    .filter((words) => words.length > 0)
}

function withoutAssignments(words: string[]): string[] {
  const command = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  return command === -1 ? [] : words.slice(command)
}

/** The arguments of `seatledger` in any form of call; null for another command. */
export function seatledgerArguments(words: string[]): string[] | null {
  for (const prefix of ['seatledger', 'npx seatledger', 'npm run -s seatledger --', 'npm run seatledger --', 'node bin/seatledger.js']) {
    const start = prefix.split(' ')
    if (start.every((word, index) => words[index] === word)) return words.slice(start.length)
  }
  return null
}

/** Commander's error, or null. */
function objection(words: string[]): string | null {
  const program = createProgram(() => async () => {}, '0')
  const quiet = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} })
    command.commands.forEach(quiet)
  }
  quiet(program)
  try {
    program.parse(words, { from: 'user' })
    return null
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return null
    return error instanceof Error ? error.message : String(error)
  }
}

/** What is wrong with a command, or null: the tool, the script, the file or the option that does not exist. */
export function problemOf(words: string[]): string | null {
  const args = seatledgerArguments(words)
  if (args !== null) return objection(args.flatMap((word) => samples[word]?.split(' ') ?? [word]))
  const [tool = '', first = '', ...rest] = words
  if (tool === 'npm') {
    if (npmCommands.includes(first)) return null
    const script = first === 'run' ? rest.find((word) => !word.startsWith('-')) : ['start', 'test'].find((each) => each === first)
    if (script === undefined) return `"npm ${first}" is not in npmCommands`
    return script in scripts ? null : `package.json has no script "${script}"`
  }
  if (tool === 'npx') return existsSync(join(repository, 'node_modules', '.bin', first)) ? null : `there is no tool "${first}"`
  if (tool === 'node') return first.startsWith('-') || existsSync(join(repository, first)) ? null : `there is no file "${first}"`
  return outsideTools.includes(tool) ? null : `"${tool}" is not in outsideTools`
}

/**
 * What is wrong with a command that is only mentioned, such as `usage --contract`, or null: its arguments may be left out. Undefined for words
 * that are not our commands.
 */
export function problemOfMention(words: string[]): string | null | undefined {
  let command: Command = createProgram(() => async () => {}, '0')
  const path: Command[] = [command]
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word)
    if (next === undefined) break
    command = next
    path.push(next)
  }
  if (path.length === 1 || words.length === 1) return undefined
  const named = words[path.length - 1]
  if (command.commands.length > 0 && command.registeredArguments.length === 0 && named !== undefined && !named.startsWith('-'))
    return `"${command.name()}" has no command "${named}"`
  // A group may have a default command.
  const options = [...path, ...command.commands].flatMap(({ options }) => options.map(({ long }) => long))
  const unknown = words.find((word) => word.startsWith('--') && !options.includes(word))
  return unknown === undefined ? null : `"${command.name()}" has no option "${unknown}"`
}
