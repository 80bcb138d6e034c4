import type { Terminal } from './terminal.ts'
import type { ExitCode } from './usage.ts'

/** What a command does; it answers with an exit code where 0 is not the one. */
type Action<A extends unknown[]> = (terminal: Terminal, ...args: A) => Promise<ExitCode | undefined> | Promise<void>

/** Binds an action to the terminal of this call. */
export type Bind = <A extends unknown[]>(action: Action<A>) => (...args: A) => Promise<void>
