/** Shows the history as it was known on an earlier day: one temporary copy at a time, from which the routes of `asOfRoutes` answer. */
import type { AsOfDays } from '../../../shared/contract/app-answers.ts'
import type { RouteName } from '../../../shared/contract/routes.ts'
import { addDays, type Calendar, calendarOf, startOfDay } from '../../../shared/domain/calendar.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { copyAsOfInThread } from '../as-of/as-of-thread.ts'
import { makeCopyFolder, removeCopy } from '../as-of/copy.ts'
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import type { Tasks } from '../base/tasks.ts'
import type { ReadDb } from '../database/db.ts'
import { openReader } from '../maintenance/open.ts'
import { factTimeZone } from '../state/month-facts/state.ts'
import { asOfRoutes } from './as-of-routes.ts'
import type { EventSource } from './events.ts'
import type { Api, AsOfRoute, CoreApi } from './product.ts'

/** Dependencies of the earlier day. */
export interface AsOfDeps {
  dataDir: string
  /** The reader of the history itself. */
  reader: ReadDb
  clock: Clock
  tasks: Tasks
  emit: EventSource['emit']
  /** Creates the routes over a copy; `clock` gives the end of the day. */
  apiOf(reader: ReadDb, clock: Clock): Omit<CoreApi, AsOfRoute>
}

/** The earlier day of one open history. */
export interface AsOf {
  handlers: Pick<Api, AsOfRoute>
  /** Wraps the live routes: while an earlier day is shown, they answer from the copy or are refused. */
  over(live: Omit<CoreApi, AsOfRoute>): Omit<CoreApi, AsOfRoute>
  /** Throws if an earlier day is shown and the route is refused then. */
  allow(route: Exclude<RouteName, AsOfRoute>): void
  stop(): Promise<void>
}

/** The copy that is shown. */
interface Shown {
  day: string
  folder: string
  reader: ReadDb
  api: Omit<CoreApi, AsOfRoute>
  /** Answers that are still being read from it. */
  running: Set<Promise<unknown>>
}

/** Nothing is copied until a day is requested. */
export function createAsOf(deps: AsOfDeps): AsOf {
  const { dataDir, reader, clock, tasks, emit, apiOf } = deps
  let shown: Shown | null = null
  const closing = new Set<Promise<void>>()
  const changed = () => emit('history.changed', { at: isoTime(clock.now()) })

  /** Shows a copy (null: today), and removes the previous one after its last answer. */
  async function show(next: Shown | null): Promise<void> {
    const before = shown
    shown = next
    if (before === null) return
    const closed = Promise.allSettled(before.running).then(() => {
      before.reader.sqlite.close()
      removeCopy(before.folder)
    })
    closing.add(closed)
    await closed.finally(() => closing.delete(closed))
  }

  async function begin(day: string, asked: AbortSignal): Promise<void> {
    const calendar = calendarOf(factTimeZone(reader))
    checkDay(reader, day, calendar, clock.now())
    const end = startOfDay(addDays(day, 1), calendar.timeZone)
    // A request for another day replaces a running one.
    tasks.cancel('as-of')
    const folder = makeCopyFolder(dataDir)
    try {
      await tasks.run('as-of', asked, ({ signal, report }) => copyAsOfInThread({ dataDir, folder, end }, signal, report))
      const copy = openReader(folder)
      await show({ day, folder, reader: copy, api: apiOf(copy, { ...clock, now: () => end - 1 }), running: new Set() })
    } catch (error) {
      removeCopy(folder)
      throw error
    }
    changed()
  }

  function allow(route: Exclude<RouteName, AsOfRoute>): void {
    if (shown !== null && asOfRoutes[route] === 'refused') throw onlyToday(shown.day)
  }

  return {
    handlers: {
      'asOf.get': async () => ({ day: shown?.day ?? null }),
      'asOf.days': async () => daysOf(reader, clock.now()),
      'asOf.begin': async ({ day }, { signal }) => {
        await begin(day, signal)
        return { day: shown?.day ?? null }
      },
      'asOf.end': async () => {
        tasks.cancel('as-of')
        await show(null)
        changed()
        return { day: null }
      },
    },
    allow,
    over: (live) =>
      Object.fromEntries(
        Object.keys(live).map((name) => {
          const route = name as keyof typeof live
          const handle = async (input: never, context: { signal: AbortSignal }): Promise<unknown> => {
            allow(route)
            if (shown !== null && alsoRefused(route, input)) throw onlyToday(shown.day)
            if (shown === null || asOfRoutes[route] === 'now') return live[route](input, context)
            const { running } = shown
            const answered = shown.api[route](input, context)
            running.add(answered)
            return answered.finally(() => running.delete(answered))
          }
          return [route, handle]
        }),
      ) as typeof live,
    async stop() {
      tasks.cancel('as-of')
      await show(null)
      await Promise.allSettled(closing)
    },
  }
}

/** Routes that are refused only with certain input: requesting from a vendor, and changing the time zone. */
const alsoRefused = (route: RouteName, input: { refresh?: boolean; key?: string }) =>
  (route === 'tenants.list' && input.refresh === true) || (route === 'settings.set' && input.key === 'timeZone')

const onlyToday = (day: string) =>
  new AppError('BAD_REQUEST', 'An earlier day is shown. Go back to today to change or export anything.', {
    data: { day },
  })

/** Throws unless the day is over and something was known on it. */
function checkDay(reader: ReadDb, day: string, calendar: Calendar, now: number): void {
  const today = calendar.dayOf(now)
  if (day >= today)
    throw new AppError('BAD_REQUEST', `${day} is not over yet. Choose a day before today (${today}).`, { data: { day, today } })
  const first = snapshotDays(reader, calendar)[0]
  if (first === undefined || day < first)
    throw new AppError(
      'NO_SNAPSHOT',
      first === undefined
        ? 'There is no snapshot yet, so there is no earlier day to show. Collect first.'
        : `There is no data for ${day}: the first snapshot was received on ${first}. Choose that day or a later one.`,
      { data: { day, first: first ?? null } },
    )
}

function daysOf(reader: ReadDb, now: number): AsOfDays {
  const calendar = calendarOf(factTimeZone(reader))
  return { today: calendar.dayOf(now), received: snapshotDays(reader, calendar) }
}

/** The days on which snapshots were received, oldest first. */
function snapshotDays({ sqlite }: ReadDb, calendar: Calendar): string[] {
  // The offset of every time zone is a multiple of 15 minutes.
  const quarter = 900_000
  const quarters = sqlite.prepare<[], number>(`SELECT DISTINCT observed_at / ${quarter} FROM snapshot ORDER BY 1`).pluck().all()
  return [...new Set(quarters.map((each) => calendar.dayOf(each * quarter)))]
}
