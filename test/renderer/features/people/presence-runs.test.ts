import { expect, test } from 'vitest'
import { runsOf, setColours } from '../../../../src/renderer/features/presence/presence-runs.ts'

const columns = [1, 2, null, 4, 5].map((snapshotId, index) => ({ at: `2026-01-0${index + 1}`, snapshotId }))

test('equal neighbours are one run, and a day without a snapshot is a gap', () => {
  expect(runsOf(columns, [0, 0, null, 0, null])).toEqual([
    { start: 0, length: 2, cell: 0 },
    { start: 2, length: 1, cell: 'gap' },
    { start: 3, length: 1, cell: 0 },
    { start: 4, length: 1, cell: 'absent' },
  ])
})

test('the sets in most cells have their own colours, and the empty set has none', () => {
  const sku = (name: string) => [{ skuId: name, name }]
  const sets = [[], ...Array.from({ length: 9 }, (_, index) => sku(`L${index}`))]
  const person = (cells: number[]) => ({ cells }) as never
  const colours = setColours({ sets, people: [person([0, 0, 0, 0]), person([9, 9, 9]), person([3, 3]), person([1, 2, 4, 5, 6, 7, 8])] })
  expect(colours).toEqual([null, 2, 3, 1, 4, 5, 6, null, null, 0])
})
