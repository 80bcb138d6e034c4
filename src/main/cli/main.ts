/** Runs a command line. Each command loads its own heavy dependencies, so that `--help` is fast. */
import { CommanderError } from 'commander'
import { chooseDataDir } from '../core/base/app-data-dir.ts'
import { AppError, toErrorShape } from '../core/base/errors.ts'
import { version } from '../core/base/version.ts'
import type { Log } from '../core/log/log.ts'
import type { Bind } from './bind.ts'
import { createProgram, usageErrorText } from './program.ts'
import { createOutput, type Streams } from './terminal.ts'
import { type ExitCode, exitCodeOf } from './usage.ts'

/** Runs one command. `args` excludes the program's name. */
export async function main(args: string[], streams: Streams): Promise<ExitCode> {
  // Usage errors are also reported as JSON, even if commander failed before it read the options.
  const options = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length)
  const json = options.includes('--json')
  const output = createOutput(streams, json)
  let exitCode: ExitCode = 0
  let commandLog: Log | null = null

  const bind: Bind =
    (action) =>
    async (...commandArgs) => {
      const { openTerminal } = await import('./open-terminal.ts')
      const { keyEnv } = program.opts<{ keyEnv?: string }>()
      const terminal = openTerminal({ streams, output, json, dataDir: dataDir(), keyEnv })
      commandLog = terminal.log
      try {
        exitCode = (await action(terminal, ...commandArgs)) ?? 0
      } catch (error) {
        // Ctrl-C is not a bug, whatever was running.
        if (!terminal.signal.aborted || error !== terminal.signal.reason) throw error
        throw new AppError('CANCELLED', 'Stopped. Nothing is lost: run the same command again to continue.')
      } finally {
        await terminal.close()
      }
    }

  const program = createProgram(bind, version)
  const dataDir = () => chooseDataDir(program.opts<{ dataDir?: string }>().dataDir, streams.env)
  let helpText = ''
  quiet(
    program,
    (text) => {
      helpText += text
    },
    streams,
  )
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) {
      const wrong = usageErrorText(error)
      if (wrong === null) return 0
      // Without a command, commander's message is the help text.
      const message =
        wrong === '(outputHelp)'
          ? `Specify a command. ${args.every((arg) => arg.startsWith('-')) ? '' : 'This command has subcommands. '}--help lists them.`
          : wrong
      await output.error({ code: 'BAD_REQUEST', message })
      if (!json && wrong === '(outputHelp)') streams.stderr.write(helpText)
      return 2
    }
    return fail(error)
  }

  async function fail(error: unknown): Promise<ExitCode> {
    const shape = error instanceof AppError ? toErrorShape(error) : await bug(error)
    await output.error(shape)
    return exitCodeOf(shape.code)
  }

  /** A bug's details go to the log only. */
  async function bug(error: unknown) {
    const { openFileLog } = await import('../core/log/file-log.ts')
    // A log that the command opened does not recreate a data folder that has disappeared.
    const log = commandLog ?? openFileLog(dataDir(), { host: 'terminal' })
    return toErrorShape(error, (id, details) => log.error({ id, err: details }, 'unexpected'))
  }
}

/** Sends requested help to standard output, and silences commander's own error messages: `main` reports errors once. */
function quiet(program: ReturnType<typeof createProgram>, keepHelp: (text: string) => void, streams: Streams): void {
  const configure = (command: typeof program) => {
    command.exitOverride()
    command.showHelpAfterError(false)
    command.configureOutput({ writeOut: (text) => streams.stdout.write(text), writeErr: keepHelp, outputError: () => {} })
    for (const each of command.commands) configure(each as typeof program)
  }
  configure(program)
}
