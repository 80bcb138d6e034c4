import { progressLine } from './collect-and-report.ts'
import type { Terminal } from './terminal.ts'

/** Runs the scheduler in the foreground until it is stopped. */
export async function watch(terminal: Terminal): Promise<void> {
  const app = await terminal.app()
  const end = app.events.on('collect.progress', (progress) => terminal.progress(progress.running ? progressLine(progress) : null))
  app.start()
  terminal.note(`Watching ${terminal.dataDir}. Ctrl-C ends.`)
  await terminal.untilStopped()
  end()
}
