/** Exchanges decisions: applies those of others, then sends ours. */
import type { WriterOf } from '../database/db.ts'
import type { Query, TeamDb } from './client.ts'
import type { TeamDecision, teamDecisionWrites, UnsentDecision } from './decisions.ts'

const batchSize = 500

/** The dependencies of the exchange. */
export interface DecisionDeps {
  db: TeamDb
  writer: WriterOf<typeof teamDecisionWrites>
  machineId: string
  signal: AbortSignal
}

/** Exchanges decisions. Returns how many of others were applied and how many of ours were sent. */
export async function exchangeDecisions(deps: DecisionDeps, decidedSeq: number): Promise<{ taken: number; sent: number }> {
  const { db, writer, machineId } = deps
  let { taken, after } = await takeDecisions(deps, decidedSeq)
  const ours = await writer.call('team.undecided', {})
  if (ours.length === 0) return { taken, sent: 0 }
  const accepted = await db.inTransaction((query) => sendDecisions(query, ours, machineId))
  await writer.call('team.decided', { decisions: accepted })
  // Another machine sent decisions about the same subjects first.
  if (accepted.length < ours.length) taken += (await takeDecisions(deps, after)).taken
  return { taken, sent: accepted.length }
}

async function takeDecisions({ db, writer, signal }: DecisionDeps, from: number): Promise<{ taken: number; after: number }> {
  let after = from
  let taken = 0
  for (;;) {
    signal.throwIfAborted()
    const decisions = await db.query<TeamDecision>(
      'SELECT seq, kind, subject, version, value, by, at FROM seatledger.decision WHERE seq > $1 ORDER BY seq LIMIT $2',
      [after, batchSize],
    )
    if (decisions.length === 0) return { taken, after }
    taken += await writer.call('team.decide', { decisions })
    after = decisions.at(-1)!.seq
  }
}

async function sendDecisions(query: Query, decisions: readonly UnsentDecision[], machineId: string): Promise<UnsentDecision[]> {
  const column = (name: keyof UnsentDecision) => decisions.map((decision) => decision[name])
  const accepted = await query<{ kind: string; subject: string }>(
    `INSERT INTO seatledger.decision (kind, subject, version, value, by, at, machine_id)
     SELECT kind, subject, version, value, by, at, $7::uuid FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::bigint[])
       WITH ORDINALITY AS d (kind, subject, version, value, by, at, place) ORDER BY place
     ON CONFLICT DO NOTHING RETURNING kind, subject`,
    [column('kind'), column('subject'), column('version'), column('value'), column('by'), column('at'), machineId],
  )
  const names = new Set(accepted.map(({ kind, subject }) => JSON.stringify([kind, subject])))
  return decisions.filter(({ kind, subject }) => names.has(JSON.stringify([kind, subject])))
}
