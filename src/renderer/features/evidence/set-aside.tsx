/** Sets a snapshot aside: excludes it from every figure, with a reason, until that is undone. It is kept as evidence. */
import { Button, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { SnapshotDetail } from '../../../shared/contract/snapshot-answers.ts'
import { FormEnd } from '../../components/form-end.tsx'
import { ask } from '../../lib/api.ts'
import { formatTime } from '../../lib/format.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import classes from './evidence.module.css'

const focusFirst = (input: HTMLInputElement | null): void => input?.focus()

export function SetAside({ snapshot }: { snapshot: SnapshotDetail }): ReactElement {
  const timeZone = useTimeZone()
  const setAside = useUndoable('snapshots.setAside', ({ id }) => ({
    did: `Snapshot ${id} is set aside.`,
    undo: () => ask('snapshots.takeBack', { id }),
  }))
  const takeBack = useUndoable('snapshots.takeBack', ({ id }) => ({
    did: `Snapshot ${id} is included again.`,
    undo: () => ask('snapshots.setAside', { id, reason: snapshot.setAside?.reason ?? 'Set aside again' }),
  }))
  const [reason, setReason] = useState<string | null>(null)
  const failed = setAside.error ?? takeBack.error
  const error = failed ? (
    <p role="alert" style={{ color: 'var(--sl-bad)' }}>
      {failed.message}
    </p>
  ) : null

  if (snapshot.setAside) {
    return (
      <div className={classes.aside}>
        <p>
          <strong>Set aside</strong> on {formatTime(snapshot.setAside.at, timeZone)}: {snapshot.setAside.reason}. It is excluded from every
          figure.
        </p>
        <div className={classes.asideButtons}>
          <Button variant="default" loading={takeBack.isPending} onClick={() => takeBack.mutate({ id: snapshot.id })}>
            Include again
          </Button>
        </div>
        {error}
      </div>
    )
  }
  if (reason === null) {
    return (
      <Button variant="default" onClick={() => setReason('')}>
        Set aside…
      </Button>
    )
  }
  return (
    <form
      className={classes.aside}
      onSubmit={(event) => {
        event.preventDefault()
        setAside.mutate({ id: snapshot.id, reason }, { onSuccess: () => setReason(null) })
      }}
    >
      <TextInput
        label="Why is this snapshot wrong?"
        description="The snapshot is excluded from every figure and stays as evidence. You can include it again."
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
        ref={focusFirst}
      />
      <FormEnd action="Set aside" ready={reason.trim() !== ''} pending={setAside.isPending} onCancel={() => setReason(null)} />
      {error}
    </form>
  )
}
