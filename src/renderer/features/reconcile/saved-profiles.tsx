/** The user's saved profiles, each with a button to remove it. Ready profiles cannot be removed and are not listed. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ImportProfile } from '../../../shared/contract/reconcile-answers.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Panel } from '../../components/panel.tsx'
import { notify } from '../../lib/notice-store.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import classes from './reconcile.module.css'

export function SavedProfiles(): ReactElement | null {
  const profiles = (useAnswer('profiles.list', {}).data ?? []).filter(({ builtIn }) => !builtIn)
  const [removing, setRemoving] = useState<ImportProfile | null>(null)
  if (profiles.length === 0) return null
  return (
    <Panel title="Saved profiles" note="recognise files by their columns" flush>
      <ul className={classes.names}>
        {profiles.map((profile) => (
          <li key={profile.name} className={classes.unmapped}>
            <div className={classes.unmappedName}>
              <bdi>{profile.name}</bdi>
              <span className={classes.quiet}>recognises files with the columns {profile.recognisedBy.join(', ')}</span>
            </div>
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              aria-label={`Remove the profile ${profile.name}`}
              onClick={() => setRemoving(profile)}
            >
              Remove…
            </Button>
          </li>
        ))}
      </ul>
      {removing === null ? null : <RemoveProfile name={removing.name} onClose={() => setRemoving(null)} />}
    </Panel>
  )
}

function RemoveProfile({ name, onClose }: { name: string; onClose: () => void }): ReactElement {
  const remove = useChange('profiles.remove', { onDone: () => notify(`The profile ${name} was removed.`) })
  return (
    <FormDialog
      title={`Remove the profile ${name}`}
      action="Remove the profile"
      destructive
      pending={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ name }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>Files with these columns are no longer recognised, so you choose their columns again. Imported invoices are kept.</p>
    </FormDialog>
  )
}
