/** The schedule of one process: it collects if it can take the lead, else stands by, and regularly checks what is due. */
import { hourMs, minuteMs } from '../../../shared/domain/duration.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../log/log.ts'
import type { Lead } from './lead.ts'

/** Whether this process collects, or waits to take over from the one that does. */
export type CollectorRole = 'collecting' | 'standing-by'

/** The dependencies of the schedule. */
export interface ScheduleDeps {
  lead: Pick<Lead, 'tryTake'>
  clock: Clock
  log: Log
  /** The interval at which a standing-by process tries to take the lead, ms. */
  standByMs: number
  /** Whether the schedule may start anything now. */
  mayStart(): boolean
  stopping: AbortSignal
  /** Called when it fails, before it is retried. */
  onFailed(error: unknown): void
}

/** The schedule of one process. */
export interface Schedule {
  /** Runs until the process stops. `onRole` is called with the first role and at each change. */
  run(onRole: (role: CollectorRole) => void): Promise<void>
  /** Checks now instead of at the next hour. */
  checkNow(): void
}

/** Makes the schedule of one process; it does nothing before `run` is called. */
export function createSchedule({ lead, clock, log, standByMs, mayStart, stopping, onFailed }: ScheduleDeps): Schedule {
  let alarm = new AbortController()

  async function sleepUntilAlarm(ms: number): Promise<void> {
    const signal = AbortSignal.any([alarm.signal, stopping])
    try {
      await clock.sleep(ms, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
    if (alarm.signal.aborted) alarm = new AbortController()
  }

  return {
    async run(onRole) {
      let lastRole: CollectorRole | null = null
      while (!stopping.aborted) {
        try {
          const engine = await lead.tryTake()
          const role = engine === null ? 'standing-by' : 'collecting'
          if (role !== lastRole) onRole(role)
          lastRole = role
          engine?.setScheduled(mayStart())
          engine?.pump()
          await sleepUntilAlarm(engine === null ? standByMs : hourMs)
        } catch (error) {
          if (stopping.aborted) return
          log.error({ err: error }, 'the schedule failed; it is retried in a minute')
          onFailed(error)
          await sleepUntilAlarm(minuteMs)
        }
      }
    },
    checkNow: () => alarm.abort(),
  }
}
