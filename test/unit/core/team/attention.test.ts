import { expect, test } from 'vitest'
import { beginReading } from '../../../../src/main/core/figures/reading.ts'
import { teamItems } from '../../../../src/main/core/figures/team-attention.ts'
import { dayMs } from '../../../../src/shared/domain/duration.ts'
import { directWriter } from '../../../support/direct-writer.ts'
import { firstDay, testHistory } from '../../../support/history.ts'

test('an unreachable team’s database needs attention after a quarter of an hour, until it answers', async () => {
  const { db } = await testHistory()
  const writer = directWriter(db)
  const itemsAt = (now: number) => teamItems(beginReading({ reader: db, clock: { now: () => now }, catalogue: () => new Map() as never }))
  expect(itemsAt(firstDay)).toEqual([])
  const team = {
    url: 'postgres://anna@db/x',
    ca: null,
    secretKind: 'none',
    secretEnv: null,
    teamId: 't',
    machineId: 'm',
    at: firstDay,
  } as const
  await writer.call('team.join', team)
  await writer.call('team.failed', { at: firstDay, code: 'TEAM_UNREACHABLE', message: 'It cannot be reached.' })
  await writer.call('team.failed', { at: firstDay + 60_000, code: 'TEAM_UNREACHABLE', message: 'It cannot be reached.' })
  expect(itemsAt(firstDay + 15 * 60_000)).toEqual([])
  expect(itemsAt(firstDay + 15 * 60_000 + 1)).toMatchObject([
    { code: 'TEAM_UNREACHABLE', severity: 'hint', message: 'It cannot be reached.', screen: 'settings' },
  ])
  // The clock was ahead when it failed, and was corrected.
  expect(itemsAt(firstDay - dayMs)).toMatchObject([{ code: 'TEAM_UNREACHABLE' }])
  await writer.call('team.synced', { at: firstDay + dayMs })
  expect(itemsAt(firstDay + dayMs)).toEqual([])
})
