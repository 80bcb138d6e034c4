import { expect, test } from 'vitest'
import { snapshotKey } from '../../../../src/main/core/evidence/read-payload.ts'
import { peopleAt } from '../../../../src/main/core/state/read-people.ts'
import { dayMs } from '../../../../src/shared/domain/duration.ts'
import { firstDay, testHistory } from '../../../support/history.ts'

const report = (users: unknown[] | undefined, more = {}) => ({
  tenantId: 'T1',
  totalBillableUsers: 3,
  ...(users ? { users } : {}),
  ...more,
})

test('people are ordered by id; duplicate entries are one person with all licences, entries without an id are skipped', async () => {
  const { db, record } = await testHistory()
  const { snapshotId } = record(
    report([
      { id: 'b', displayName: null, assignedLicenseSkuIds: ['s2', 's1'] },
      { id: 'b', displayName: 'Ben', userPrincipalName: 'ben@acme.example', accountEnabled: false, assignedLicenseSkuIds: ['s3', 's1'] },
      { displayName: 'Nobody', assignedLicenseSkuIds: ['s1'] },
      { id: 'a', displayName: 'Ann', accountEnabled: true },
    ]),
  )
  expect([...peopleAt(db, snapshotKey(db, snapshotId))]).toEqual([
    { id: 'a', displayName: 'Ann', userPrincipalName: null, accountEnabled: true, skus: [] },
    { id: 'b', displayName: 'Ben', userPrincipalName: 'ben@acme.example', accountEnabled: false, skus: ['s1', 's2', 's3'] },
  ])
})

test('each snapshot has its own people; without a list there are none', async () => {
  const { db, record } = await testHistory()
  const on = (day: number) => ({ observedAt: firstDay + day * dayMs })
  const first = record(report([{ id: 'a', assignedLicenseSkuIds: ['s1'] }]), on(0))
  const totals = record(report(undefined), on(1))
  const last = record(report([{ id: 'a', assignedLicenseSkuIds: ['s2'] }, { id: 'b' }]), on(2))
  const people = (id: number) => [...peopleAt(db, snapshotKey(db, id))].map((person) => [person.id, ...person.skus])
  expect([first, totals, last].map(({ snapshotId }) => people(snapshotId))).toEqual([[['a', 's1']], [], [['a', 's2'], ['b']]])
})

test('in an own Genesys organisation a person holds every charge that names them', async () => {
  const { db, record } = await testHistory()
  const { snapshotId } = record(
    {
      organization: { id: 'T2' },
      startDate: '2026-01-01T00:00:00Z',
      endDate: '2026-01-31T00:00:00Z',
      usages: [
        { name: 'CX 1', resources: [{ name: 'ann', date: '2026-01-02T00:00:00Z' }] },
        {
          name: 'CX 2',
          resources: [
            { name: 'ben', date: '2026-01-02T00:00:00Z' },
            { name: 'ann', date: '2026-01-03T00:00:00Z' },
          ],
        },
      ],
    },
    { dataset: 'genesys.billable-usage' },
  )
  expect([...peopleAt(db, snapshotKey(db, snapshotId))].map((person) => [person.id, person.skus.length])).toEqual([
    ['ann', 2],
    ['ben', 1],
  ])
})
