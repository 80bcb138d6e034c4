import { expect, test } from 'vitest'
import type { BridgeColumn } from '../../../../src/renderer/features/bridge/bridge-rows.ts'
import { linesWithin, waterfallSteps } from '../../../../src/renderer/features/bridge/waterfall-steps.ts'

const column: BridgeColumn = {
  id: 'bill EUR',
  title: 'Vendor bill',
  currency: 'EUR',
  state: null,
  from: '10.10',
  to: '10.50',
  delta: '0.40',
  // In any order; the steps are in the order of the reasons.
  parts: [
    { reason: 'rounding', delta: '0.00', tenants: [] },
    { reason: 'removed', delta: '-0.30', tenants: [2] },
    { reason: 'added', delta: '0.70', tenants: [1] },
  ],
  notComparable: [],
}

test('each reason connects one exact running total with the next, and the last one is the later number', () => {
  const steps = waterfallSteps(column, 'September', 'October')
  expect(steps.map(({ name, delta, total }) => [name, delta, total])).toEqual([
    ['September', null, '10.1'],
    ['People added', '0.7', '10.8'],
    ['People removed', '-0.3', '10.5'],
    ['October', null, '10.5'],
  ])
  expect(steps.map(({ low, high }) => [low, high])).toEqual([
    [10.1, 10.1],
    [10.1, 10.8],
    [10.5, 10.8],
    [10.5, 10.5],
  ])
})

test('a column without a number on either side has no steps', () => {
  expect(waterfallSteps({ ...column, from: null, delta: null }, 'September', 'October')).toEqual([])
})

test('a label wider than its bar is wrapped between words', () => {
  const widthOf = (text: string) => text.length
  expect(linesWithin('Gained a billed licence', 12, widthOf)).toEqual(['Gained a', 'billed', 'licence'])
  expect(linesWithin('Unexplained part', 6, widthOf)).toEqual(['Unexplained', 'part'])
})
