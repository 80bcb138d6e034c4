import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { snapshotKey } from '../../../../src/main/core/evidence/read-payload.ts'
import { peopleAt } from '../../../../src/main/core/state/read-people.ts'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import { addDays } from '../../../../src/shared/domain/calendar.ts'
import { at, e3, exchange, fabric, reporting, user, usersReport } from '../../../support/reporting.ts'

const day = (n: number) => addDays('2026-01-01', n - 1)
const noon = (n: number) => `${day(n)}T12:00:00.000Z`

async function withLists(lists: ReadonlyMap<number, unknown[]>) {
  const app = await reporting('2026-02-10T00:00:00Z')
  for (const [n, list] of lists) app.record(usersReport(noon(n), list), at(noon(n)))
  return app
}

describe('a presence strip', () => {
  test('has one cell per day, a gap where nothing was collected, and added people before removed ones', async () => {
    const app = await withLists(
      new Map([
        [1, [user('leaver', [e3]), user('changer', [e3]), user('same', [exchange])]],
        [3, [user('leaver', [e3]), user('changer', [e3]), user('same', [exchange]), user('visitor', [])]],
        [4, [user('joiner', [e3]), user('changer', [e3, exchange]), user('same', [exchange])]],
      ]),
    )
    const answer = await app.ask('people.presence', { tenant: 1, from: 1, to: 3 })
    expect(answer.grain).toBe('day')
    expect(answer.columns.map(({ snapshotId }) => snapshotId)).toEqual([1, null, 2, 3])
    const names = answer.sets.map((skus) => skus.map(({ name }) => name))
    const words = (cell: number | null) => (cell === null ? null : names[cell])
    const [e3Name, exchangeName] = ['Microsoft 365 E3', 'Exchange Online (Plan 1)']
    expect(answer.people.map(({ id, group, cells }) => [id, group, cells.map(words)])).toEqual([
      ['joiner', 'added', [null, null, null, [e3Name]]],
      ['leaver', 'removed', [[e3Name], null, [e3Name], null]],
      ['visitor', 'between', [null, null, [], null]],
      ['changer', 'changed', [[e3Name], null, [e3Name], [exchangeName, e3Name]]],
      ['same', 'same', [[exchangeName], null, [exchangeName], [exchangeName]]],
    ])
    expect(answer.people[0]).toMatchObject({ displayName: 'Name of joiner', tenant: 1 })
  })

  test('selects people and counts those over the limit', async () => {
    const app = await withLists(new Map([[1, [user('a', [e3]), user('b', [e3]), user('c', [e3])]]]))
    const answer = await app.ask('people.presence', { tenant: 1, from: '2025-12', to: '2026-01', ids: ['a', 'c', 'unknown'], limit: 1 })
    expect(answer).toMatchObject({ total: 2, people: [{ id: 'a' }] })
  })

  test('has one cell per month for a long span', async () => {
    const app = await withLists(new Map([[1, [user('a', [e3])]]]))
    const answer = await app.ask('people.presence', { tenant: 1, from: '2025-10', to: '2026-01' })
    const months = ['2025-10', '2025-11', '2025-12', '2026-01']
    expect(answer).toMatchObject({ grain: 'month', columns: months.map((at) => ({ at, snapshotId: at === '2026-01' ? 1 : null })) })
  })

  test('refuses months in the wrong order, and a tenant without people', async () => {
    const app = await withLists(new Map([[1, [user('a', [e3])]]]))
    await expect(app.ask('people.presence', { tenant: 1, from: '2026-01', to: '2025-12' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    app.db.sqlite.exec(
      "insert into tenant (id, connection_id, external_id, kind, name, origin, created_at) values (9, 1, 'org', 'customer', 'Org', 'manual', 0)",
    )
    await expect(app.ask('people.presence', { tenant: 9, from: '2025-12', to: '2026-01' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

test('every cell equals the list of that day’s snapshot', async () => {
  const person = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), skus: fc.uniqueArray(fc.constantFrom(e3, exchange, fabric)) })
  const lists = fc.array(fc.option(fc.uniqueArray(person, { selector: ({ id }) => id })), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(lists, fc.boolean(), async (days, setAside) => {
      const sent = days.flatMap((list, index) => (list === null ? [] : [[index + 1, list.map(({ id, skus }) => user(id, skus))] as const]))
      const app = await withLists(new Map(sent))
      if (setAside && sent.length > 1) writes['snapshot.setAside'](app.db, { snapshotId: 1, reason: 'wrong', at: 0 })
      const answer = await app.ask('people.presence', { tenant: 1, from: '2025-12', to: '2026-01' })
      answer.columns.forEach(({ snapshotId }, index) => {
        const shown = new Map(
          answer.people.flatMap(({ id, cells }) => {
            const cell = cells[index] ?? null
            return cell === null ? [] : [[id, answer.sets[cell]!.map(({ skuId }) => skuId).sort()] as const]
          }),
        )
        const listed = snapshotId === null ? [] : [...peopleAt(app.db, snapshotKey(app.db, snapshotId))]
        expect(shown).toEqual(new Map(listed.map(({ id, skus }) => [id, skus])))
      })
    }),
    { numRuns: 20 },
  )
})
