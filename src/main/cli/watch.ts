import { progressLine } from './collect-and-report.ts'
import type { Terminal } from './terminal.ts'

const roleTexts = {
  collecting: 'This process is now collecting.',
  'standing-by': 'Another Seatledger is collecting in this folder. This process takes over when it exits.',
}

/** Runs the scheduler in the foreground until it is stopped. */
export async function watch(terminal: Terminal): Promise<void> {
  const app = await terminal.app()
  let noted: string | null = null
  const ends = [
    app.events.on('collect.progress', (progress) => terminal.progress(progress.running ? progressLine(progress) : null)),
    app.events.on('history.changed', () => {
      const message = app.collector.trouble()?.message ?? null
      if (message !== null && message !== noted) terminal.note(message)
      noted = message
    }),
  ]
  terminal.note(`Watching ${terminal.dataDir}. Press Ctrl-C to stop.`)
  app.start((role) => terminal.note(roleTexts[role]))
  await terminal.untilStopped()
  for (const end of ends) end()
}
