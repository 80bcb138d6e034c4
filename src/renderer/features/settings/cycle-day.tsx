/** Shows and changes the day on which an own organisation's billing cycles begin. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { CycleDayField } from '../../components/cycle-day-field.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { ask } from '../../lib/api.ts'
import { isCycleDay } from '../../lib/cycle-day.ts'
import { useUndoable } from '../notices/use-undoable.ts'

interface CycleDayProps {
  name: string
  day: number
}

export function CycleDay({ name, day }: CycleDayProps): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    <span>
      Billing cycle from day {day}{' '}
      <Button variant="subtle" size="compact-xs" aria-label={`Change the billing cycle of ${name}`} onClick={() => setOpen(true)}>
        Change
      </Button>
      {open ? <CycleDayDialog name={name} day={day} onClose={() => setOpen(false)} /> : null}
    </span>
  )
}

function CycleDayDialog({ name, day, onClose }: CycleDayProps & { onClose: () => void }): ReactElement {
  const [typed, setTyped] = useState<number | string>(day)
  const set = useUndoable('connections.cycleDay', (input) => ({
    did: `Billing cycles of ${name} begin on day ${input.day}.`,
    undo: () => ask('connections.cycleDay', { name, day }),
  }))
  return (
    <FormDialog
      title={`Billing cycle of ${name}`}
      action="Set"
      ready={isCycleDay(typed) && typed !== day}
      pending={set.isPending}
      error={set.error}
      onSubmit={() => set.mutate({ name, day: Number(typed) }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <CycleDayField
        description="The day on the organisation’s bill. In shorter months, the last day."
        value={typed}
        onChange={setTyped}
        data-autofocus
      />
      <p>
        New cycles begin on that day. Existing snapshots keep their cycle, and a cycle that has begun is collected to its end. If the day
        was wrong from the start, delete this organisation’s history, collect again and import earlier months.
      </p>
    </FormDialog>
  )
}
