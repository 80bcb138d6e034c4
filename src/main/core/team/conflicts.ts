/** Conflicts between decisions, as shown to users. */
import type { TeamConflict } from '../../../shared/contract/team-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { findingId } from '../attention/finding.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'

interface ConflictRow {
  id: number
  kind: string
  subject: string
  mine: string
  mineBy: string
  mineAt: number
  theirs: string
  theirsBy: string
  theirsAt: number
}

/** Unsettled conflicts, oldest first. */
export function openConflicts(db: ReadDb): TeamConflict[] {
  return prepared<[], ConflictRow>(
    db.sqlite,
    `SELECT id, kind, subject, mine, mine_by mineBy, mine_at mineAt, theirs, theirs_by theirsBy, theirs_at theirsAt FROM team_conflict
     WHERE settled_at IS NULL ORDER BY id`,
  )
    .all()
    .map(({ id, kind, subject, mine, mineBy, mineAt, theirs, theirsBy, theirsAt }) => ({
      id,
      kind,
      subject: subjectText(db, kind, subject),
      mine: { value: JSON.parse(mine) as unknown, by: mineBy, at: isoTime(mineAt) },
      theirs: { value: JSON.parse(theirs) as unknown, by: theirsBy, at: isoTime(theirsAt) },
    }))
}

/** A subject as text: the parts of its list in order, with the tenant's name instead of the team's id. */
function subjectText({ sqlite }: ReadDb, kind: string, subject: string): string {
  if (!subject.startsWith('[')) return subject
  const tenant = prepared<[number], { id: number; name: string }>(
    sqlite,
    'SELECT t.id, t.name FROM team_tenant k JOIN tenant t ON t.id = k.tenant_id WHERE k.team_tenant_id = ?',
  )
  const parts = JSON.parse(subject) as (string | number)[]
  if (kind === 'mute') {
    const [of, about] = parts as [number, string]
    const ours = tenant.get(of)
    // The id under which the item is listed on this machine.
    return ours === undefined ? `tenant ${of}` : `${ours.name} ${findingId(ours.id, about)}`
  }
  return parts
    .filter((part) => part !== '')
    .map((part) => (typeof part === 'number' && kind !== 'rule' ? (tenant.get(part)?.name ?? `tenant ${part}`) : String(part)))
    .join(' ')
}
