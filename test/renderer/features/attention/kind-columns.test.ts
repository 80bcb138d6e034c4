import { expect, test } from 'vitest'
import { kindColumns } from '../../../../src/renderer/features/attention/attention-screen.tsx'
import { findingColumns } from '../../../../src/renderer/features/attention/finding-table.tsx'
import type { Finding, FindingLine } from '../../../../src/shared/contract/attention-answers.ts'

/** A panel in a window of 1024 pixels, whose rail shows icons only. */
const panelWidth = 900
const line: FindingLine = {
  kind: 'growing-overage',
  title: 'Overage that grew',
  cost: 'charges',
  count: 4,
  sums: ['EUR', 'GBP', 'USD'].map((currency) => ({ currency, amount: '12345.67' })),
  withoutPrice: 1,
  muted: 2,
  items: [],
}
const ids = (lines: FindingLine[]) => kindColumns(lines).map(({ id }) => id)

test('three currencies, prices that are missing and muted items fit into a window of 1024 pixels', () => {
  const columns = kindColumns([line])
  expect(columns).toHaveLength(8)
  expect(columns.reduce((sum, { width, minWidth }) => sum + (width ?? minWidth ?? 0), 0)).toBeLessThanOrEqual(panelWidth)
})

test('a count that every kind lacks has no column', () => {
  expect(ids([{ ...line, withoutPrice: 0, muted: 0 }, line])).toEqual(ids([line]))
  expect(ids([{ ...line, withoutPrice: 0, muted: 0 }])).toEqual(['kind', 'count', 'sum EUR', 'sum GBP', 'sum USD', 'cost'])
})

test('the items of people, with their amount and their button, fit into a window of 800 pixels', () => {
  const person = { id: 'p1', displayName: 'Ines Marrow', userPrincipalName: null }
  const money = [{ currency: 'EUR', amount: '85.20' }]
  const columns = findingColumns([{ person, money, muted: null } as unknown as Finding], String, () => {})
  expect(columns.map(({ id }) => id)).toEqual(['tenant', 'person', 'text', 'amount EUR', 'change'])
  expect(columns.reduce((sum, { width, minWidth }) => sum + (width ?? minWidth ?? 0), 0)).toBeLessThanOrEqual(674)
})
