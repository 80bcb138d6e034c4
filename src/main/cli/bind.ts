import type { Terminal } from './terminal.ts'
import type { ExitCode } from './usage.ts'

/** A command's implementation; it returns an exit code only when that is not 0. */
type Action<A extends unknown[]> = (terminal: Terminal, ...args: A) => Promise<ExitCode | undefined> | Promise<void>

/** Binds an action to the current terminal. */
export type Bind = <A extends unknown[]>(action: Action<A>) => (...args: A) => Promise<void>
