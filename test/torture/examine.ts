/** Examines a history after a kill. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import type { ReadDb } from '../../src/main/core/database/db.ts'
import { historyFile } from '../../src/main/core/database/files.ts'
import { keyIdOf } from '../../src/main/core/database/history-key.ts'
import { rebuild } from '../../src/main/core/evidence/read-payload.ts'
import { verify } from '../../src/main/core/history/verify.ts'
import { unencryptedIn } from '../../src/main/core/maintenance/change-key.ts'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { verifyFacts } from '../../src/main/core/state/month-facts/verify-facts.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import type { Acknowledged, Expected } from './expected.ts'
import { firstReportMs, responseOf } from './payloads.ts'

/** Opens the history as the next start does, and checks all of it. `set` is the expected set that matched, `step` the next step. */
export async function examine(
  dataDir: string,
  expected: Expected,
  restoring: boolean,
): Promise<{ wrong: string[]; set: Acknowledged[]; step: number }> {
  const { db, close } = await openHistory(dataDir, Date.now())
  try {
    const wrong: string[] = []
    const { sqlite } = db
    const integrity = sqlite.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') wrong.push(`integrity_check: ${integrity}`)
    if ((sqlite.pragma('foreign_key_check') as unknown[]).length > 0) wrong.push('foreign_key_check found rows')
    const { damaged } = verify(db)
    if (damaged.length > 0) wrong.push(`verify: ${damaged.length} snapshots are damaged`)
    if (keyIdOf(historyFile(dataDir)) !== null) wrong.push(...unencryptedIn(dataDir).map((name) => `not encrypted: ${name}`))
    if (verifyFacts(db).wrong.length > 0) wrong.push('verify: month facts differ from the evidence')

    const found = recordedIn(db)
    const set = expected.sets.find((each) => each.every((one) => found.has(key(one))))
    if (set === undefined) {
      const missing = (expected.sets[0] ?? []).filter((one) => !found.has(key(one)))
      wrong.push(`lost ${missing.length} acknowledged snapshots, first ${key(missing[0]!)}`)
    } else {
      if (restoring && set !== expected.sets[0] && !isKept(dataDir, expected.sets[0] ?? []))
        wrong.push('what a restore replaced is not kept')
      wrong.push(...set.slice(-3).flatMap((one) => differing(db, one, found.get(key(one))!)))
    }
    const steps = [...found.keys()].map((each) => Number(each.split('/')[1]))
    return { wrong, set: set ?? [...found.keys()].map(fromKey), step: Math.max(-1, ...steps) + 1 }
  } finally {
    close()
  }
}

const key = ({ tenant, step }: Acknowledged) => `${tenant}/${step}`
function fromKey(text: string): Acknowledged {
  const [tenant, step] = text.split('/').map(Number)
  return { tenant: tenant!, step: step! }
}

/** Snapshot ids by tenant and step. */
function recordedIn({ sqlite }: ReadDb): Map<string, number> {
  const rows = sqlite
    .prepare<[], { id: number; tenant: number; reportedAt: number }>(
      `SELECT snapshot.id, tenant_id AS tenant, reported_at AS reportedAt FROM snapshot JOIN series ON series.id = series_id
       WHERE connection_id = 1 AND tenant_id IS NOT NULL`,
    )
    .all()
  return new Map(rows.map(({ id, tenant, reportedAt }) => [key({ tenant, step: Math.round((reportedAt - firstReportMs) / dayMs) }), id]))
}

/** Whether the history that the last restore replaced still has these snapshots. */
function isKept(dataDir: string, set: Acknowledged[]): boolean {
  const kept = readdirSync(dataDir).filter((name) => /^history\.replaced-.*\.db$/.test(name))
  if (kept.length === 0) return false
  const sqlite = new Database(join(dataDir, kept.sort().at(-1)!), { readonly: true })
  try {
    const found = recordedIn({ sqlite } as ReadDb)
    return set.every((one) => found.has(key(one)))
  } finally {
    sqlite.close()
  }
}

/** Compares a snapshot with what was sent. */
function differing(db: ReadDb, one: Acknowledged, snapshotId: number): string[] {
  const { payload } = responseOf(one.tenant, one.step)
  return isDeepStrictEqual(inOrder(rebuild(db, snapshotId)), inOrder(payload)) ? [] : [`snapshot ${key(one)} is not what was sent`]
}

/** Converts to plain JSON with people and licences by id, because the order of lists is not stored. */
function inOrder(payload: object): unknown {
  const copy = JSON.parse(JSON.stringify(payload)) as { users: { id: string; assignedLicenseSkuIds: string[] }[] }
  const users = copy.users.map((each) => ({ ...each, assignedLicenseSkuIds: each.assignedLicenseSkuIds.toSorted() }))
  return { ...copy, users: users.toSorted((left, right) => (left.id < right.id ? -1 : 1)) }
}

/** Temporary files that the start has not removed. The next collector removes the journal of the collector's lock. */
export function leftIn(dataDir: string): string[] {
  const names = readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => /\.partial|\.restoring|\.probe-|(?<!lock\.db)-journal$/.test(name)).map((name) => `left behind: ${name}`)
}
