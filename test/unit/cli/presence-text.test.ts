import { expect, test } from 'vitest'
import { presenceText } from '../../../src/main/cli/presence-text.ts'
import type { PresenceAnswer } from '../../../src/shared/contract/people-answers.ts'

const answer: PresenceAnswer = {
  tenant: 1,
  grain: 'month',
  columns: [
    { at: '2026-08', snapshotId: 8 },
    { at: '2026-09', snapshotId: null },
    { at: '2026-10', snapshotId: 10 },
  ],
  sets: [[{ skuId: 'e3', name: 'E3' }], []],
  people: [
    {
      id: 'a',
      displayName: 'Ada',
      userPrincipalName: null,
      accountEnabled: true,
      tenant: 1,
      dataset: 'petra.billable-users',
      group: 'changed',
      cells: [0, null, 1],
    },
  ],
  total: 4,
}

test('a month is a column, a letter a set of licences, and a month without a list a gap', () => {
  const lines = presenceText(answer).split('\n')
  expect(lines[0]).toMatch(/^WHAT +PERSON +ID +2026-08 +2026-09 +2026-10/)
  expect(lines[2]).toMatch(/^licences changed +Ada +a +A +gap +B/)
  expect(lines).toContain('A  E3')
  expect(lines).toContain('B  no licence')
  expect(lines.at(-1)).toBe('The first 1 of 4 people. --limit shows more.')
})

test('a day is a letter', () => {
  const days = {
    ...answer,
    grain: 'day' as const,
    columns: answer.columns.map(({ snapshotId }, index) => ({ at: `2026-08-0${index + 1}`, snapshotId })),
  }
  const lines = presenceText(days).split('\n')
  expect(lines[0]).toContain('2026-08-01 TO 2026-08-03')
  expect(lines[2]).toMatch(/A B$/)
})
