/** For tests of missing permissions: runs a child process as another user, because root may write anywhere. */
import { spawnSync } from 'node:child_process'

/** The command that runs what follows as a user who owns nothing. */
export const asOtherUser = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--']

/** Why no child can run as another user here, or null. */
export function otherUserObstacle(): string | null {
  if (process.getuid?.() !== 0) return 'only root can run a child as another user'
  const { error, status } = spawnSync(asOtherUser[0]!, [...asOtherUser.slice(1), 'cat', import.meta.filename])
  if (error !== undefined) return 'setpriv is not installed'
  return status === 0 ? null : 'another user may not read the folder of this checkout'
}
