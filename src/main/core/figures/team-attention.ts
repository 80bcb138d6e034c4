/** What needs attention about the team's database. */
import { count, isNull } from 'drizzle-orm'
import type { AttentionItem } from '../../../shared/contract/overview-answers.ts'
import { minuteMs } from '../../../shared/domain/duration.ts'
import { teamConflictTable, teamTable } from '../database/schema/team.ts'
import type { Reading } from './reading.ts'

/** Shorter outages of the team's database are not shown, ms. */
const quietMs = 15 * minuteMs

/** A team's database that is unreachable for longer than a restart takes, and conflicting decisions. */
export function teamItems({ db, now }: Reading): AttentionItem[] {
  const team = db.orm.select().from(teamTable).get()
  if (team === undefined) return []
  const item = (code: string, message: string): AttentionItem => ({
    code,
    severity: 'hint',
    message,
    tenant: null,
    connection: null,
    screen: 'settings',
  })
  const conflicts = db.orm.select({ count: count() }).from(teamConflictTable).where(isNull(teamConflictTable.settledAt)).get()?.count ?? 0
  return [
    // A failure dated in the future began while the clock was ahead, so its age is unknown.
    ...(team.problemAt !== null && Math.abs(now - team.problemAt) > quietMs
      ? [item(team.problemCode ?? '', team.problemMessage ?? '')]
      : []),
    ...(conflicts > 0
      ? [item('TEAM_CONFLICT', `Your decisions conflict with those of others in the team: ${conflicts}. Settle them in Settings.`)]
      : []),
  ]
}
