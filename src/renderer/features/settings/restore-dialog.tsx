/** Confirms restoring a backup: its contents, those of the current history, and where the current file is kept. */
import { type ReactElement, useState } from 'react'
import type { BackupCheck, HistoryFacts } from '../../../shared/contract/maintenance-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { RecoveryKeyField } from '../../components/recovery-key-field.tsx'
import { TaskStrip } from '../../components/task-strip.tsx'
import { isCancelled } from '../../lib/api.ts'
import { formatCount, formatTime } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { useWantsRecoveryKey } from '../../lib/use-wants-recovery-key.ts'
import { ResultDialog } from './result-dialog.tsx'
import classes from './settings.module.css'

interface RestoreDialogProps {
  /** An automatic backup's name, or a reference from `backups.choose`. */
  backup: string
  onClose: () => void
}

export function RestoreDialog({ backup, onClose }: RestoreDialogProps): ReactElement {
  const check = useAnswer('backups.check', { ref: backup })
  const isLocked = useWantsRecoveryKey(check)
  const restore = useChange('backups.restore')
  if (restore.data) {
    const { snapshots, replaced } = restore.data
    return (
      <ResultDialog onClose={onClose} title="Restored">
        <p role="status">The history now has the {formatCount(snapshots, 'snapshot', 'snapshots')} of the backup.</p>
        {replaced ? (
          <p>
            The replaced history is kept in the data folder as <code className={classes.file}>{replaced}</code>.
          </p>
        ) : null}
      </ResultDialog>
    )
  }
  if (isLocked) return <UnlockDialog backup={backup} onClose={onClose} />
  return (
    <FormDialog
      title="Restore a backup"
      action="Replace the history"
      ready={check.data !== undefined}
      pending={restore.isPending}
      destructive
      error={isCancelled(restore.error) ? null : restore.error}
      onSubmit={() => restore.mutate({ ref: backup })}
      onClose={onClose}
    >
      <Answer of={check} what="the contents of the backup" lines={4}>
        {(value) => <Comparison check={value} />}
      </Answer>
      <TaskStrip task="restore" doing="Restoring" />
    </FormDialog>
  )
}

/** For a backup with another key: of another machine, or from before the key was changed. */
function UnlockDialog({ backup, onClose }: RestoreDialogProps): ReactElement {
  const unlock = useChange('encryption.unlock')
  const [typed, setTyped] = useState('')
  return (
    <FormDialog
      title="Restore a backup"
      action="Unlock"
      ready={typed.trim() !== ''}
      pending={unlock.isPending}
      error={unlock.error}
      onSubmit={() => unlock.mutate({ ref: backup, recoveryKey: typed })}
      onClose={onClose}
    >
      <p>
        The backup is encrypted with a key that is not on this machine, because it was made on another machine or before the key was
        changed. Enter the recovery key from that time. It is then stored in this system’s keychain.
      </p>
      <RecoveryKeyField value={typed} onChange={setTyped} />
    </FormDialog>
  )
}

function Comparison({ check }: { check: BackupCheck }): ReactElement {
  return (
    <>
      <p>
        <code className={classes.file}>{check.name}</code> was checked and is intact.
      </p>
      <dl className={classes.compared}>
        <dt>It contains</dt>
        <dd>
          <Facts facts={check.backup} />
        </dd>
        <dt>It replaces</dt>
        <dd>
          <Facts facts={check.current} />
        </dd>
      </dl>
      <p>
        Connections, rules and settings are also restored from the backup. The replaced history is kept in the data folder, and you can
        restore it in the same way. Credentials do not change. Running tasks are stopped.
      </p>
    </>
  )
}

function Facts({ facts }: { facts: HistoryFacts }): ReactElement {
  const timeZone = useTimeZone()
  return (
    <>
      {formatCount(facts.snapshots, 'snapshot', 'snapshots')} of {formatCount(facts.tenants, 'tenant', 'tenants')}
      {facts.newest ? `, the newest collected ${formatTime(facts.newest, timeZone)}` : ''}
    </>
  )
}
