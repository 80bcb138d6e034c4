/**
 * Recording a list with the cache of the previous list compared with recording it without, in the same run: 5,000 people, of whom none, a few
 * or all change between answers. Both must store the same rows.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WriteDb } from '../../src/main/core/database/db.ts'
import { verify } from '../../src/main/core/history/verify.ts'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import { makePeople, nextDay, reportOf } from '../support/changing-people.ts'
import { forgetful } from '../support/forgetful.ts'
import { addTestConnections, firstDay, recordUsers } from '../support/test-connections.ts'
import { compare } from './measure.ts'

const people = 5_000
const days = 15

const folder = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
const histories = await Promise.all(['plain', 'remembering'].map((name) => openHistory(join(folder, name), firstDay)))
const [plain, remembering] = histories.map(({ db }) => db) as [WriteDb, WriteDb]
for (const { db } of histories) addTestConnections(db)

function timed(db: WriteDb, text: string, day: number): number {
  const bytes = new TextEncoder().encode(text)
  const from = performance.now()
  recordUsers(db, bytes, firstDay + day * dayMs)
  return performance.now() - from
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!
let day = 0
let list = makePeople(people)
const kept: boolean[] = []
for (const [name, share, atLeast] of [
  ['nobody changes', 0, 3],
  ['one in 200 changes', 0.005, 2],
  ['everybody changes', 3, 0.7],
] as const) {
  const times: { plain: number[]; ours: number[] } = { plain: [], ours: [] }
  for (let n = 0; n < days; n += 1, day += 1) {
    list = nextDay(list, day, share)
    const text = JSON.stringify(reportOf(list, firstDay + day * dayMs))
    times.plain.push(timed(forgetful(plain), text, day))
    times.ours.push(timed(remembering, text, day))
  }
  kept.push(compare(`recording ${people} people, ${name}`, median(times.plain), median(times.ours), atLeast))
}
const rows = (db: WriteDb) => db.sqlite.prepare('select * from entry_row order by series_id, vendor_id, occurrence, from_number').all()
assert.deepEqual(rows(remembering), rows(plain))
assert.deepEqual(verify(remembering), { snapshots: day, verified: day, damaged: [] })
for (const { close } of histories) close()
rmSync(folder, { recursive: true, force: true })
assert(kept.every(Boolean), 'remembering must pay')
