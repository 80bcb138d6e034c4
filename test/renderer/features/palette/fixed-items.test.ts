import { expect, test } from 'vitest'
import { fixedItems } from '../../../../src/renderer/features/palette/fixed-items.ts'
import { fitting } from '../../../../src/renderer/features/palette/palette-items.ts'

const went: unknown[] = []
const items = fixedItems(
  {
    go: (path, search) => went.push([path, search]),
    collect: (due) => went.push(['collect', due]),
    appearance: (colours) => went.push(['colours', colours]),
    exportMonth: (month) => went.push(['export', month]),
    asOf: () => went.push(['as of']),
  },
  { shown: { month: '2026-11', name: 'November 2026' }, over: { month: '2026-10', name: 'October 2026' } },
)

test.each([
  ['price', ['/settings', { tab: 'prices' }]],
  ['cost', ['/attention', undefined]],
  ['export', ['export', '2026-11']],
  ['excel', ['export', '2026-11']],
  ['approve', ['/changes', { month: '2026-10' }]],
  ['close', ['/', { month: '2026-10' }]],
  ['seat', ['/licences', undefined]],
  ['date', ['as of']],
  ['overage', ['/usage', undefined]],
  ['added', ['/changes', undefined]],
  ['backfill', ['/activity', undefined]],
])('the word “%s” finds its screen or action first', (word, expected) => {
  went.length = 0
  fitting(items, word, 6)[0]?.run()
  expect(went).toEqual([expected])
})
