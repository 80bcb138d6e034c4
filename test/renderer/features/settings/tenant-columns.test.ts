import { expect, test } from 'vitest'
import { tenantColumns } from '../../../../src/renderer/features/settings/tenant-choice.tsx'

test('the switch of every tenant is within a window of 800 pixels', () => {
  // The panel of such a window, without its border.
  expect(tenantColumns.reduce((sum, { width, minWidth }) => sum + (width ?? minWidth ?? 0), 0)).toBeLessThanOrEqual(674)
})
