import { expect, test } from 'vitest'
import { at, e3, reporting, user, usersReport } from '../../../support/reporting.ts'

const spb = 'f30db892-07e9-47e9-837c-80727f46fd3d'
const end = (month: string) => `${month}-28T12:00:00.000Z`

/** Month-ends with people, each with SKUs; null is a month without a snapshot. */
async function withLists(lists: Record<string, Record<string, string[]>>) {
  const app = await reporting('2026-07-10T00:00:00Z')
  for (const [month, people] of Object.entries(lists)) {
    const list = Object.entries(people).map(([id, skus]) => user(id, skus))
    app.record(usersReport(end(month), list), at(end(month)))
  }
  return app
}

test('people are grouped by how their first and last month differ, joiners and leavers first; a month without a list is a gap', async () => {
  const app = await withLists({
    '2026-03': { stays: [e3], moves: [e3], leaves: [e3] },
    '2026-05': { stays: [e3], moves: [e3, spb], leaves: [e3], passes: [spb] },
    '2026-06': { stays: [e3], moves: [e3, spb], joins: [] },
  })
  const answer = await app.ask('people.presence', { tenant: 1, to: '2026-06' })
  // Nothing before the first snapshot is a gap.
  expect(answer.months.map(({ month, hasList }) => [month, hasList])).toEqual([
    ['2026-03', true],
    ['2026-04', false],
    ['2026-05', true],
    ['2026-06', true],
  ])
  expect(answer.months[1]?.snapshotId).toBeNull()
  const held = (id: string) =>
    answer.people.find((each) => each.id === id)?.cells.map((cell) => (cell === null ? null : answer.sets[cell]?.skuIds))
  expect(answer.people.map(({ id, kind }) => [id, kind])).toEqual([
    ['joins', 'added'],
    ['leaves', 'removed'],
    ['passes', 'temporary'],
    ['moves', 'changed'],
  ])
  expect(held('joins')).toEqual([null, null, null, []])
  expect(held('leaves')).toEqual([[e3], null, [e3], null])
  expect(held('passes')).toEqual([null, null, [spb], null])
  expect(held('moves')?.[0]).toEqual([e3])
  expect(held('moves')?.[3]?.toSorted()).toEqual([e3, spb].toSorted())
  expect(answer.counts).toEqual({ added: 1, removed: 1, temporary: 1, changed: 1, same: 1 })
  // The most frequent set comes first.
  expect(answer.sets[0]?.skuIds).toEqual([e3])
})

test('people without a change are listed on request, and what is beyond the limit is counted', async () => {
  const app = await withLists({ '2026-05': { a: [e3], b: [e3] }, '2026-06': { a: [e3], b: [e3], c: [e3] } })
  const all = await app.ask('people.presence', { tenant: 1, from: '2026-05', to: '2026-06', unchanged: true, limit: 2 })
  expect(all.people.map(({ id, kind }) => [id, kind])).toEqual([
    ['c', 'added'],
    ['a', 'same'],
  ])
  expect(all.more).toBe(1)
  await expect(app.ask('people.presence', { tenant: 1, from: '2026-06', to: '2026-05' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

test('a search can be limited to one tenant', async () => {
  const app = await withLists({ '2026-06': { a: [e3] } })
  expect(await app.ask('people.search', { query: 'a', tenant: 1 })).toHaveLength(1)
  await expect(app.ask('people.search', { query: 'a', tenant: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
