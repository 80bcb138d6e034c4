/** Leaves a team: says what stays, what is not sent any more, and what that means for collecting. */
import type { ReactElement } from 'react'
import type { TeamAnswer } from '../../../shared/contract/team-answers.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { formatCount } from '../../lib/format.ts'
import { notify } from '../../lib/notice-store.ts'
import { useChange } from '../../lib/query.ts'

interface LeaveTeamProps {
  team: TeamAnswer
  onClose: () => void
}

export function LeaveTeam({ team: { waiting, conflicts }, onClose }: LeaveTeamProps): ReactElement {
  const leave = useChange('team.disconnect', { onDone: () => notify('This history has left the team.') })
  return (
    <FormDialog
      title="Leave the team"
      action="Leave the team"
      destructive
      pending={leave.isPending}
      error={leave.error}
      onSubmit={() => leave.mutate({}, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        Nothing is sent or fetched any more. This history stays complete here, with all that was fetched; what was sent stays with the team.
        The stored password is deleted.
      </p>
      {waiting > 0 ? (
        <p>{formatCount(waiting, 'snapshot has', 'snapshots have')} not been sent yet. Choose Exchange now first to send them.</p>
      ) : null}
      {conflicts > 0 ? (
        <p>{formatCount(conflicts, 'conflict is', 'conflicts are')} not settled: the team’s decision stays in force here.</p>
      ) : null}
      <p>
        From now on this machine collects its connections itself. A connection without a credential here is not collected until it gets one.
        You can join again at any time.
      </p>
    </FormDialog>
  )
}
