/** An orderly end: everything is stopped in turn, within five seconds, before the process goes. */
import { app } from 'electron/main'
import type { Log } from '../core/log/log.ts'

/** The longest that stopping may take. SQLite's journal makes an unfinished write harmless; a hanging window is not. */
export const stopLimitMs = 5_000

/** Runs `steps` one after the other when the app quits; a step that fails is logged and does not keep the next from running. */
export function stopInOrder(steps: readonly (() => void | Promise<void>)[], log: Log, limitMs = stopLimitMs): void {
  let stopping = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (stopping) return
    stopping = true
    const limit = setTimeout(() => {
      log.error({ limitMs }, 'stopping took too long')
      app.exit(1)
    }, limitMs)
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
      log.error({ err: error }, 'a part could not be stopped')
    }
  }
  return clean
}
