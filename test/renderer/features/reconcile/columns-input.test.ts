import { expect, test } from 'vitest'
import { columnsInput, isComplete, noColumns, toInput } from '../../../../src/renderer/features/reconcile/columns-input.ts'
import { fakeInvoice } from '../../fake/fake-reconcile.ts'

test('columns are unchanged after conversion to a request and back', () => {
  expect(columnsInput({ columns: toInput(fakeInvoice.columns) })).toEqual(fakeInvoice.columns)
  const forOne = { ...noColumns, fields: { quantity: 'Seats' }, tenant: 4, item: 'petra:unit', seatCharges: ['Usage'] }
  expect(columnsInput({ columns: toInput(forOne) })).toEqual(forOne)
  expect(columnsInput({})).toBeNull()
})

test('a line needs a customer, a product and a quantity, from columns or for the whole file', () => {
  const { fields } = fakeInvoice.columns
  expect(isComplete(fakeInvoice.columns)).toBe(true)
  expect(isComplete({ ...noColumns, fields: { quantity: 'Seats' }, tenant: 4, item: 'petra:unit' })).toBe(true)
  for (const missing of ['customerName', 'productName', 'quantity'] as const) {
    const { [missing]: _, ...rest } = fields
    expect(isComplete({ ...noColumns, fields: rest })).toBe(false)
  }
  expect(isComplete(null)).toBe(false)
})
