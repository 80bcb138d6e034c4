import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { WriteDb } from '../../../../src/main/core/database/db.ts'
import { historyFile } from '../../../../src/main/core/database/files.ts'
import { rebuild } from '../../../../src/main/core/evidence/read-payload.ts'
import { verify } from '../../../../src/main/core/history/verify.ts'
import { dayMs } from '../../../../src/shared/domain/duration.ts'
import { forgetful } from '../../../support/forgetful.ts'
import { asBytes, firstDay, testHistory } from '../../../support/history.ts'
import { recordUsers } from '../../../support/test-connections.ts'

interface Person {
  id: string | null
  name: string
  skus: string[]
  enabled: boolean
}

const person: fc.Arbitrary<Person> = fc.record({
  id: fc.constantFrom('ada', 'bob', 'cy', 'dee', 'eve', '', null),
  name: fc.constantFrom('A', 'B'),
  skus: fc.subarray(['sku-a', 'sku-b', 'sku-c']),
  enabled: fc.boolean(),
})

/** A change of a list between two responses. */
const step = fc.record({
  kind: fc.constantFrom('same', 'reversed', 'total only', 'gone', 'twice', 'came', 'changed'),
  at: fc.nat(32),
  person,
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Enough unchanged people that the changed ones are looked up one by one. */
const crowd = Array.from({ length: 25 }, (_, n): Person => ({ id: `crowd-${n}`, name: 'A', skus: ['sku-a'], enabled: n % 2 === 0 }))
const list = fc.array(person, { maxLength: 6 }).map((few) => [...few, ...crowd])

/** The responses for a list and its changes, as JSON text. */
function answers(first: Person[], steps: Step[]): string[] {
  let list = first
  const texts = [reportOf(list, 0, true)]
  for (const [n, each] of steps.entries()) {
    list = listAfter(list, each)
    texts.push(reportOf(list, n + 1, each.kind !== 'total only'))
  }
  return texts
}

function listAfter(list: Person[], each: Step): Person[] {
  if (each.kind === 'reversed') return list.toReversed()
  if (each.kind === 'same' || each.kind === 'total only') return list
  const place = list.length === 0 ? 0 : each.at % list.length
  const there = list[place]
  if (each.kind === 'gone') return list.toSpliced(place, 1)
  if (each.kind === 'twice') return there === undefined ? list : list.toSpliced(place, 0, there)
  return list.toSpliced(place, each.kind === 'came' ? 0 : 1, each.person)
}

function reportOf(list: Person[], n: number, withList: boolean): string {
  const users = list.map(({ id, name, skus, enabled }) => ({ id, displayName: name, accountEnabled: enabled, assignedLicenseSkuIds: skus }))
  return JSON.stringify({
    tenantId: 'T1',
    reportGeneratedAt: new Date(firstDay + n * dayMs).toISOString(),
    totalBillableUsers: list.length,
    ...(withList ? { users } : {}),
  })
}

const recordThrough = (db: WriteDb, text: string, n: number) => recordUsers(db, asBytes(text), firstDay + n * dayMs)

/** Everything that recording stores, by the vendor's ids. */
function rowsOf({ sqlite }: WriteDb): unknown[] {
  return [
    'SELECT v.value, occurrence, from_number, to_number, body FROM entry JOIN vendor_id v ON v.id = vendor_id ORDER BY 1, 2, 3',
    `SELECT v.value, occurrence, from_number, to_number, k.body FROM entry_sku_list JOIN vendor_id v ON v.id = vendor_id
       JOIN sku_list k ON k.id = sku_list_id ORDER BY 1, 2, 3`,
    `SELECT h.value, k.value sku, from_number, to_number FROM assignment JOIN vendor_id h ON h.id = holder_id
       JOIN vendor_id k ON k.id = sku_id ORDER BY 1, 2, 3`,
    'SELECT v.value, from_number, holders, enabled, disabled FROM sku_rollup JOIN vendor_id v ON v.id = sku_id ORDER BY 1, 2',
    'SELECT * FROM snapshot ORDER BY id',
  ].map((query) => sqlite.prepare(query).all())
}

const steps = fc.array(step, { minLength: 1, maxLength: 8 })

test('a list is recorded the same with and without the cached previous list', { timeout: 60_000 }, async () => {
  const { db } = await testHistory()
  const recorded = (texts: string[], through: () => WriteDb) => {
    db.sqlite.exec('BEGIN')
    try {
      for (const [n, text] of texts.entries()) recordThrough(through(), text, n)
      expect(verify(db).damaged).toEqual([])
      return rowsOf(db)
    } finally {
      db.sqlite.exec('ROLLBACK')
    }
  }
  fc.assert(
    fc.property(list, steps, (first, changes) => {
      const texts = answers(first, changes)
      expect(recorded(texts, () => db)).toEqual(recorded(texts, () => forgetful(db)))
    }),
    { numRuns: 60 },
  )
})

test('a cached list is not used after another process has recorded a snapshot', { timeout: 60_000 }, async () => {
  const history = await testHistory()
  const other = new Database(historyFile(history.dataDir))
  onTestFinished(() => void other.close())
  const handles = [history.db, { sqlite: other, orm: drizzle(other, { casing: 'snake_case' }) }]
  const sent: { id: number; text: string }[] = []
  for (const [first, changes, turns] of fc.sample(fc.tuple(list, steps, fc.array(fc.nat(1), { minLength: 9, maxLength: 9 })), {
    numRuns: 12,
    seed: 1,
  })) {
    for (const [n, text] of answers(first, changes).entries()) {
      sent.push({ text, id: recordThrough(handles[turns[n]!]!, text, sent.length).snapshotId })
    }
  }
  expect(verify(history.db)).toEqual({ snapshots: sent.length, verified: sent.length, damaged: [] })
  const bySpelling = (list: unknown[] = []) => list.map((each) => JSON.stringify(each)).toSorted()
  for (const { id, text } of sent) {
    const [back, was] = [rebuild(history.db, id) as { users?: object[] }, JSON.parse(text) as { users?: object[] }]
    const spelled = (users: object[] | undefined) => bySpelling(users?.map((user) => Object.entries(user).toSorted()))
    expect(spelled(back.users)).toEqual(spelled(was.users))
  }
})
