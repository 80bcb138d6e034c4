import type { TerminalApp } from '../core/app.ts'
import { AppError } from '../core/errors.ts'
import { serve } from './serve.ts'
import { type Terminal, whenAborted } from './terminal.ts'

/** Fills an empty data folder with the demo, or goes on with one that was cut short; with `serve` it can be looked at from the first sweep on. */
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
      `The demo in ${terminal.dataDir} was not filled to the end. The same command goes on with it; what is there can be looked at.`,
    )
  }
  const tenants = (await terminal.ask('tenants.list', {})).length
  await terminal.print({ dataDir: terminal.dataDir, tenants, filled: before !== 'full' }, () =>
    [
      before === 'full'
        ? `The demo in ${terminal.dataDir} is full already: nothing was added. It has ${tenants} tenants.`
        : `The demo is in ${terminal.dataDir}: 18 months of made-up history of ${tenants} tenants.`,
      `Look at it with: seatledger demo --serve --data-dir ${JSON.stringify(terminal.dataDir)}`,
    ].join('\n'),
  )
}

async function beginDemo(terminal: Terminal, app: TerminalApp): Promise<void> {
  if (app.demo.state() === 'full') {
    terminal.note(`The demo in ${terminal.dataDir} is full already.`)
    return
  }
  const { filled } = await fillUnlessFilled(terminal, app)
  filled.then(
    () => terminal.note('The demo is filled.'),
    (error: unknown) => {
      if (!terminal.signal.aborted)
        terminal.note(`The demo could not be filled: ${error instanceof AppError ? error.message : 'see the log of this data folder.'}`)
    },
  )
}

/** Answers with a promise of the filled demo, at the latest when its first sweep can be looked at. */
async function fillUnlessFilled(terminal: Terminal, app: TerminalApp): Promise<{ filled: Promise<void> }> {
  const state = app.demo.state()
  if (state === 'full') return { filled: Promise.resolve() }
  if (state === 'half') terminal.note('Going on with a demo that was cut short.')
  const end = app.events.on('collect.progress', ({ running, done, total }) =>
    terminal.progress(running ? `Filling the demo: ${done} of ${total} sweeps` : null),
  )
  const { filled } = await app.demo.open()
  return { filled: filled.finally(end) }
}
