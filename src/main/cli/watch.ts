import { progressLine } from './collect-and-report.ts'
import type { Terminal } from './terminal.ts'

const roleTexts = {
  collecting: 'Collecting what is due, from here.',
  'standing-by': 'Another Seatledger collects on this folder: standing by, and taking over within seconds when it ends.',
}

/** Runs the scheduler in the foreground until it is stopped. */
export async function watch(terminal: Terminal): Promise<void> {
  const app = await terminal.app()
  const end = app.events.on('collect.progress', (progress) => terminal.progress(progress.running ? progressLine(progress) : null))
  terminal.note(`Watching ${terminal.dataDir}. Ctrl-C ends.`)
  app.start((role) => terminal.note(roleTexts[role]))
  await terminal.untilStopped()
  end()
}
