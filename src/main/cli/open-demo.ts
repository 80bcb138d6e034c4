import type { TerminalApp } from '../core/app.ts'
import { AppError } from '../core/base/errors.ts'
import { serve } from './serve.ts'
import { type Terminal, whenAborted } from './terminal.ts'

/** Fills an empty data folder with the demo, or resumes an interrupted one. With `serve`, the page opens after the first sweep. */
export async function openDemo(terminal: Terminal, options: { serve?: boolean; port?: number; open: boolean }): Promise<void> {
  if (options.serve === true) {
    const { port, open } = options
    await serve(terminal, { open, ...(port === undefined ? {} : { port }), prepare: (app) => beginDemo(terminal, app) })
    return
  }
  const app = await terminal.app()
  const before = app.demo.state()
  const { filled } = await fillUnlessFilled(terminal, app)
  await Promise.race([filled, whenAborted(terminal.signal)])
  if (terminal.signal.aborted) {
    throw new AppError(
      'CANCELLED',
      `The demo in ${terminal.dataDir} is incomplete. Run the same command to resume; what was filled can already be viewed.`,
    )
  }
  const tenants = (await terminal.ask('tenants.list', {})).length
  await terminal.print({ dataDir: terminal.dataDir, tenants, filled: before !== 'full' }, () =>
    [
      before === 'full'
        ? `The demo in ${terminal.dataDir} is already complete: nothing was added. It has ${tenants} tenants.`
        : `The demo is in ${terminal.dataDir}: 18 months of made-up history of ${tenants} tenants.`,
      `View it with: seatledger demo --serve --data-dir ${JSON.stringify(terminal.dataDir)}`,
    ].join('\n'),
  )
}

async function beginDemo(terminal: Terminal, app: TerminalApp): Promise<void> {
  if (app.demo.state() === 'full') {
    terminal.note(`The demo in ${terminal.dataDir} is already complete.`)
    return
  }
  const { filled } = await fillUnlessFilled(terminal, app)
  filled.then(
    () => terminal.note('The demo is complete.'),
    (error: unknown) => {
      if (!terminal.signal.aborted)
        terminal.note(`The demo could not be filled: ${error instanceof AppError ? error.message : 'see the log of this data folder.'}`)
    },
  )
}

/** Resolves when the first sweep can be shown; `filled` resolves when all sweeps are done. */
async function fillUnlessFilled(terminal: Terminal, app: TerminalApp): Promise<{ filled: Promise<void> }> {
  const state = app.demo.state()
  if (state === 'full') return { filled: Promise.resolve() }
  if (state === 'half') terminal.note('Resuming an interrupted demo.')
  const end = app.events.on('collect.progress', ({ running, done, total }) =>
    terminal.progress(running ? `Filling the demo: ${done} of ${total} sweeps` : null),
  )
  const { filled } = await app.demo.open()
  return { filled: filled.finally(end) }
}
