import { expect, test } from 'vitest'
import { chosenMonth } from '../../../../src/renderer/features/reconcile/chosen-month.ts'
import { monthsAnswer } from '../../fake/fake-history.ts'
import { fakeInvoice } from '../../fake/fake-reconcile.ts'

const months = monthsAnswer(7)

test('the month of the address, else the newest with an invoice, else the newest that is over', () => {
  const invoices = [fakeInvoice, { ...fakeInvoice, id: 2, month: '2026-08' }]
  expect(chosenMonth({ month: '2026-05' }, invoices, months)).toBe('2026-05')
  expect(chosenMonth({}, invoices, months)).toBe('2026-10')
  expect(chosenMonth({}, [], months)).toBe('2026-10')
  expect(chosenMonth({}, [], { ...months, months: [] })).toBeNull()
})
