import { expect, it } from 'vitest'
import { bridgeText } from '../../../src/main/cli/bridge-text.ts'
import type { Bridge } from '../../../src/shared/contract/bridge-answers.ts'

it('shows a bridge with the reasons’ usual words, and every change with its sign', () => {
  const bridge: Bridge = {
    users: {
      from: 5059,
      to: 5126,
      delta: 67,
      parts: [
        { reason: 'new-tenants', delta: 56, tenants: [10] },
        { reason: 'added', delta: 101, tenants: [1, 2, 3, 4] },
        { reason: 'removed', delta: -90, tenants: [1, 2] },
      ],
      notComparable: [7],
    },
    units: { from: null, to: null, delta: null, parts: [], notComparable: [], stateBefore: null, stateAfter: null },
    bill: [
      {
        currency: 'EUR',
        from: '16411.65',
        to: '16392.15',
        delta: '-19.50',
        parts: [{ reason: 'removed', delta: '-19.50', tenants: [1] }],
        notComparable: [],
      },
    ],
    licences: [],
  }
  const names = new Map([
    [7, 'Gap GmbH'],
    [10, 'New Ltd'],
  ])
  const lines = bridgeText(bridge, '2026-10', '2026-11', names).split('\n')
  expect(lines.map((line) => line.trim().replace(/ {2,}/g, ' | '))).toEqual([
    'REPORTED USERS | VENDOR BILL EUR | TENANTS',
    expect.stringContaining('───'),
    '2026-10 | 5059 | 16411.65',
    'New tenants | +56 | – | New Ltd',
    'People added | +101 | – | 4 tenants',
    'People removed | −90 | −19.50 | 1, 2',
    '2026-11 | 5126 | 16392.15',
    'Change | +67 | −19.50',
    '',
    'Not comparable, and excluded from both numbers of reported users: Gap GmbH',
  ])
  // Signs do not break the alignment of numbers.
  expect(lines[3]!.indexOf('+56') + 3).toBe(lines[2]!.indexOf('5059') + 4)
})
