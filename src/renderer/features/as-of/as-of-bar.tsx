/** The bar above every screen for choosing an earlier day; it shows the chosen day. */
import { ActionIcon, Button, Progress, Slider, TextInput } from '@mantine/core'
import { type ReactElement, useEffect, useState } from 'react'
import { Icon } from '../../components/icon.tsx'
import { isCancelled } from '../../lib/api.ts'
import { formatDay, withDates } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTask } from '../../lib/tasks.ts'
import classes from './as-of-bar.module.css'
import { closeAsOf, useAsOfOpen } from './as-of-open.ts'
import { dayAt, indexOf, nextSnapshotDay, previousSnapshotDay } from './days.ts'
import { useAsOf } from './use-as-of.ts'

/** A copy is made when the slider or the date has not changed for this long. */
const restMs = 300

export function AsOfBar(): ReactElement | null {
  const isOpen = useAsOfOpen()
  const { shown, begin, end } = useAsOf()
  const isThere = shown !== undefined && (isOpen || shown !== null)
  const days = useAnswer('asOf.days', {}, { enabled: isThere }).data
  if (!isThere || days === undefined) return null
  const last = dayAt(days.today, -1)
  const [first] = days.received
  return (
    <section className={classes.bar} aria-label="As known on a day" data-shown={shown !== null}>
      <Icon name="clock" size={16} />
      {first === undefined || first > last ? (
        <span className={classes.words}>Every snapshot was received today, so there is no earlier day to show yet.</span>
      ) : (
        <DayChoice days={{ first, last, received: days.received }} shown={shown} error={begin.error} choose={begin.mutate} />
      )}
      <Button variant="default" size="compact-sm" loading={end.isPending} onClick={() => (shown === null ? leave() : end.mutate({}))}>
        {shown === null ? 'Close' : 'Back to today'}
      </Button>
    </section>
  )

  function leave(): void {
    // Does not wait for a copy that is being made.
    if (begin.isPending) end.mutate({})
    else closeAsOf()
  }
}

interface DayChoiceProps {
  days: { first: string; last: string; received: readonly string[] }
  /** Null while today is shown. */
  shown: string | null
  error: Error | null
  choose: (input: { day: string }) => void
}

function DayChoice({ days, shown, error, choose }: DayChoiceProps): ReactElement {
  const { first, last, received } = days
  const [day, setDay] = useState(shown ?? last)
  const [typed, setTyped] = useState(day)
  const [isTouched, setTouched] = useState(false)
  const task = useTask('as-of')
  const count = indexOf(last, first)
  const [before, setBefore] = useState(shown)

  // Another day is shown now: the bar follows, unless the user is already choosing the next day.
  if (before !== shown) {
    setBefore(shown)
    if (!isTouched) {
      setDay(shown ?? last)
      setTyped(shown ?? last)
    }
  }

  useEffect(() => {
    if (!isTouched || day === shown) return undefined
    const timer = setTimeout(() => {
      setTouched(false)
      choose({ day })
    }, restMs)
    return () => clearTimeout(timer)
  }, [day, isTouched, shown, choose])

  const move = (to: string | undefined): void => {
    if (to === undefined) return
    setTyped(to)
    if (to < first || to > last) return
    setDay(to)
    setTouched(true)
  }
  const previous = previousSnapshotDay(received, day)
  const next = nextSnapshotDay(received, day, last)
  const isOutside = typed !== '' && (typed < first || typed > last)
  return (
    <>
      <span className={classes.words} role="status">
        {task !== null
          ? `Loading ${formatDay(day)} …`
          : shown === null
            ? 'Choose a day to see every screen as it was known on that day.'
            : `As known on ${formatDay(shown)}. Later snapshots and rules are hidden.`}
      </span>
      <div className={classes.choice}>
        <ActionIcon
          variant="default"
          aria-label="Previous day with a snapshot"
          disabled={previous === undefined}
          onClick={() => move(previous)}
        >
          <Icon name="chevronLeft" size={16} />
        </ActionIcon>
        <Slider
          className={classes.slider ?? ''}
          thumbLabel="Day between the first and the last"
          size={4}
          color="var(--sl-accent)"
          min={0}
          max={Math.max(1, count)}
          value={indexOf(day, first)}
          onChange={(index) => move(dayAt(first, Math.min(index, count)))}
          // The field next to it shows the day. A label above the thumb would be cut off at the window’s edge.
          label={null}
          thumbProps={{ 'aria-valuetext': formatDay(day) }}
        />
        <ActionIcon variant="default" aria-label="Next day with a snapshot" disabled={next === undefined} onClick={() => move(next)}>
          <Icon name="chevronRight" size={16} />
        </ActionIcon>
        <TextInput
          type="date"
          size="xs"
          aria-label="Day"
          min={first}
          max={last}
          value={typed}
          error={isOutside}
          onChange={(event) => move(event.currentTarget.value)}
        />
      </div>
      {isOutside ? (
        <span className={classes.problem} role="alert">
          Choose a day from {formatDay(first)} to {formatDay(last)}.
        </span>
      ) : error !== null && !isCancelled(error) ? (
        <span className={classes.problem} role="alert">
          {withDates(error.message)}
        </span>
      ) : null}
      {task === null ? null : (
        <Progress
          className={classes.progress ?? ''}
          size={3}
          radius={0}
          value={task.done !== null && task.total ? (task.done / task.total) * 100 : 0}
          aria-label={`Loading ${formatDay(day)}: progress`}
        />
      )}
    </>
  )
}
