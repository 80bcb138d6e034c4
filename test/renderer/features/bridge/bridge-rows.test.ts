import { describe, expect, test } from 'vitest'
import { bridgeColumns, bridgeRows, leftOutOf } from '../../../../src/renderer/features/bridge/bridge-rows.ts'
import type { Bridge, BridgeMeasure } from '../../../../src/shared/contract/bridge-answers.ts'

const none = { from: null, to: null, delta: null, parts: [], notComparable: [] }

const bridge: Bridge = {
  users: {
    from: 10,
    to: 12,
    delta: 2,
    parts: [
      { reason: 'new-tenants', delta: 3, tenants: [4] },
      { reason: 'removed', delta: -1, tenants: [1], people: [{ tenant: 1, id: 'b' }] },
    ],
    notComparable: [7],
  },
  units: {
    from: 9,
    to: 11,
    delta: 2,
    parts: [
      { reason: 'new-tenants', delta: 3, tenants: [4] },
      {
        reason: 'removed',
        delta: -2,
        tenants: [2],
        people: [
          { tenant: 1, id: 'b' },
          { tenant: 2, id: 'b' },
        ],
      },
      { reason: 'prorated', delta: 1, tenants: [4] },
    ],
    notComparable: [7, 8],
    stateBefore: 'settled',
    stateAfter: 'projected',
  },
  bill: [
    {
      ...none,
      currency: 'EUR',
      from: '9.00',
      to: '11.00',
      delta: '2.00',
      parts: [{ reason: 'price-changed', delta: '2.00', tenants: [1, 2] }],
    },
    { ...none, currency: 'USD', from: '1.00', to: '1.00', delta: '0.00' },
  ],
  licences: [],
}

describe('a bridge as a table', () => {
  test('starts with the bill, has one column per currency, and none for a cost without prices', () => {
    const columns = bridgeColumns(bridge)
    expect(columns.map((column) => column.title)).toEqual(['Vendor bill (EUR)', 'Vendor bill (USD)', 'Billable units', 'Reported users'])
    expect(columns.map((column) => column.state)).toEqual(['projected', 'projected', 'projected', null])
  })

  test('lists each reason once, with its part in every column that has one', () => {
    const rows = bridgeRows(bridgeColumns(bridge))
    expect(rows.map(({ reason, deltas }) => [reason, ...deltas])).toEqual([
      ['new-tenants', null, null, 3, 3],
      ['removed', null, null, -2, -1],
      ['prorated', null, null, 1, null],
      ['price-changed', '2.00', null, null, null],
    ])
    const removed = rows.find(({ reason }) => reason === 'removed')
    expect(removed?.tenants).toEqual([1, 2])
    // The same id at two tenants is two people, and nobody is listed twice.
    expect(removed?.people).toEqual([
      { tenant: 1, id: 'b' },
      { tenant: 2, id: 'b' },
    ])
  })

  test('shows parts that add up to the change of their column', () => {
    const columns = bridgeColumns(bridge)
    const rows = bridgeRows(columns)
    for (const [index, column] of columns.entries()) {
      expect(
        rows.reduce((sum, row) => sum + Number(row.deltas[index] ?? 0), 0),
        column.title,
      ).toBe(Number(column.delta))
    }
  })

  test('lists every tenant that is in neither number, with the columns that leave it out', () => {
    expect(leftOutOf(bridgeColumns(bridge))).toEqual([
      { tenant: 7, titles: ['Billable units', 'Reported users'] },
      { tenant: 8, titles: ['Billable units'] },
    ])
  })

  test('keeps a figure without comparable tenants, because its tenants must be listed', () => {
    const gap: BridgeMeasure<number> = { ...none, notComparable: [3] }
    const columns = bridgeColumns({ users: gap, units: { ...none, stateBefore: null, stateAfter: null }, bill: [], licences: [] })
    expect(columns.map((column) => column.title)).toEqual(['Reported users'])
    expect(leftOutOf(columns)).toEqual([{ tenant: 3, titles: ['Reported users'] }])
  })
})
