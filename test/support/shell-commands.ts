/** Command lines in documents and workflows, and checks that they exist. */
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

/** The commands in shell code: continuation lines joined, split at pipes and `&&`, without comments and assignments. */
export function commandsIn(shell: string): string[][] {
  return shell
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => line.replace(/(^|\s)#.*$/, '').split(/&&|\|\|?|;/))
    .map((command) => (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2')))
    .filter((words) => words.length > 0)
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

/** What is wrong with a command, or null: the script, the file or the option that does not exist. */
export function problemOf(words: string[]): string | null {
  const args = seatledgerArguments(words)
  if (args !== null) return objection(args.flatMap((word) => samples[word]?.split(' ') ?? [word]))
  const [tool, first, ...rest] = words
  if (tool === 'npm' && (first === 'run' || first === 'start' || first === 'test')) {
    const script = first === 'run' ? [...rest].find((word) => !word.startsWith('-')) : first
    return script !== undefined && script in scripts ? null : `package.json has no script "${script}"`
  }
  if (tool === 'npx')
    return first !== undefined && existsSync(join(repository, 'node_modules', '.bin', first)) ? null : `there is no tool "${first}"`
  if (tool === 'node' && first !== undefined && !first.startsWith('-'))
    return existsSync(join(repository, first)) ? null : `there is no file "${first}"`
  return null
}
