import { describe, expect, test } from 'vitest'
import { foldText } from '../../../../src/main/core/state/people-index.ts'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import { calendarOf } from '../../../../src/shared/domain/calendar.ts'
import { addPetraTenant, at, e3, exchange, reporting, user, usersReport } from '../../../support/reporting.ts'

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 12)).toISOString()

async function withPeople(...lists: unknown[][]) {
  const app = await reporting('2026-02-10T00:00:00Z')
  for (const [index, list] of lists.entries()) app.record(usersReport(day(index + 1), list), at(day(index + 1)))
  const ids = async (query: string) => {
    const found = (await app.ask('people.search', { query })).map((person) => person.id)
    // The palette's answer has the same people in the same order.
    expect((await app.ask('people.names', { query })).map((person) => person.id)).toEqual(found)
    return found
  }
  return { app, ids }
}

describe('searching people', () => {
  test.each([
    ['wind', ['b', 'j']],
    ['NORTHWIND', ['b', 'j']],
    ['jurgen', ['j']],
    ['Jürgen', ['j']],
    ['mull berg', ['b']],
    ['strasse', ['s']],
    ['straße', ['s']],
    ['li', ['i']],
    ['"OR"', []],
    ["x' or 1=1", []],
    ['%', ['p']],
    ['nobody at all', []],
  ])('%j finds %j', async (query, expected) => {
    const { ids } = await withPeople([
      user('b', [e3], { displayName: 'Anna Müller-Berg', userPrincipalName: 'anna@NorthWind.example' }),
      user('j', [e3], { displayName: 'JU\u0308RGEN Koch', userPrincipalName: 'jk@northwind.example' }),
      user('s', [e3], { displayName: 'Hauptstraße 5', userPrincipalName: 'room@contoso.example' }),
      user('i', [e3], { displayName: 'Li Na', userPrincipalName: 'na@contoso.example' }),
      user('p', [e3], { displayName: '100% Remote', userPrincipalName: 'remote@contoso.example' }),
    ])
    expect((await ids(query)).sort()).toEqual(expected)
  })

  test('finds ids by their beginning, a GUID in any case', async () => {
    const guid = 'ABCDEF01-2222-3333-4444-555555555555'
    const { ids } = await withPeople([user(guid, [e3]), user('Case-Sensitive', [e3])])
    expect(await ids(guid)).toEqual([guid.toLowerCase()])
    expect(await ids('abcdef01-2222')).toEqual([guid.toLowerCase()])
    expect(await ids('Case-Sens')).toEqual(['Case-Sensitive'])
    // A SKU id matches no person.
    expect(await ids(e3)).toEqual([])
  })

  test('finds someone by a former name, and shows the current one', async () => {
    const { app } = await withPeople([user('a', [e3], { displayName: 'Mia Vogt' })], [user('a', [e3], { displayName: 'Mia Fischer' })], [])
    expect(await app.ask('people.search', { query: 'vogt' })).toMatchObject([{ id: 'a', displayName: 'Mia Fischer' }])
  })

  test('finds a person in every tenant, up to the limit', async () => {
    const { app } = await withPeople([user('a', [e3], { displayName: 'Mia' })])
    addPetraTenant(app, 8)
    app.record(usersReport(day(1), [user('a', [e3], { displayName: 'Mia' }), user('c', [e3], { displayName: 'Mia too' })]), {
      tenantId: 8,
      ...at(day(1)),
    })
    expect((await app.ask('people.search', { query: 'mia' })).map((person) => person.tenant)).toEqual([1, 8, 8])
    expect(await app.ask('people.search', { query: 'mia', limit: 2 })).toHaveLength(2)
  })
})

describe('a timeline', () => {
  test('has no date inside a gap', async () => {
    const { app } = await withPeople([user('a', [e3])], [user('a', [e3, exchange])], [], [user('a', [exchange])], [user('a', [exchange])])
    const [person] = await app.ask('people.search', { query: 'name of a' })
    expect(person?.timeline).toEqual([
      { skuId: e3, name: 'Microsoft 365 E3', firstSeen: day(1), lastSeen: day(2), absentSince: day(3), openStart: true },
      { skuId: exchange, name: 'Exchange Online (Plan 1)', firstSeen: day(2), lastSeen: day(2), absentSince: day(3), openStart: false },
      { skuId: exchange, name: 'Exchange Online (Plan 1)', firstSeen: day(4), lastSeen: day(5), absentSince: null, openStart: false },
    ])
  })

  test('ignores snapshots that are set aside or have no list', async () => {
    const { app } = await withPeople([user('a', [e3])], [], [user('a', [e3])])
    writes['snapshot.setAside'](app.db, { snapshotId: 2, reason: 'empty by mistake', at: 0 })
    app.record({ reportGeneratedAt: day(9), totalBillableUsers: 1 }, at(day(9)))
    const [person] = await app.ask('people.search', { query: 'name of a' })
    expect(person?.timeline).toEqual([
      { skuId: e3, name: 'Microsoft 365 E3', firstSeen: day(1), lastSeen: day(3), absentSince: null, openStart: true },
    ])
  })
})

test('text is folded without accents and case', () => {
  expect(foldText('Zoë ÅSTRÖM-Łuk')).toBe('zoe astrom-luk')
  expect(foldText('ﬁne Ⅷ')).toBe('fine viii')
})

test('the timeline of an own organisation follows its periods, even if an earlier one was read later', async () => {
  const app = await reporting('2026-04-10T00:00:00Z')
  const report = (start: string, end: string) => ({
    startDate: `${start}T00:00:00.000Z`,
    endDate: `${end}T23:59:59.999Z`,
    status: 'Complete',
    usages: [{ name: 'CX 2', totalUsage: '1', resources: [{ name: 'anna@northwind.example', date: `${start}T08:00:00.000Z` }] }],
  })
  const dataset = 'genesys.billable-usage' as const
  app.record(report('2026-04-01', '2026-04-30'), { dataset, ...at('2026-04-09T10:00:00Z') })
  app.record(report('2026-02-01', '2026-02-28'), { dataset, ...at('2026-04-09T10:00:02Z') })
  app.record(report('2026-03-01', '2026-03-31'), { dataset, ...at('2026-04-09T10:00:01Z') })
  expect(await app.ask('people.search', { query: 'anna' })).toMatchObject([
    {
      timeline: [
        { skuId: 'CX 2', firstSeen: '2026-02-28T23:59:59.999Z', lastSeen: '2026-04-09T10:00:00.000Z', absentSince: null, openStart: true },
      ],
    },
  ])
})

test.each(['Europe/Berlin', 'America/New_York'])('a billing period ends on its last day in %s too', async (timeZone) => {
  const app = await reporting('2026-04-10T00:00:00Z', { timeZone })
  const usages = [{ name: 'CX 2', totalUsage: '1', resources: [{ name: 'anna@northwind.example', date: '2026-02-03T08:00:00.000Z' }] }]
  const march = { startDate: '2026-02-21T00:00:00.000Z', endDate: '2026-03-20T23:59:59.999Z', status: 'Complete', usages }
  app.record(march, { dataset: 'genesys.billable-usage', ...at('2026-04-09T10:00:00Z') })
  const [anna] = await app.ask('people.search', { query: 'anna' })
  expect(calendarOf(timeZone).dayOf(Date.parse(anna!.timeline[0]!.lastSeen))).toBe('2026-03-20')
})
