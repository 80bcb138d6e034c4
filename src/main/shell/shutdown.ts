/** Orderly shutdown: stops everything in order within five seconds, then exits. */
import { app } from 'electron/main'
import type { Log } from '../core/log/log.ts'

/** Upper limit for stopping. SQLite's journal makes an unfinished write harmless; a hanging window is not. */
const stopLimitMs = 5_000

/** Runs `steps` in order when the app quits. A failing step is logged and does not prevent the next. */
export function stopInOrder(steps: readonly (() => void | Promise<void>)[], log: Log): void {
  let stopping = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (stopping) return
    stopping = true
    const limit = setTimeout(() => {
      log.error({ limitMs: stopLimitMs }, 'shutdown timed out')
      app.exit(1)
    }, stopLimitMs)
    void runAll(steps, log).then((clean) => {
      clearTimeout(limit)
      app.exit(clean ? 0 : 1)
    })
  })
}

async function runAll(steps: readonly (() => void | Promise<void>)[], log: Log): Promise<boolean> {
  let clean = true
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      clean = false
      log.error({ err: error }, 'a shutdown step failed')
    }
  }
  return clean
}
