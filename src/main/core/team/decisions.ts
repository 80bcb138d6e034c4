/**
 * Users' decisions (rules, services, approvals, mappings …) are exchanged as versions of subjects. A decision has the version that it replaces. The server
 * accepts each version once, so if two people decide the same thing at the same time, the second one gets a conflict with both values. Decisions are not
 * queued: whatever differs from the latest known version is still to be sent.
 */

import { AppError } from '../base/errors.ts'
import { systemUser } from '../base/system-user.ts'
import type { WriteDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { approvals } from './kinds/approvals.ts'
import { invoiceDecisions, mappings } from './kinds/invoices.ts'
import type { Decided, DecisionKind } from './kinds/kind.ts'
import { mutes } from './kinds/mutes.ts'
import { setAsides } from './kinds/set-asides.ts'
import { steps } from './kinds/steps.ts'
import { teamIds } from './team-ids.ts'

/** A version of a decision on the server. */
export interface TeamDecision extends Decided {
  seq: number
  kind: string
  subject: string
  version: number
}

/** A decision that the server does not have yet. */
export type UnsentDecision = Omit<TeamDecision, 'seq'>

/** The kinds, in the order in which they are sent and applied: an approval depends on the rules before it. */
function decisionKinds(): DecisionKind[] {
  const user = systemUser()
  return [...steps(user), setAsides(user), mappings, invoiceDecisions, mutes, approvals]
}

/** The writes of this file. */
export const teamDecisionWrites = {
  /** Decisions made here that are not on the server. A subject unknown to the team is sent only while its decision is in force. */
  'team.undecided': (db: WriteDb, _: Record<string, never>): UnsentDecision[] => {
    const ids = teamIds(db)
    return decisionKinds().flatMap((kind) =>
      [...kind.read(db, ids)].flatMap(([subject, decided]): UnsentDecision[] => {
        const seen = seenVersion(db, kind.kind, subject)
        const isNews = seen === undefined ? decided.value !== 'null' : seen.value !== decided.value
        return isNews ? [{ kind: kind.kind, subject, version: (seen?.version ?? 0) + 1, ...decided }] : []
      }),
    )
  },

  /** Records that the server has accepted decisions. */
  'team.decided': (db: WriteDb, { decisions }: { decisions: UnsentDecision[] }): void => {
    for (const decision of decisions) keepVersion(db, decision)
  },

  /** Applies decisions of others, and records conflicts with ours. Returns how many were applied. */
  'team.decide': (db: WriteDb, { decisions }: { decisions: TeamDecision[] }): number => {
    const ids = teamIds(db)
    const kinds = new Map(decisionKinds().map((kind) => [kind.kind, kind]))
    let taken = 0
    for (const decision of decisions) {
      const kind = kinds.get(decision.kind)
      const seen = seenVersion(db, decision.kind, decision.subject)
      prepared(db.sqlite, 'UPDATE team SET decided_seq = ?').run(decision.seq)
      // A kind from a newer version of Seatledger is skipped; after an update, all decisions are read again.
      if (kind === undefined || (seen !== undefined && seen.version >= decision.version)) continue
      const ours = kind.read(db, ids).get(decision.subject)
      const isOurs = ours !== undefined && (seen === undefined ? ours.value !== 'null' : ours.value !== seen.value)
      if (isOurs && ours.value !== decision.value) noteConflict(db, decision, ours)
      if (ours?.value !== decision.value) {
        kind.write(db, ids, decision.subject, decision)
        taken += 1
      }
      keepVersion(db, decision)
    }
    return taken
  },

  /** Settles a conflict: keeps the decision in force, or replaces it with ours, which is then sent as a new version. Throws `NOT_FOUND`. */
  'team.settle': (db: WriteDb, { id, keep, at, by }: { id: number; keep: 'mine' | 'theirs'; at: number; by: string }): void => {
    const conflict = prepared<[number], { kind: string; subject: string; mine: string }>(
      db.sqlite,
      'SELECT kind, subject, mine FROM team_conflict WHERE id = ? AND settled_at IS NULL',
    ).get(id)
    if (conflict === undefined) {
      throw new AppError('NOT_FOUND', `There is no open conflict ${id}. \`seatledger team conflicts\` lists them.`, {
        data: { conflict: id },
      })
    }
    if (keep === 'mine') {
      const kind = decisionKinds().find((each) => each.kind === conflict.kind)
      kind?.write(db, teamIds(db), conflict.subject, { value: conflict.mine, by, at })
    }
    prepared(db.sqlite, 'UPDATE team_conflict SET settled_at = ?, kept = ? WHERE id = ?').run(at, keep, id)
  },
}

function seenVersion({ sqlite }: WriteDb, kind: string, subject: string): { version: number; value: string } | undefined {
  return prepared<[string, string], { version: number; value: string }>(
    sqlite,
    'SELECT version, value FROM team_decision WHERE kind = ? AND subject = ?',
  ).get(kind, subject)
}

function keepVersion({ sqlite }: WriteDb, { kind, subject, version, value, by, at }: UnsentDecision): void {
  prepared(
    sqlite,
    `INSERT INTO team_decision (kind, subject, version, value, by, at) VALUES (@kind, @subject, @version, @value, @by, @at)
     ON CONFLICT DO UPDATE SET version = excluded.version, value = excluded.value, by = excluded.by, at = excluded.at`,
  ).run({ kind, subject, version, value, by, at })
}

function noteConflict({ sqlite }: WriteDb, { kind, subject, value, by, at }: TeamDecision, ours: Decided): void {
  prepared(
    sqlite,
    `INSERT INTO team_conflict (kind, subject, mine, mine_by, mine_at, theirs, theirs_by, theirs_at)
     VALUES (@kind, @subject, @mine, @mineBy, @mineAt, @theirs, @theirsBy, @theirsAt)`,
  ).run({ kind, subject, mine: ours.value, mineBy: ours.by, mineAt: ours.at, theirs: value, theirsBy: by, theirsAt: at })
}
