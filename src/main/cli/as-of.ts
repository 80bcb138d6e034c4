/** `--as-of DAY`, for commands that only read figures. */
import type { Command } from 'commander'
import type { Bind } from './bind.ts'
import type { Terminal } from './terminal.ts'

/** Wraps actions to answer as of the day of `--as-of`, if it is given. They do not see that option. */
export function bindAsOf(bind: Bind): Bind {
  return (action) =>
    bind(async (terminal: Terminal, ...args) => {
      // Commander calls an action with its arguments, the options and the command.
      const at = args.length - 2
      const { asOf, ...options } = args[at] as { asOf?: string }
      if (asOf !== undefined) {
        await terminal.ask('asOf.begin', { day: asOf })
        terminal.note(`As known on ${asOf}: later snapshots and rules are hidden.`)
      }
      return (await action(terminal, ...(args.with(at, options) as typeof args))) ?? 0
    })
}

/** Adds the option to commands. */
export function addAsOf(commands: readonly Command[]): void {
  for (const command of commands) command.option('--as-of <day>', 'show what was known at the end of a day, such as 2026-10-12')
}
