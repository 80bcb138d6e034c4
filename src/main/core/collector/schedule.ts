/** Keeping the schedule in one process: leading where it can, standing by where another one leads, and looking again when something may be due. */
import { hourMs, minuteMs } from '../../../shared/domain/duration.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../log/log.ts'
import type { Leader } from './leader.ts'

/** Whether this process collects, or waits to take over from the one that does. */
export type CollectorRole = 'collecting' | 'standing-by'

/** What keeping the schedule works with. */
export interface ScheduleDeps {
  leader: Pick<Leader, 'tryLead'>
  clock: Clock
  log: Log
  /** How often one that stands by tries to take over, ms. */
  standByMs: number
  /** Whether the schedule may begin something now. */
  mayBegin(): boolean
  stopping: AbortSignal
}

/** The schedule of one process. */
export interface Schedule {
  /** Keeps it until the process stops. `onRole` is told the role at first and at each change. */
  keep(onRole: (role: CollectorRole) => void): Promise<void>
  /** Looks at once instead of at the next hour. */
  lookNow(): void
}

/** Makes the schedule of one process; it is kept once `keep` is called. */
export function createSchedule({ leader, clock, log, standByMs, mayBegin, stopping }: ScheduleDeps): Schedule {
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
    async keep(onRole) {
      let told: CollectorRole | null = null
      while (!stopping.aborted) {
        try {
          const engine = await leader.tryLead()
          const role = engine === null ? 'standing-by' : 'collecting'
          if (role !== told) onRole(role)
          told = role
          engine?.setScheduled(mayBegin())
          engine?.pump()
          await sleepUntilAlarm(engine === null ? standByMs : hourMs)
        } catch (error) {
          if (stopping.aborted) return
          log.error({ err: error }, 'the schedule could not be kept; it is tried again')
          await sleepUntilAlarm(minuteMs)
        }
      }
    },
    lookNow: () => alarm.abort(),
  }
}
